package io.seedcast.train;

import io.seedcast.vision.loader.Augmentation;

/**
 * How a network is trained: stochastic gradient descent with momentum, weight decay on all learned
 * tensors, a cosine schedule by epoch from {@code learningRate} to 0, and gradient clipping. The
 * learning rate of epoch e of E is {@code 0.5 learningRate (1 + cos(pi e / E))}.
 *
 * <p>Source: the recipe of MonoCNN's paper and code.
 *
 * @param epochs at least 1
 * @param batchSize at least 2
 * @param learningRate of the first epoch, above 0
 * @param momentum 0 to below 1
 * @param weightDecay at least 0
 * @param clipNorm largest global L2 norm of the gradients, above 0
 * @param augmentation of the training images
 * @param seed of initial values, order and augmentation of the images
 * @param precision number format of the training graph
 * @param threads of libtorch, at least 1; results depend on it in the last bits
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
    int threads) {
  public Recipe {
    require(epochs >= 1, "epochs must be at least 1", epochs);
    require(batchSize >= 2, "batchSize must be at least 2", batchSize);
    require(learningRate > 0, "learningRate must be above 0", learningRate);
    require(momentum >= 0 && momentum < 1, "momentum must be 0 to below 1", momentum);
    require(weightDecay >= 0, "weightDecay must be at least 0", weightDecay);
    require(clipNorm > 0, "clipNorm must be above 0", clipNorm);
    require(threads >= 1, "threads must be at least 1", threads);
  }

  private static void require(boolean condition, String message, Object value) {
    if (!condition) {
      throw new IllegalArgumentException(message + ": got " + value);
    }
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
}
