package io.seedcast.device;

import java.util.Locale;

/** What a device keeps of a model. */
public enum Mode {
  /** The package and the regrown tensors: more disk, less work at a start. */
  STORED,
  /** The package alone: regrown at every start. */
  DYNAMIC;

  /** The name on the command line and in reports. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
