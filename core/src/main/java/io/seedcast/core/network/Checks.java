package io.seedcast.core.network;

/** The checks that descriptions share; each message names the value found. */
final class Checks {
  private Checks() {}

  static void requireAtLeast(String name, int value, int minimum) {
    if (value < minimum) {
      throw new IllegalArgumentException(name + " must be at least " + minimum + ": got " + value);
    }
  }

  static void requirePositive(String name, double value) {
    if (!(value > 0) || Double.isInfinite(value)) {
      throw new IllegalArgumentException(name + " must be above 0 and finite: got " + value);
    }
  }

  /** Returns the input if it is (channels, height, width). */
  static Shape requireImage(String operation, Shape input) {
    if (input.rank() != 3) {
      throw new IllegalArgumentException(
          operation + " takes (channels, height, width): got " + input);
    }
    return input;
  }

  /** Returns the input if it is (channels, height, width) with this number of channels. */
  static Shape requireImage(String operation, Shape input, int channels) {
    if (input.rank() != 3 || input.dimension(0) != channels) {
      throw new IllegalArgumentException(
          operation + " takes (" + channels + ", height, width): got " + input);
    }
    return input;
  }
}
