package io.seedcast.vision.corruption;

/**
 * Between stored bytes and the real numbers that corruptions compute with. A number is stored with
 * its fraction cut off, as in the benchmark: rounding would make images half a level brighter.
 */
final class Levels {
  /** Red, green, blue. */
  static final int CHANNELS = 3;

  private static final double[] UNIT = new double[256];
  private static final float[] UNIT_FLOAT = new float[256];

  static {
    for (int level = 0; level < UNIT.length; level++) {
      UNIT[level] = level / 255.0;
      UNIT_FLOAT[level] = (float) UNIT[level];
    }
  }

  private Levels() {}

  /** A stored value as a number from 0 to 1. */
  static double unit(byte value) {
    return UNIT[value & 0xFF];
  }

  /** A stored value as a number from 0 to 1, in single precision. */
  static float unitFloat(byte value) {
    return UNIT_FLOAT[value & 0xFF];
  }

  /** Stored values as numbers from 0 to 1. */
  static double[] units(byte[] values) {
    double[] units = new double[values.length];
    for (int i = 0; i < units.length; i++) {
      units[i] = UNIT[values[i] & 0xFF];
    }
    return units;
  }

  /** The number, limited to 0 to 1. */
  static double clip(double unit) {
    return Math.min(Math.max(unit, 0), 1);
  }

  /** What is stored for a number meant to lie in 0 to 1. */
  static byte stored(double unit) {
    return (byte) (int) (255 * clip(unit));
  }

  /** What is stored for a number in single precision meant to lie in 0 to 1. */
  static byte stored(float unit) {
    return (byte) (int) (255f * Math.min(Math.max(unit, 0f), 1f));
  }

  /** What is stored for numbers meant to lie in 0 to 1. */
  static byte[] stored(double[] units) {
    byte[] values = new byte[units.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = stored(units[i]);
    }
    return values;
  }
}
