package io.seedcast.core.regrow;

/**
 * e^x, specified to the bit: additions and multiplications of doubles in a fixed order, and a table
 * made by {@link StrictMath}. Fast enough to regrow millions of weights, which {@link
 * StrictMath#exp} is not.
 *
 * <p><b>Method.</b> With {@code n = x 64 / ln 2} rounded to the nearest integer (by adding and
 * subtracting 1.5 2^52) and {@code r = (x - n HIGH) - n LOW}, where HIGH + LOW is ln 2 / 64 and n
 * HIGH is exact, {@code e^x = 2^(n div 64) T[n mod 64] (1 + p(r))}. T[j] = 2^(j/64); p is the
 * Taylor polynomial of e^r - 1 of degree 5, whose remainder on |r| &le; ln 2 / 128 is below 4e-17.
 * The result is within 1 unit in the last place of e^x, and exactly 0 below -700.
 */
final class Exponential {
  private static final int TABLE_BITS = 6;
  private static final int TABLE_SIZE = 1 << TABLE_BITS;
  private static final double[] POWERS = new double[TABLE_SIZE];

  static {
    for (int j = 0; j < TABLE_SIZE; j++) {
      POWERS[j] = StrictMath.pow(2, j / (double) TABLE_SIZE);
    }
  }

  private static final double LOWEST = -700;
  private static final double HIGHEST = 700;
  private static final double ROUNDER = 0x1.8p52;
  private static final double INVERSE_STEP = 0x1.71547652b82fep6;
  private static final double STEP_HIGH = 0x1.62e42fefp-7;
  private static final double STEP_LOW = 0x1.473de6af278edp-40;
  private static final int EXPONENT_BIAS = 1023;
  private static final int MANTISSA_BITS = 52;

  private Exponential() {}

  /**
   * Returns e^x.
   *
   * @return 0 below -700, infinity above 700, NaN for NaN
   */
  static double exp(double x) {
    if (!(x >= LOWEST)) {
      return x < LOWEST ? 0 : Double.NaN;
    }
    if (x > HIGHEST) {
      return Double.POSITIVE_INFINITY;
    }
    double shifted = x * INVERSE_STEP + ROUNDER;
    int n = (int) Double.doubleToRawLongBits(shifted);
    double rounded = shifted - ROUNDER;
    double r = (x - rounded * STEP_HIGH) - rounded * STEP_LOW;
    double rr = r * r;
    double p = (r + rr * (0.5 + r * (1.0 / 6))) + (rr * rr) * (1.0 / 24 + r * (1.0 / 120));
    double power = POWERS[n & (TABLE_SIZE - 1)];
    double scale =
        Double.longBitsToDouble((long) ((n >> TABLE_BITS) + EXPONENT_BIAS) << MANTISSA_BITS);
    return (power + power * p) * scale;
  }
}
