package io.seedcast.experiment;

import io.seedcast.train.EpochMetrics;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What came out of one training.
 *
 * @param formatVersion of this record, {@value #FORMAT_VERSION}
 * @param accuracy fraction of test images that the regrown network classifies correctly; null if
 *     training diverged
 * @param epochAccuracies the same by the training graph, after each epoch
 * @param trainingSeconds of all epochs, without tests
 * @param waiting the largest fraction of an epoch's time that went by waiting for data; null if
 *     training diverged or it is not known
 * @param regrownDigest by which a device proves that it holds the same network; empty if training
 *     diverged
 * @param provenance of the run: code version, JVM, operating system, processor, start time, and its
 *     {@link MachineShare}
 */
record RunResult(
    int formatVersion,
    @Nullable Double accuracy,
    List<Double> epochAccuracies,
    double trainingSeconds,
    @Nullable Double waiting,
    String regrownDigest,
    Map<String, String> provenance) {
  static final int FORMAT_VERSION = 1;

  RunResult {
    epochAccuracies = List.copyOf(epochAccuracies);
    provenance = new TreeMap<>(provenance);
  }

  /** The result of a run whose loss ceased to be finite. */
  static RunResult diverged(Map<String, String> provenance) {
    return new RunResult(FORMAT_VERSION, null, List.of(), 0, null, "", provenance);
  }

  /** The result of a run that was trained to its end. */
  static RunResult of(
      double accuracy,
      List<EpochMetrics> epochs,
      String regrownDigest,
      Map<String, String> provenance) {
    return new RunResult(
        FORMAT_VERSION,
        accuracy,
        epochs.stream().map(EpochMetrics::testAccuracy).toList(),
        epochs.stream().mapToDouble(EpochMetrics::seconds).sum(),
        epochs.stream().mapToDouble(EpochMetrics::waiting).max().orElseThrow(),
        regrownDigest,
        provenance);
  }
}
