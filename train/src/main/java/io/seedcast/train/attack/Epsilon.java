package io.seedcast.train.attack;

/**
 * How far an adversarial example may move each value of an image, whose values are on [0, 1].
 *
 * @param value 0 to 1
 */
public record Epsilon(double value) implements Comparable<Epsilon> {
  /** As far as any value can be moved. */
  public static final Epsilon UNBOUNDED = new Epsilon(1);

  private static final int LEVELS = 255;
  private static final int SHORT_DECIMAL = 6;

  public Epsilon {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException("epsilon must be 0 to 1, as in 8/255: got " + value);
    }
  }

  /**
   * Reads a fraction such as {@code 8/255} or a decimal such as {@code 0.03}.
   *
   * @throws IllegalArgumentException if it is neither, or not 0 to 1
   */
  public static Epsilon parse(String text) {
    String[] parts = text.strip().split("/", 2);
    try {
      double numerator = Double.parseDouble(parts[0]);
      return new Epsilon(parts.length == 1 ? numerator : numerator / Double.parseDouble(parts[1]));
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(
          "epsilon is a number from 0 to 1 such as 8/255 or 0.03: got \"" + text + "\"", e);
    }
  }

  @Override
  public int compareTo(Epsilon other) {
    return Double.compare(value, other.value);
  }

  /** A short decimal, or else, where it is one, a fraction of 255; {@link #parse} reads both. */
  @Override
  public String toString() {
    if (value == 0 || value == 1) {
      return String.valueOf((int) value);
    }
    String decimal = String.valueOf(value);
    double levels = value * LEVELS;
    boolean whole = Math.abs(levels - Math.rint(levels)) < 1e-9;
    return whole && decimal.length() > SHORT_DECIMAL ? Math.round(levels) + "/" + LEVELS : decimal;
  }
}
