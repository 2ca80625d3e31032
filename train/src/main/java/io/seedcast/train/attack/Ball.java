package io.seedcast.train.attack;

import io.seedcast.core.random.Philox;

/**
 * The images within epsilon of one image in the maximum norm, with values on [0, 1]. Its bounds are
 * rounded inwards, so that no image in it is farther away than epsilon.
 */
final class Ball {
  private final Epsilon epsilon;
  private final float[] centre;
  private final float[] lowest;
  private final float[] highest;

  private Ball(Epsilon epsilon, float[] centre, float[] lowest, float[] highest) {
    this.epsilon = epsilon;
    this.centre = centre;
    this.lowest = lowest;
    this.highest = highest;
  }

  /** Takes ownership of the centre, an image on [0, 1]. */
  static Ball around(float[] centre, Epsilon epsilon) {
    float[] lowest = new float[centre.length];
    float[] highest = new float[centre.length];
    for (int i = 0; i < centre.length; i++) {
      double low = Math.max(0, centre[i] - epsilon.value());
      double high = Math.min(1, centre[i] + epsilon.value());
      lowest[i] = (float) low < low ? Math.nextUp((float) low) : (float) low;
      highest[i] = (float) high > high ? Math.nextDown((float) high) : (float) high;
    }
    return new Ball(epsilon, centre, lowest, highest);
  }

  Epsilon epsilon() {
    return epsilon;
  }

  float lowest(int i) {
    return lowest[i];
  }

  float highest(int i) {
    return highest[i];
  }

  /** The value of the ball nearest to this one, at place i. */
  float nearest(int i, double value) {
    return (float) Math.max(lowest[i], Math.min(highest[i], value));
  }

  /** The root mean square of how far an image's values are from the centre's. */
  double change(Example example) {
    float[] values = example.values();
    double sum = 0;
    for (int i = 0; i < values.length; i++) {
      double move = values[i] - (double) centre[i];
      sum += move * move;
    }
    return Math.sqrt(sum / values.length);
  }

  /** A new image at its centre. */
  Example atCentre() {
    return new Example(centre.clone());
  }

  /** A new image, each value moved by up to epsilon at random, then projected. */
  Example atRandom(Philox random) {
    float[] image = new float[centre.length];
    for (int i = 0; i < image.length; i++) {
      double move = (2 * random.nextUniform() - 1) * epsilon.value();
      image[i] = nearest(i, centre[i] + move);
    }
    return new Example(image);
  }
}
