package io.seedcast.experiment;

import org.jspecify.annotations.Nullable;

/**
 * All that is known of a training that is done.
 *
 * @param predictions of the test images, where the experiment's protocol wants them
 * @param tally of corrupted images, where the experiment's protocol wants it
 */
record Finished(
    RunResult result, @Nullable Predictions predictions, @Nullable CorruptionTally tally) {

  /** Of a training that is judged by its accuracy alone, or has diverged. */
  static Finished of(RunResult result) {
    return new Finished(result, null, null);
  }

  boolean diverged() {
    return result.accuracy() == null;
  }

  /** On the test images as they are; not of a training that diverged. */
  double accuracy() {
    Double accuracy = result.accuracy();
    if (accuracy == null) {
      throw new IllegalStateException("a training that diverged has no accuracy");
    }
    return accuracy;
  }
}
