package io.seedcast.cli;

import java.util.Locale;

/** What computes a network's answers. */
enum ModelRuntime {
  /** The regrown network in ONNX Runtime, as on a device. */
  ONNX,
  /** The training graph in libtorch, in float32. */
  TRAINING;

  /** The name on the command line. */
  String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
