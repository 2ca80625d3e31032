package io.seedcast.core.network;

/** How the values of a learned tensor travel. */
public sealed interface Wire {

  /** Real numbers, in the precision of the package. */
  record Real() implements Wire {
    @Override
    public int bytes() {
      return Float.BYTES;
    }
  }

  /**
   * Whole numbers, a byte each.
   *
   * @param bound of their size, 1 to 127
   */
  record Whole(int bound) implements Wire {
    public Whole {
      if (bound < 1 || bound > Byte.MAX_VALUE) {
        throw new IllegalArgumentException("bound must be 1 to 127: got " + bound);
      }
    }

    @Override
    public int bytes() {
      return Byte.BYTES;
    }
  }

  /** The bytes of one value, at full precision. */
  int bytes();
}
