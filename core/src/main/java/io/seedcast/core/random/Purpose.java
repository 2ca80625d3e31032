package io.seedcast.core.random;

/**
 * What a Philox stream is used for. Each purpose owns 2^56 streams, so one seed may serve several
 * purposes and their numbers never coincide: a training seed equal to the base seed of the
 * generated filters is harmless.
 *
 * <p>The numbers are part of what a seed means and never change.
 */
public enum Purpose {
  /**
   * Frozen tensors of a network: exponents, biases, drawn weights. Its stream 0 belongs to a
   * layer's seed.
   */
  FILTERS(0),
  /** Initial values of learned parameters; the index is the parameter's position in the network. */
  INITIALISATION(1),
  /** Order of the training images; the index is the epoch. */
  SHUFFLE(2),
  /** Augmentation of training images; the index combines epoch and image. */
  AUGMENTATION(3),
  /** Images of built-in datasets; the index is the image. */
  DATASET(4),
  /**
   * Choice of subsets and other samples. Taken are, for any seed, stream
   *
   * <ul>
   *   <li>0: training images that are drawn without regard to their class;
   *   <li>1: training images that are drawn class by class, and also test images. Drawn by one
   *       seed, these two rest on the same numbers, which is known and harmless;
   * </ul>
   *
   * and for seed 1 alone
   *
   * <ul>
   *   <li>0 to 3: the images of a package's probe;
   *   <li>2: the folds of symbols that are held out.
   * </ul>
   */
  SAMPLE(5),
  /** Corruptions of images; the index combines corruption, severity and image. */
  CORRUPTION(6),
  /**
   * Adversarial examples; the index combines a round (restart of an attack, or epoch of adversarial
   * training) and image.
   */
  ATTACK(7);

  private static final int INDEX_BITS = 56;

  private final long number;

  Purpose(long number) {
    this.number = number;
  }

  /**
   * Returns the stream number for {@link Philox#of}.
   *
   * @param index 0 to 2^56 - 1
   */
  public long stream(long index) {
    if (index < 0 || index >>> INDEX_BITS != 0) {
      throw new IllegalArgumentException("stream index must be 0 to 2^56 - 1: got " + index);
    }
    return (number << INDEX_BITS) | index;
  }
}
