package io.seedcast.artifact;

/**
 * IEEE 754 binary16: one sign bit, five bits of exponent with bias 15, ten bits of fraction. (The
 * JDK converts since version 20.)
 */
final class Float16 {
  private static final int SIGN = 0x8000;
  private static final int INFINITY = 0x7C00;
  private static final int QUIET = 0x0200;
  private static final int FRACTION = 0x03FF;

  /** By how many bits a float32 fraction is longer. */
  private static final int SHIFT = 13;

  /** The float32 bits of 2^-14, the smallest normal half; of 65520, which rounds to infinity. */
  private static final int SMALLEST_NORMAL = 0x38800000;

  private static final int OVERFLOW = 0x477FF000;

  private Float16() {}

  /**
   * Rounds to nearest, ties to even; from 65520 on to infinity. NaN keeps its sign and the high
   * bits of its payload, and is quiet.
   */
  static short fromFloat(float value) {
    int bits = Float.floatToRawIntBits(value);
    int sign = (bits >>> 16) & SIGN;
    int magnitude = bits & 0x7FFFFFFF;
    if (magnitude > 0x7F800000) {
      return (short) (sign | INFINITY | QUIET | ((magnitude >>> SHIFT) & FRACTION));
    }
    if (magnitude >= OVERFLOW) {
      return (short) (sign | INFINITY);
    }
    if (magnitude < SMALLEST_NORMAL) {
      // Below, halves are the multiples of 2^-24; adding 2^-1 leaves float32 just those places,
      // so that the addition itself rounds, to even.
      float shifted = Float.intBitsToFloat(magnitude) + 0.5f;
      return (short) (sign | (Float.floatToRawIntBits(shifted) - Float.floatToRawIntBits(0.5f)));
    }
    int rebiased = magnitude - ((127 - 15) << 23);
    int half = rebiased >>> SHIFT;
    int rest = rebiased & ((1 << SHIFT) - 1);
    int tie = 1 << (SHIFT - 1);
    if (rest > tie || (rest == tie && (half & 1) == 1)) {
      half++;
    }
    return (short) (sign | half);
  }

  /** Widens exactly. */
  static float toFloat(short half) {
    int sign = (half & SIGN) << 16;
    int exponent = (half & INFINITY) >>> 10;
    int fraction = half & FRACTION;
    if (exponent == 0) {
      float magnitude = fraction * 0x1p-24f;
      return Float.intBitsToFloat(sign | Float.floatToRawIntBits(magnitude));
    }
    int widened = exponent == 31 ? 0xFF : exponent + 127 - 15;
    return Float.intBitsToFloat(sign | (widened << 23) | (fraction << SHIFT));
  }
}
