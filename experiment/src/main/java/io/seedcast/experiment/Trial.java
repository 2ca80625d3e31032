package io.seedcast.experiment;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What came out of a variant with one seed: of one training, or of one for every vendor.
 *
 * @param results one for each training
 * @param figures by name, fractions; none if a training diverged
 * @param tally of corrupted images, if it was judged by them
 */
record Trial(
    int seed,
    List<RunResult> results,
    Map<String, Double> figures,
    @Nullable CorruptionTally tally) {
  Trial {
    results = List.copyOf(results);
    figures = Map.copyOf(figures);
  }

  /**
   * The trials of a variant whose runs are all finished, in the order of the seeds.
   *
   * @param planned runs of the variant
   * @param finished by digest
   */
  static List<Trial> of(
      Protocol protocol, List<PlannedRun> planned, Map<String, Finished> finished) {
    Map<Integer, List<PlannedRun>> bySeed = new LinkedHashMap<>();
    planned.forEach(run -> bySeed.computeIfAbsent(run.seed(), seed -> new ArrayList<>()).add(run));
    List<Trial> trials = new ArrayList<>();
    bySeed.forEach(
        (seed, runs) -> {
          List<Finished> done =
              runs.stream()
                  .map(run -> finished.get(run.digest()))
                  .filter(Objects::nonNull)
                  .toList();
          if (done.size() == runs.size()) {
            trials.add(of(protocol, seed, runs, done));
          }
        });
    return trials;
  }

  private static Trial of(Protocol protocol, int seed, List<PlannedRun> runs, List<Finished> done) {
    CorruptionTally tally = done.get(0).tally();
    Map<String, Double> figures = new LinkedHashMap<>();
    if (done.stream().noneMatch(Finished::diverged)) {
      if (tally != null) {
        figures.putAll(tally.figures());
      } else {
        for (int i = 0; i < runs.size(); i++) {
          figures.put(runs.get(i).slice().vendor(), done.get(i).accuracy());
        }
        figures.remove(Slice.WHOLE);
        figures.put(
            protocol.headline(),
            done.stream().mapToDouble(Finished::accuracy).average().orElseThrow());
      }
    }
    return new Trial(seed, done.stream().map(Finished::result).toList(), figures, tally);
  }
}
