package io.seedcast.cli;

import io.seedcast.core.failure.SeedcastException;
import io.seedcast.core.failure.SeedcastException.Kind;
import io.seedcast.experiment.judge.JudgedCell;
import io.seedcast.vision.corruption.Corruption;
import io.seedcast.vision.corruption.CorruptionScale;
import io.seedcast.vision.metrics.CorruptionScores;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** What a network's errors are divided by. */
sealed interface CorruptionBaseline permits EarlierReport, AlexNet {

  /**
   * Opens what a user named.
   *
   * @param text {@value AlexNet#ID}, or else a file or folder
   * @throws SeedcastException {@code report.not-a-baseline} if it is no report
   */
  static CorruptionBaseline open(String text) {
    return text.equals(AlexNet.ID) ? new AlexNet() : EarlierReport.read(Path.of(text));
  }

  /**
   * What a test asks of its baseline.
   *
   * @param dataDigest of the test images
   * @param scale of the parameters; null if it is not known
   */
  record Asked(
      String dataDigest,
      List<Corruption> corruptions,
      List<Integer> severities,
      @Nullable CorruptionScale scale) {}

  /**
   * Returns this baseline without the corruptions that a test does not ask for.
   *
   * @throws SeedcastException {@code report.other-baseline} if it is not of the same
   */
  CorruptionBaseline fitting(Asked asked);

  /**
   * Refuses a set of images that the baseline was not measured on, as far as it knows.
   *
   * @throws SeedcastException {@code report.other-baseline}
   */
  void requireSameImages(JudgedCell cell);

  /** The file; null if there is none. */
  @Nullable Path file();

  /** The networks that it is about. */
  List<String> models();

  /** What it is, in a sentence or two for the page. */
  String description();

  /** Whether it has errors of all of these. */
  boolean covers(List<Corruption> corruptions);

  /** Whether it knows how much is lost against clean images, which relative errors divide by. */
  boolean knowsLosses();

  /** Those of some corruptions on which it loses enough for losses to be divided by its own. */
  List<Corruption> losing(List<Corruption> corruptions);

  /** CE; empty where it is not defined. */
  OptionalDouble error(CorruptionScores run, Corruption corruption);

  /** Relative CE; empty where it is not defined. */
  OptionalDouble relativeError(CorruptionScores run, Corruption corruption);

  /** mCE; empty where it is not defined. */
  OptionalDouble meanError(CorruptionScores run, List<Corruption> over);

  /** Relative mCE over those on which it is losing; empty if there are none. */
  OptionalDouble relativeMeanError(CorruptionScores run, List<Corruption> over);

  /** The refusal of a baseline of something else. */
  static SeedcastException other(String name, String reason) {
    return new SeedcastException(
        Kind.REFUSED, "report.other-baseline", name + " cannot be the baseline: " + reason);
  }
}
