package io.seedcast.train.attack;

import io.seedcast.vision.loader.Batch;
import java.util.ArrayList;
import java.util.List;

/**
 * Training on adversarial examples beside the images they are made of: the loss is {@code (1 -
 * weight) CE(f(x), y) + weight CE(f(x_adv), y)}.
 *
 * <p>An example starts anywhere in the ball around its image, at random, and takes {@code steps}
 * steps of {@code stepFraction} epsilon along the sign of the current network's gradient, each
 * projected into the ball. While examples are made, batch normalisation is in evaluation mode:
 * their making neither depends on the other images of the batch nor touches the running statistics.
 * Images and examples are then one batch of twice the size for training, so that batch
 * normalisation sees both, as it will in use.
 *
 * <p>Source: A. Madry et al., ICLR 2018, for several steps; E. Wong, L. Rice, Z. Kolter, "Fast is
 * better than free: revisiting adversarial training", ICLR 2020, for one.
 *
 * @param epsilon how far each value of an image may move, on [0, 1]; above 0 and at most 1
 * @param weight of the examples, above 0 and at most 1
 * @param steps at least 1
 * @param stepFraction size of a step as a fraction of epsilon, above 0
 */
public record AdversarialTraining(double epsilon, double weight, int steps, double stepFraction) {
  /** What is usual for photographs. */
  public static final Epsilon DEFAULT_EPSILON = new Epsilon(8 / 255.0);

  /** How many steps are usual where there are several. */
  public static final int DEFAULT_STEPS = 7;

  private static final double DEFAULT_WEIGHT = 0.5;

  public AdversarialTraining {
    if (!(epsilon > 0 && epsilon <= 1)) {
      throw new IllegalArgumentException("epsilon must be above 0 and at most 1: got " + epsilon);
    }
    if (!(weight > 0 && weight <= 1)) {
      throw new IllegalArgumentException("weight must be above 0 and at most 1: got " + weight);
    }
    if (steps < 1) {
      throw new IllegalArgumentException("steps must be at least 1: got " + steps);
    }
    if (!(stepFraction > 0)) {
      throw new IllegalArgumentException("stepFraction must be above 0: got " + stepFraction);
    }
  }

  /**
   * Makes an adversarial example of each image of a batch. Its random numbers are a function of
   * seed, epoch and image.
   *
   * @param network the one that is being trained
   * @param epoch counted from 0
   * @return float32 on [0, 1], layout (N, C, H, W), row-major, owned by the caller
   */
  public float[] examples(AttackedNetwork network, Batch batch, long seed, int epoch) {
    Classifier classifier = new Classifier(network);
    GradientSteps gradientSteps =
        new GradientSteps(steps, StepSize.ofEpsilon(stepFraction), AttackLoss.CROSS_ENTROPY, true);
    List<Ball> balls = new ArrayList<>();
    List<Example> examples = new ArrayList<>();
    for (int n = 0; n < batch.count(); n++) {
      Ball ball = Ball.around(Pixels.image(batch, n), new Epsilon(epsilon));
      balls.add(ball);
      examples.add(gradientSteps.start(ball, seed, epoch, batch.indices()[n]));
    }
    for (int step = 0; step < steps; step++) {
      List<float[]> gradients =
          classifier.slope(examples, batch.labels(), gradientSteps.loss()).gradients();
      for (int n = 0; n < batch.count(); n++) {
        gradientSteps.advance(balls.get(n), examples.get(n), gradients.get(n));
      }
    }
    return Example.together(examples);
  }

  /** One step of 1.25 epsilon: cheap. */
  public static AdversarialTraining fgsm(Epsilon epsilon) {
    return new AdversarialTraining(epsilon.value(), DEFAULT_WEIGHT, 1, 1.25);
  }

  /** Several steps: strong. */
  public static AdversarialTraining pgd(Epsilon epsilon, int steps, StepSize step) {
    return new AdversarialTraining(
        epsilon.value(),
        DEFAULT_WEIGHT,
        steps,
        step.relative() ? step.value() : step.value() / epsilon.value());
  }
}
