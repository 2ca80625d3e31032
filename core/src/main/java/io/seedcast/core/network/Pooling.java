package io.seedcast.core.network;

import java.util.List;

/** Operations that summarise neighbouring pixels of each channel; nothing in them is learned. */
public sealed interface Pooling extends Operation {

  /** The largest value of each window; padding never wins. */
  record MaxPool(Window window) implements Pooling {
    @Override
    public Shape outputShape(List<Shape> inputs) {
      return window.outputShape("max pooling", inputs.get(0));
    }
  }

  /** The mean of each window, padded zeros included. */
  record AveragePool(Window window) implements Pooling {
    @Override
    public Shape outputShape(List<Shape> inputs) {
      return window.outputShape("average pooling", inputs.get(0));
    }
  }

  /** The mean over height and width: (channels, H, W) to (channels). */
  record GlobalAveragePool() implements Pooling {
    @Override
    public Shape outputShape(List<Shape> inputs) {
      return Shape.of(Checks.requireImage("global average pooling", inputs.get(0)).dimension(0));
    }
  }
}
