package io.seedcast.experiment;

import io.seedcast.vision.corruption.Corruption;
import io.seedcast.vision.metrics.CorruptionScores;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;

/** Errors on corrupted images, relative to those of the baseline's run with the same seed. */
final class RelativeErrors {
  /** By seed. */
  private final Map<Integer, CorruptionScores> baseline;

  private RelativeErrors(Map<Integer, CorruptionScores> baseline) {
    this.baseline = baseline;
  }

  /** Takes the baseline; empty if nothing of it is judged yet. */
  static Optional<RelativeErrors> to(Row baseline) {
    Map<Integer, CorruptionScores> scores = scores(baseline);
    return scores.isEmpty() ? Optional.empty() : Optional.of(new RelativeErrors(scores));
  }

  private static Map<Integer, CorruptionScores> scores(Row row) {
    Map<Integer, CorruptionScores> scores = new TreeMap<>();
    for (Trial trial : row.trials()) {
      CorruptionTally tally = trial.tally();
      if (tally != null) {
        scores.put(trial.seed(), tally.scores());
      }
    }
    return scores;
  }

  /** Those of some corruptions on which each of the baseline's runs is losing enough. */
  List<Corruption> losing(List<Corruption> corruptions) {
    List<Corruption> losing = new ArrayList<>(corruptions);
    baseline.values().forEach(scores -> losing.retainAll(scores.losing(corruptions)));
    return List.copyOf(losing);
  }

  /** Those of all corruptions on which they are not. */
  List<Corruption> notLosing() {
    List<Corruption> all = new ArrayList<>(Arrays.asList(Corruption.values()));
    all.removeAll(losing(all));
    return List.copyOf(all);
  }

  /** mCE over some corruptions; empty if no seed has both, or it is not defined. */
  Optional<Spread> mean(Row row, List<Corruption> corruptions) {
    return over(row, (own, base) -> own.meanCorruptionError(corruptions, base));
  }

  /** Relative mCE over those of some corruptions on which the baseline is losing. */
  Optional<Spread> relativeMean(Row row, List<Corruption> corruptions) {
    List<Corruption> losing = losing(corruptions);
    return over(row, (own, base) -> own.relativeMeanCorruptionError(losing, base));
  }

  /** An error of a network, relative to another. */
  @FunctionalInterface
  private interface RelativeError {
    OptionalDouble of(CorruptionScores own, CorruptionScores base);
  }

  private Optional<Spread> over(Row row, RelativeError error) {
    List<Double> errors = new ArrayList<>();
    scores(row)
        .forEach(
            (seed, own) -> {
              CorruptionScores base = baseline.get(seed);
              if (base != null) {
                error.of(own, base).ifPresent(errors::add);
              }
            });
    return errors.isEmpty() ? Optional.empty() : Optional.of(Spread.of(errors));
  }
}
