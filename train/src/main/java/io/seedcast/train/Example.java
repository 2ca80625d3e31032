package io.seedcast.train;

/** An image that an attack works on: float32 on [0, 1], (C, H, W). */
final class Example {
  private final float[] values;

  /** Takes ownership of the array. */
  Example(float[] values) {
    this.values = values;
  }

  /** The live array. */
  float[] values() {
    return values;
  }

  /** Returns one of its own memory. */
  Example copy() {
    return new Example(values.clone());
  }
}
