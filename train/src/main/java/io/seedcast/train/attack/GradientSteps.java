package io.seedcast.train.attack;

/**
 * Steps along the sign of the loss's gradient, each projected into the ball: what FGSM, PGD and
 * adversarial training share.
 *
 * @param steps at least 1
 * @param size of a step
 * @param loss that the gradient is of
 * @param randomStart whether the first step starts anywhere in the ball, or at its centre
 */
record GradientSteps(int steps, StepSize size, AttackLoss loss, boolean randomStart) {
  static GradientSteps of(Attack attack) {
    if (attack instanceof Attack.FastGradientSign) {
      return new GradientSteps(1, StepSize.ofEpsilon(1), AttackLoss.CROSS_ENTROPY, false);
    } else if (attack instanceof Attack.ProjectedGradient gradient) {
      return new GradientSteps(gradient.steps(), gradient.step(), gradient.loss(), true);
    }
    throw new IllegalArgumentException(attack.id() + " does not use gradients");
  }

  /**
   * Returns a new image to start from.
   *
   * @param round see {@link AttackStreams}
   * @param number of the image, see there too
   */
  Example start(Ball ball, long seed, int round, int number) {
    return randomStart ? ball.atRandom(AttackStreams.of(seed, round, number)) : ball.atCentre();
  }

  /** Moves the image one step. */
  void advance(Ball ball, Example example, float[] gradient) {
    float[] values = example.values();
    double distance = size.at(ball.epsilon());
    for (int i = 0; i < values.length; i++) {
      values[i] = ball.nearest(i, values[i] + distance * Math.signum(gradient[i]));
    }
  }
}
