package io.seedcast.train.attack;

/**
 * How far a step along the gradient's sign moves each value of an image.
 *
 * @param value above 0; a fraction of epsilon, or a distance on [0, 1]
 * @param relative whether it is a fraction of epsilon
 */
public record StepSize(double value, boolean relative) {
  /** A quarter of epsilon: 2/255 where epsilon is 8/255. */
  public static final StepSize DEFAULT = ofEpsilon(0.25);

  public StepSize {
    if (!(value > 0 && Double.isFinite(value))) {
      throw new IllegalArgumentException("a step must be above 0: got " + value);
    }
  }

  /** A fraction of epsilon, whichever that is. */
  public static StepSize ofEpsilon(double fraction) {
    return new StepSize(fraction, true);
  }

  /** The same distance for every epsilon. */
  public static StepSize absolute(Epsilon distance) {
    return new StepSize(distance.value(), false);
  }

  /** The distance on [0, 1] where images may move by epsilon. */
  public double at(Epsilon epsilon) {
    return relative ? value * epsilon.value() : value;
  }

  /** As in {@code 0.25 epsilon} or {@code 2/255}. */
  @Override
  public String toString() {
    return relative ? value + " epsilon" : new Epsilon(value).toString();
  }
}
