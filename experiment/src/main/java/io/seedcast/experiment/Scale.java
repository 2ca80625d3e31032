package io.seedcast.experiment;

/**
 * How much of an experiment is done.
 *
 * @param width multiplier of all channel counts, above 0 and at most 8; 1 in the papers
 * @param epochs of every training; 200 in the papers
 * @param seeds trainings of every network, with seeds 1, 2 and so on; 5 in the papers
 * @param fraction of the training images, the same of every class; 1 in the papers
 * @param corruptedImages how many of the test images are corrupted, where networks are judged by
 *     corruptions; {@value #ALL} for all, as in the papers
 */
public record Scale(double width, int epochs, int seeds, double fraction, int corruptedImages) {
  /** Of test images: no limit. */
  static final int ALL = 0;

  /** Of the dimensions of any network. */
  private static final double LARGEST_WIDTH = 8;

  public Scale {
    require(width > 0 && width <= LARGEST_WIDTH, "width must be above 0 and at most 8", width);
    require(epochs >= 1, "epochs must be at least 1", epochs);
    require(seeds >= 1, "seeds must be at least 1", seeds);
    require(fraction > 0 && fraction <= 1, "fraction must be above 0 and at most 1", fraction);
    require(corruptedImages >= ALL, "corruptedImages must not be negative", corruptedImages);
  }

  /** A scale at which all test images are corrupted. */
  public Scale(double width, int epochs, int seeds, double fraction) {
    this(width, epochs, seeds, fraction, ALL);
  }

  private static void require(boolean condition, String message, Object value) {
    if (!condition) {
      throw new IllegalArgumentException(message + ": got " + value);
    }
  }
}
