package io.seedcast.core.random;

/** A reproducible sequence of random numbers. Not safe for use by several threads at once. */
public interface RandomStream {

  /** Returns the next 32 random bits. */
  int nextBits();

  /**
   * Returns the next uniform number on [0, 1), a multiple of 2^-24 and so exact in float32.
   * Consumes 32 bits.
   */
  double nextUniform();

  /** Fills {@code target} with the next uniform numbers, in index order. */
  default void fillUniform(float[] target) {
    for (int i = 0; i < target.length; i++) {
      target[i] = (float) nextUniform();
    }
  }

  /**
   * Fills {@code target} with standard normal numbers.
   *
   * @throws IllegalArgumentException if the algorithm does not define normals for so short an array
   */
  void fillNormal(float[] target);
}
