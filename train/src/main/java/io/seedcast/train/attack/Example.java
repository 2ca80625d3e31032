package io.seedcast.train.attack;

import java.util.List;

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

  /** Returns the values of several images of one size, one after the other. */
  static float[] together(List<Example> images) {
    int size = images.get(0).values.length;
    float[] together = new float[Math.multiplyExact(images.size(), size)];
    for (int n = 0; n < images.size(); n++) {
      System.arraycopy(images.get(n).values, 0, together, n * size, size);
    }
    return together;
  }

  /** Returns one of its own memory. */
  Example copy() {
    return new Example(values.clone());
  }
}
