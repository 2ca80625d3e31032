package io.seedcast.vision.metrics;

/**
 * How often images of one class were taken for another, and the accuracy that follows. Immutable.
 *
 * <p>K classes; rows are true classes, columns predicted ones.
 */
public final class ConfusionMatrix {
  private final int classes;
  private final long[] countsKk;

  private ConfusionMatrix(int classes, long[] countsKk) {
    this.classes = classes;
    this.countsKk = countsKk;
  }

  /**
   * Counts predictions.
   *
   * @param classes K, at least 2
   * @param labels the true class of each image, 0 to K - 1
   * @param predicted the class each image was taken for, 0 to K - 1, of the same length
   */
  public static ConfusionMatrix of(int classes, int[] labels, int[] predicted) {
    if (classes < 2) {
      throw new IllegalArgumentException("there must be at least 2 classes: got " + classes);
    }
    if (labels.length != predicted.length) {
      throw new IllegalArgumentException(
          "every image has a label and a prediction: got "
              + labels.length
              + " and "
              + predicted.length);
    }
    long[] countsKk = new long[classes * classes];
    for (int i = 0; i < labels.length; i++) {
      checkClass("label", labels[i], classes);
      checkClass("prediction", predicted[i], classes);
      countsKk[labels[i] * classes + predicted[i]]++;
    }
    return new ConfusionMatrix(classes, countsKk);
  }

  /**
   * Returns the class of the largest logit of each image; of equal ones, the lowest. A logit that
   * is not a number counts as smaller than any other.
   *
   * @param logitsNk row-major, one row of K logits per image
   * @param classes K
   */
  public static int[] predictions(float[] logitsNk, int classes) {
    if (classes < 1 || logitsNk.length % classes != 0) {
      throw new IllegalArgumentException(
          logitsNk.length + " logits are not whole rows of " + classes);
    }
    int[] predicted = new int[logitsNk.length / classes];
    for (int n = 0; n < predicted.length; n++) {
      int best = 0;
      for (int k = 1; k < classes; k++) {
        float bestLogit = logitsNk[n * classes + best];
        float logit = logitsNk[n * classes + k];
        if (logit > bestLogit || (Float.isNaN(bestLogit) && !Float.isNaN(logit))) {
          best = k;
        }
      }
      predicted[n] = best;
    }
    return predicted;
  }

  private static void checkClass(String what, int value, int classes) {
    if (value < 0 || value >= classes) {
      throw new IllegalArgumentException(
          "a " + what + " must be 0 to " + (classes - 1) + ": got " + value);
    }
  }

  /** Returns the counts of both together. */
  public ConfusionMatrix plus(ConfusionMatrix other) {
    if (other.classes != classes) {
      throw new IllegalArgumentException(
          "both must have the same classes: got " + classes + " and " + other.classes);
    }
    long[] sumsKk = countsKk.clone();
    for (int i = 0; i < sumsKk.length; i++) {
      sumsKk[i] += other.countsKk[i];
    }
    return new ConfusionMatrix(classes, sumsKk);
  }

  /** K, the number of classes. */
  public int classes() {
    return classes;
  }

  /** How many images of class {@code label} were taken for class {@code predicted}. */
  public long count(int label, int predicted) {
    checkClass("label", label, classes);
    checkClass("prediction", predicted, classes);
    return countsKk[label * classes + predicted];
  }

  /** The number of images. */
  public long images() {
    long sum = 0;
    for (long count : countsKk) {
      sum += count;
    }
    return sum;
  }

  /** The number of images taken for what they are. */
  public long correct() {
    long sum = 0;
    for (int k = 0; k < classes; k++) {
      sum += count(k, k);
    }
    return sum;
  }

  /**
   * The part of the images taken for what they are, 0 to 1 (top-1 accuracy); not a number without
   * images.
   */
  public double accuracy() {
    return (double) correct() / images();
  }

  /** The accuracy among the images of one class (its recall); not a number if there are none. */
  public double accuracy(int label) {
    long sum = 0;
    for (int k = 0; k < classes; k++) {
      sum += count(label, k);
    }
    return (double) count(label, label) / sum;
  }
}
