package io.seedcast.experiment;

import io.seedcast.core.network.Cost;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What is known of a variant.
 *
 * @param planned its runs, one or more for every seed
 * @param headline the figure that sums up
 * @param trials of the seeds whose runs are all finished, in the order of the seeds
 */
record Row(Variant variant, List<PlannedRun> planned, String headline, List<Trial> trials) {

  /** The figure that sums up; empty if no trial is finished, or one diverged. */
  Optional<Spread> accuracy() {
    return figure(headline);
  }

  /** A figure over the seeds; empty if no trial is finished, or one diverged. */
  Optional<Spread> figure(String name) {
    List<Double> values =
        trials.stream().map(trial -> trial.figures().get(name)).filter(Objects::nonNull).toList();
    return values.isEmpty() || values.size() < trials.size()
        ? Optional.empty()
        : Optional.of(Spread.of(values));
  }

  /** Of all trials. */
  List<RunResult> results() {
    return trials.stream().flatMap(trial -> trial.results().stream()).toList();
  }

  boolean diverged() {
    return results().stream().anyMatch(result -> result.accuracy() == null);
  }

  /** The same for every seed. */
  Cost cost() {
    return Cost.of(planned.get(0).network());
  }
}
