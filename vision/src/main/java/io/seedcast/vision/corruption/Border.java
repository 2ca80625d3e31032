package io.seedcast.vision.corruption;

/** What stands for the samples beyond an image's borders. */
enum Border {
  /** The nearest sample: a a | a b c d | d d. */
  EDGE {
    @Override
    int index(int i, int length) {
      return Math.min(Math.max(i, 0), length - 1);
    }
  },
  /** A mirror at the outer side of the last sample: b a | a b c d | d c. */
  REFLECT {
    @Override
    int index(int i, int length) {
      int inPeriod = Math.floorMod(i, 2 * length);
      return inPeriod < length ? inPeriod : 2 * length - 1 - inPeriod;
    }
  },
  /** A mirror at the last sample itself: c b | a b c d | c b. */
  REFLECT_101 {
    @Override
    int index(int i, int length) {
      if (length == 1) {
        return 0;
      }
      int inPeriod = Math.floorMod(i, 2 * length - 2);
      return inPeriod < length ? inPeriod : 2 * length - 2 - inPeriod;
    }
  };

  /** The index inside that stands for index {@code i} of a row of this length. */
  abstract int index(int i, int length);

  /** The indices inside for {@code -before} to {@code length - 1 + after}. */
  final int[] indices(int length, int before, int after) {
    int[] indices = new int[before + length + after];
    for (int i = 0; i < indices.length; i++) {
      indices[i] = index(i - before, length);
    }
    return indices;
  }
}
