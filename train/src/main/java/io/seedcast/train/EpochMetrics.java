package io.seedcast.train;

import java.util.List;

/**
 * What one epoch of training came to.
 *
 * @param epoch counted from 1
 * @param learningRate of this epoch
 * @param loss mean over the training images, distillation and adversarial terms included
 * @param trainAccuracy fraction of augmented training images, not their adversarial versions,
 *     classified correctly while training
 * @param testAccuracy fraction of test images classified correctly after the epoch, by the training
 *     graph
 * @param seconds of training, without the test
 * @param imagesPerSecond training images
 * @param waiting fraction of the training time spent waiting for data
 * @param residentMebibytes resident memory of the process at the end; 0 where the system does not
 *     tell
 */
public record EpochMetrics(
    int epoch,
    double learningRate,
    double loss,
    double trainAccuracy,
    double testAccuracy,
    double seconds,
    double imagesPerSecond,
    double waiting,
    long residentMebibytes) {

  static final String CSV_HEADER =
      "epoch,learning_rate,loss,train_accuracy,test_accuracy,seconds,images_per_second,waiting,resident_mib";

  private static final int COLUMNS = 9;

  /** All digits, for a run that is continued tells them again. */
  String toCsv() {
    return String.join(
        ",",
        Integer.toString(epoch),
        Double.toString(learningRate),
        Double.toString(loss),
        Double.toString(trainAccuracy),
        Double.toString(testAccuracy),
        Double.toString(seconds),
        Double.toString(imagesPerSecond),
        Double.toString(waiting),
        Long.toString(residentMebibytes));
  }

  /**
   * Reads a table written with {@link #CSV_HEADER}.
   *
   * @throws IllegalArgumentException if it is not one
   */
  static List<EpochMetrics> parse(String csv) {
    List<String> lines = csv.lines().toList();
    if (lines.isEmpty() || !lines.get(0).equals(CSV_HEADER)) {
      throw new IllegalArgumentException(
          "not a table of epochs: expected the header " + CSV_HEADER);
    }
    return lines.stream().skip(1).map(EpochMetrics::parseLine).toList();
  }

  private static EpochMetrics parseLine(String line) {
    String[] fields = line.split(",", -1);
    if (fields.length != COLUMNS) {
      throw new IllegalArgumentException(
          "an epoch has " + COLUMNS + " columns: got \"" + line + "\"");
    }
    return new EpochMetrics(
        Integer.parseInt(fields[0]),
        Double.parseDouble(fields[1]),
        Double.parseDouble(fields[2]),
        Double.parseDouble(fields[3]),
        Double.parseDouble(fields[4]),
        Double.parseDouble(fields[5]),
        Double.parseDouble(fields[6]),
        Double.parseDouble(fields[7]),
        Long.parseLong(fields[8]));
  }

  /** A table that reads back equal. */
  static String toTable(List<EpochMetrics> epochs) {
    StringBuilder table = new StringBuilder(CSV_HEADER).append('\n');
    epochs.forEach(epoch -> table.append(epoch.toCsv()).append('\n'));
    return table.toString();
  }
}
