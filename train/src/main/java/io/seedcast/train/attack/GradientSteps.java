package io.seedcast.train.attack;

/**
 * Steps along the sign of the loss's gradient, each projected into the ball: what FGSM, PGD and
 * adversarial training share.
 *
 * @param steps at least 1
 * @param stepFraction size of a step as a fraction of epsilon
 * @param randomStart whether the first step starts anywhere in the ball, or at its centre
 */
record GradientSteps(int steps, double stepFraction, boolean randomStart) {
  static GradientSteps of(Attack attack) {
    if (attack instanceof Attack.FastGradientSign) {
      return new GradientSteps(1, 1, false);
    } else if (attack instanceof Attack.ProjectedGradient gradient) {
      return new GradientSteps(gradient.steps(), gradient.stepFraction(), true);
    }
    throw new IllegalArgumentException(attack.id() + " does not use gradients");
  }

  /**
   * Returns a new image to start from.
   *
   * @param round see {@link AttackStreams}
   */
  Example start(Ball ball, long seed, int round, int image) {
    return randomStart ? ball.atRandom(AttackStreams.of(seed, round, image)) : ball.atCentre();
  }

  /** Moves the image one step. */
  void advance(Ball ball, Example example, float[] gradient) {
    float[] values = example.values();
    double size = stepFraction * ball.epsilon().value();
    for (int i = 0; i < values.length; i++) {
      values[i] = ball.nearest(i, values[i] + size * Math.signum(gradient[i]));
    }
  }
}
