package io.seedcast.vision.corruption;

import io.seedcast.core.random.Philox;

/** Random numbers as corruptions draw them. */
final class Draws {
  private static final long WORD = 0xFFFFFFFFL;

  private Draws() {}

  /** Uniform between 0 and 1, neither included: the centre of one of 2^32 equal cells. */
  static double uniform(Philox random) {
    return ((random.nextBits() & WORD) + 0.5) * 0x1p-32;
  }

  /** Uniform between two bounds. */
  static double uniform(Philox random, double from, double to) {
    return from + (to - from) * uniform(random);
  }

  /** Puts uniform numbers into {@code target[from..to)}. */
  static void uniforms(
      Philox random, double smallest, double largest, double[] target, int from, int to) {
    for (int i = from; i < to; i++) {
      target[i] = uniform(random, smallest, largest);
    }
  }

  /** Puts normal numbers into {@code target[0..count)}. */
  static void normals(Philox random, double mean, double spread, double[] target, int count) {
    for (int i = 0; i < count; i++) {
      target[i] = mean + spread * random.nextNormal();
    }
  }
}
