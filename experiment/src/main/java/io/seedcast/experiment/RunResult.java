package io.seedcast.experiment;

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
 * @param regrownDigest by which a device proves that it holds the same network; empty if training
 *     diverged
 * @param provenance of the run: code version, JVM, operating system, processor, start time
 */
record RunResult(
    int formatVersion,
    @Nullable Double accuracy,
    List<Double> epochAccuracies,
    double trainingSeconds,
    String regrownDigest,
    Map<String, String> provenance) {
  static final int FORMAT_VERSION = 1;

  RunResult {
    epochAccuracies = List.copyOf(epochAccuracies);
    provenance = new TreeMap<>(provenance);
  }

  /** The result of a run whose loss ceased to be finite. */
  static RunResult diverged(Map<String, String> provenance) {
    return new RunResult(FORMAT_VERSION, null, List.of(), 0, "", provenance);
  }
}
