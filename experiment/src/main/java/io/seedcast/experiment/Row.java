package io.seedcast.experiment;

import io.seedcast.core.network.Cost;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What is known of a variant.
 *
 * @param planned its runs, one for every seed
 * @param results of those that are finished, in the order of their seeds
 */
record Row(Variant variant, List<PlannedRun> planned, List<RunResult> results) {

  /** Accuracies over the seeds; empty if no run is finished, or one diverged. */
  Optional<Spread> accuracy() {
    List<Double> values =
        results.stream().map(RunResult::accuracy).filter(Objects::nonNull).toList();
    return values.isEmpty() || diverged() ? Optional.empty() : Optional.of(Spread.of(values));
  }

  boolean diverged() {
    return results.stream().anyMatch(result -> result.accuracy() == null);
  }

  /** The same for every seed. */
  Cost cost() {
    return Cost.of(planned.get(0).network());
  }
}
