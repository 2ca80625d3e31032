package io.seedcast.vision.metrics;

/**
 * Expected calibration error: how far a classifier's confidence is from its accuracy.
 *
 * <p>A prediction's confidence is the softmax probability of the predicted class. Predictions are
 * put into {@value #BINS} bins of equal width by confidence; the error is the mean over all
 * predictions of the distance between their bin's accuracy and its mean confidence (Guo et al., "On
 * Calibration of Modern Neural Networks", ICML 2017).
 */
public final class CalibrationError {
  /** The number of bins; bin b holds confidences above b / 15, up to (b + 1) / 15. */
  public static final int BINS = 15;

  private CalibrationError() {}

  /**
   * Computes the error.
   *
   * @param logitsNk row-major, one row of K logits per image
   * @param classes K, at least 2
   * @param labels the true class of each image, at least one
   * @return 0, perfectly calibrated, to 1
   */
  public static double of(float[] logitsNk, int classes, int[] labels) {
    if (classes < 2 || labels.length == 0 || logitsNk.length != (long) classes * labels.length) {
      throw new IllegalArgumentException(
          "every image has a label and a logit for each of at least 2 classes: got %d logits, %d classes, %d labels"
              .formatted(logitsNk.length, classes, labels.length));
    }
    int[] predicted = ConfusionMatrix.predictions(logitsNk, classes);
    double[] confidences = new double[BINS];
    int[] correct = new int[BINS];
    for (int i = 0; i < labels.length; i++) {
      double confidence = confidence(logitsNk, i * classes, classes, predicted[i]);
      int bin = (int) StrictMath.ceil(confidence * BINS) - 1;
      bin = StrictMath.max(0, StrictMath.min(BINS - 1, bin));
      confidences[bin] += confidence;
      correct[bin] += predicted[i] == labels[i] ? 1 : 0;
    }
    double distance = 0;
    for (int bin = 0; bin < BINS; bin++) {
      distance += StrictMath.abs(correct[bin] - confidences[bin]);
    }
    return distance / labels.length;
  }

  /** The softmax probability of the largest logit. */
  private static double confidence(float[] logitsNk, int from, int classes, int predicted) {
    double sum = 0;
    for (int k = 0; k < classes; k++) {
      sum += StrictMath.exp((double) logitsNk[from + k] - logitsNk[from + predicted]);
    }
    return 1 / sum;
  }
}
