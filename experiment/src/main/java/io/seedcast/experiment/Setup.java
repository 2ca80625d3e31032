package io.seedcast.experiment;

import io.seedcast.vision.loader.Augmentation;
import java.util.Map;

/**
 * With what an experiment is run.
 *
 * @param data all of it; fractions are drawn from it
 * @param augmentation of the training images
 * @param command the command line
 * @param provenance code version, JVM, operating system, processor, start time
 * @param threads of all trainings together, at least 1
 * @param parallel trainings side by side, 1 to {@code threads}
 */
public record Setup(
    ExperimentData data,
    Augmentation augmentation,
    String command,
    Map<String, String> provenance,
    int threads,
    int parallel) {
  public Setup {
    provenance = Map.copyOf(provenance);
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be at least 1: got " + threads);
    }
    if (parallel < 1 || parallel > threads) {
      throw new IllegalArgumentException(
          "parallel must be 1 to the number of threads, " + threads + ": got " + parallel);
    }
  }

  /**
   * Threads of one training. Every training has the same number, for libtorch has one setting for
   * the whole process.
   */
  int threadsEach() {
    return threads / parallel;
  }
}
