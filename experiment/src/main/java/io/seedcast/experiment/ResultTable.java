package io.seedcast.experiment;

import io.seedcast.core.network.Cost;
import io.seedcast.experiment.report.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** The table of an experiment: a line for every variant, published figures beside ours. */
final class ResultTable {
  private static final String OPEN = "";

  private final Plan plan;
  private final List<Row> rows;
  private final Map<String, Map<Column, String>> published;
  private final @Nullable Cost baseline;

  private ResultTable(Plan plan, List<Row> rows) {
    this.plan = plan;
    this.rows = rows;
    ExperimentFile file = plan.experiment().file();
    this.published = file.published().getOrDefault(plan.setup().dataset().name(), Map.of());
    @Nullable Row base =
        rows.stream()
            .filter(row -> row.variant().name().equals(file.baseline()))
            .findFirst()
            .orElse(null);
    this.baseline = base == null ? null : base.cost();
  }

  static Table of(Plan plan, List<Row> rows) {
    return new ResultTable(plan, rows).build();
  }

  private Table build() {
    List<String> axes = plan.experiment().file().axes();
    List<String> header = new ArrayList<>(axes);
    for (Column column : Column.values()) {
      header.add(column.title());
      if (hasPublished(column)) {
        header.add("published");
      }
    }
    return new Table(header, axes.size(), rows.stream().map(this::cells).toList());
  }

  private boolean hasPublished(Column column) {
    return published.values().stream().anyMatch(figures -> figures.containsKey(column));
  }

  private List<String> cells(Row row) {
    List<String> cells = new ArrayList<>(row.variant().labels());
    Map<Column, String> figures = published.getOrDefault(row.variant().name(), Map.of());
    for (Column column : Column.values()) {
      cells.add(cell(row, column));
      if (hasPublished(column)) {
        cells.add(figures.getOrDefault(column, OPEN));
      }
    }
    return cells;
  }

  private String cell(Row row, Column column) {
    Cost cost = row.cost();
    return switch (column) {
      case ACCURACY -> accuracy(row);
      case LEARNED -> Figures.count(cost.learnable());
      case SENT -> Figures.scaled(cost.sentBytes(), "B") + relative(cost, Cost::sentBytes);
      case COMPUTED -> Figures.scaled(cost.macs(), "") + relative(cost, Cost::macs);
      case STORED -> Figures.scaled(cost.storedBytes(), "B") + relative(cost, Cost::storedBytes);
    };
  }

  private static String accuracy(Row row) {
    if (row.diverged()) {
      return "diverged";
    }
    return row.accuracy().map(Figures::percent).orElse(OPEN);
  }

  private String relative(Cost cost, ToLongFunction<Cost> indicator) {
    return baseline == null || cost.equals(baseline)
        ? ""
        : " ("
            + Figures.relative(indicator.applyAsLong(cost), indicator.applyAsLong(baseline))
            + ")";
  }

  /** The file of one line a run, with everything to the unit. */
  static Table ofRuns(Plan plan, Map<String, RunResult> results, int testImages) {
    List<String> header = new ArrayList<>(plan.experiment().file().axes());
    int labels = header.size();
    header.addAll(
        Arrays.asList(
            "seed",
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
    List<List<String>> lines = new ArrayList<>();
    for (PlannedRun run : plan.runs()) {
      RunResult result = results.get(run.digest());
      if (result == null) {
        continue;
      }
      Cost cost = Cost.of(run.network());
      List<Double> epochs = result.epochAccuracies();
      List<String> line = new ArrayList<>(run.variant().labels());
      line.addAll(
          List.of(
              String.valueOf(run.seed()),
              result.accuracy() == null ? "diverged" : Figures.format("%.6f", result.accuracy()),
              epochs.isEmpty() ? "" : Figures.format("%.6f", epochs.get(epochs.size() - 1)),
              String.valueOf(testImages),
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
              run.digest()));
      lines.add(line);
    }
    return new Table(header, labels, lines);
  }
}
