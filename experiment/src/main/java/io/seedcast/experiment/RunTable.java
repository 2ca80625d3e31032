package io.seedcast.experiment;

import io.seedcast.core.network.Cost;
import io.seedcast.experiment.report.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The file of one line a run, with everything to the unit. */
final class RunTable {
  private RunTable() {}

  /**
   * The table of the runs that are finished.
   *
   * @param finished by digest
   */
  static Table of(Plan plan, Map<String, Finished> finished) {
    boolean styled = plan.experiment().protocol() == Protocol.STYLES;
    List<String> header = new ArrayList<>(plan.experiment().file().axes());
    int labels = header.size();
    header.add("seed");
    if (styled) {
      header.add("vendor");
    }
    header.addAll(
        List.of(
            "accuracy",
            "training_graph_accuracy",
            "test_images",
            "width",
            "epochs",
            "fraction",
            "learned",
            "generated",
            "drawn",
            "sent_bytes",
            "macs",
            "stored_bytes",
            "training_seconds",
            "regrown_digest",
            "run"));
    if (plan.experiment().protocol() == Protocol.CORRUPTIONS) {
      plan.figures().forEach(figure -> header.add(figure.replace(' ', '_')));
    }
    List<List<String>> lines = new ArrayList<>();
    for (PlannedRun run : plan.runs()) {
      Finished one = finished.get(run.digest());
      if (one != null) {
        List<String> line = new ArrayList<>(run.variant().labels());
        line.add(String.valueOf(run.seed()));
        if (styled) {
          line.add(run.slice().vendor());
        }
        line.addAll(cells(plan, run, one.result()));
        if (plan.experiment().protocol() == Protocol.CORRUPTIONS) {
          CorruptionTally tally = one.tally();
          Map<String, Double> figures = tally == null ? Map.of() : tally.figures();
          for (String figure : plan.figures()) {
            Double value = figures.get(figure);
            line.add(value == null ? "" : Figures.format("%.6f", value));
          }
        }
        lines.add(line);
      }
    }
    return new Table(header, labels, lines);
  }

  private static List<String> cells(Plan plan, PlannedRun run, RunResult result) {
    Cost cost = Cost.of(run.network());
    List<Double> epochs = result.epochAccuracies();
    return List.of(
        result.accuracy() == null ? "diverged" : Figures.format("%.6f", result.accuracy()),
        epochs.isEmpty() ? "" : Figures.format("%.6f", epochs.get(epochs.size() - 1)),
        String.valueOf(run.slice().testImages()),
        String.valueOf(plan.scale().width()),
        String.valueOf(run.recipe().epochs()),
        String.valueOf(run.fraction()),
        String.valueOf(cost.learnable()),
        String.valueOf(cost.generated()),
        String.valueOf(cost.drawn()),
        String.valueOf(cost.sentBytes()),
        String.valueOf(cost.macs()),
        String.valueOf(cost.storedBytes()),
        Figures.format("%.1f", result.trainingSeconds()),
        result.regrownDigest(),
        run.digest());
  }
}
