package io.seedcast.train;

import io.seedcast.train.attack.AdversarialTraining;
import io.seedcast.vision.loader.Augmentation;
import org.jspecify.annotations.Nullable;

/**
 * How a network is trained: stochastic gradient descent with momentum, weight decay, a cosine
 * schedule by epoch from {@code learningRate} to 0, and gradient clipping. The learning rate of
 * epoch e of E is {@code 0.5 learningRate (1 + cos(pi e / E))}.
 *
 * <p>Source: the recipe of MonoCNN's paper and code.
 *
 * @param epochs at least 1
 * @param batchSize at least 2
 * @param learningRate of the first epoch, above 0, at most the largest float32
 * @param momentum 0 to below 1
 * @param weightDecay at least 0, at most the largest float32
 * @param clipNorm largest global L2 norm of the gradients, above 0
 * @param augmentation of the training images
 * @param seed of initial values, order and augmentation of the images
 * @param precision number format of the training graph
 * @param threads of libtorch, at least 1; results depend on it in the last bits
 * @param decayScope which learned tensors the weight decay is for
 * @param adversarial how adversarial examples take part, if they do
 */
public record Recipe(
    int epochs,
    int batchSize,
    double learningRate,
    double momentum,
    double weightDecay,
    double clipNorm,
    Augmentation augmentation,
    long seed,
    TrainingPrecision precision,
    int threads,
    DecayScope decayScope,
    @Nullable AdversarialTraining adversarial) {
  public Recipe {
    require(epochs >= 1, "epochs must be at least 1", epochs);
    require(batchSize >= 2, "batchSize must be at least 2", batchSize);
    require(
        learningRate > 0 && learningRate <= Float.MAX_VALUE,
        "learningRate must be above 0 and at most " + Float.MAX_VALUE,
        learningRate);
    require(momentum >= 0 && momentum < 1, "momentum must be 0 to below 1", momentum);
    require(
        weightDecay >= 0 && weightDecay <= Float.MAX_VALUE,
        "weightDecay must be 0 to " + Float.MAX_VALUE,
        weightDecay);
    require(clipNorm > 0, "clipNorm must be above 0", clipNorm);
    require(threads >= 1, "threads must be at least 1", threads);
  }

  private static void require(boolean condition, String message, Object value) {
    if (!condition) {
      throw new IllegalArgumentException(message + ": got " + value);
    }
  }

  /** A recipe with weight decay on all learned tensors and without adversarial examples. */
  public Recipe(
      int epochs,
      int batchSize,
      double learningRate,
      double momentum,
      double weightDecay,
      double clipNorm,
      Augmentation augmentation,
      long seed,
      TrainingPrecision precision,
      int threads) {
    this(
        epochs,
        batchSize,
        learningRate,
        momentum,
        weightDecay,
        clipNorm,
        augmentation,
        seed,
        precision,
        threads,
        DecayScope.ALL,
        null);
  }

  /** Returns this recipe with weight decay on other tensors. */
  public Recipe withDecayScope(DecayScope scope) {
    return with(scope, adversarial);
  }

  /** Returns this recipe with these adversarial examples, or without any. */
  public Recipe withAdversarial(@Nullable AdversarialTraining training) {
    return with(decayScope, training);
  }

  private Recipe with(DecayScope scope, @Nullable AdversarialTraining training) {
    return new Recipe(
        epochs,
        batchSize,
        learningRate,
        momentum,
        weightDecay,
        clipNorm,
        augmentation,
        seed,
        precision,
        threads,
        scope,
        training);
  }

  /**
   * The papers' recipe for a number of epochs, in the processor's best precision, on all its cores.
   */
  public static Recipe of(int epochs, long seed) {
    return new Recipe(
        epochs,
        128,
        0.025,
        0.9,
        5e-4,
        5,
        Augmentation.STANDARD,
        seed,
        TrainingPrecision.ofProcessor(),
        Runtime.getRuntime().availableProcessors());
  }

  /** The learning rate of an epoch, counted from 0. */
  public double learningRateOf(int epoch) {
    return 0.5 * learningRate * (1 + StrictMath.cos(StrictMath.PI * epoch / epochs));
  }

  /**
   * Everything that decides the outcome, as checkpoints have it. What was added to recipes later
   * appears only where it is not as it was before, so that earlier checkpoints still fit.
   */
  String configuration() {
    StringBuilder text = new StringBuilder("Recipe[");
    text.append("epochs=").append(epochs);
    text.append(", batchSize=").append(batchSize);
    text.append(", learningRate=").append(learningRate);
    text.append(", momentum=").append(momentum);
    text.append(", weightDecay=").append(weightDecay);
    text.append(", clipNorm=").append(clipNorm);
    text.append(", augmentation=").append(augmentation);
    text.append(", seed=").append(seed);
    text.append(", precision=").append(precision);
    text.append(", threads=").append(threads);
    if (decayScope != DecayScope.ALL) {
      text.append(", decayScope=").append(decayScope);
    }
    if (adversarial != null) {
      text.append(", adversarial=").append(adversarial);
    }
    return text.append("]").toString();
  }
}
