package io.seedcast.experiment;

import io.seedcast.core.network.Cost;
import io.seedcast.experiment.report.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * The tables of an experiment: a line for every variant.
 *
 * <p>Published counts are of networks of full width. At a smaller one they stand in a table of
 * their own, beside what this program counts at full width.
 */
final class ResultTable {
  private static final String OPEN = "";
  private static final double FULL_WIDTH = 1;

  private final Plan plan;
  private final List<Line> lines;
  private final Set<Column> columns;
  private final Map<String, Map<Column, String>> published;
  private final @Nullable Cost baseline;

  /** A row, with the cost of its network at the width of the table. */
  private record Line(Row row, Cost cost) {}

  /**
   * Prepares a table.
   *
   * @param published figures by run and column
   */
  private ResultTable(
      Plan plan,
      List<Line> lines,
      Set<Column> columns,
      Map<String, Map<Column, String>> published) {
    this.plan = plan;
    this.lines = lines;
    this.columns = columns;
    this.published = published;
    String name = plan.experiment().file().baseline();
    this.baseline =
        lines.stream()
            .filter(line -> line.row().variant().name().equals(name))
            .map(Line::cost)
            .findFirst()
            .orElse(null);
  }

  /** The table of what was trained. */
  static Table of(Plan plan, List<Row> rows) {
    Set<Column> comparable =
        plan.scale().width() == FULL_WIDTH
            ? EnumSet.allOf(Column.class)
            : EnumSet.of(Column.ACCURACY);
    List<Line> lines = rows.stream().map(row -> new Line(row, row.cost())).toList();
    return new ResultTable(plan, lines, EnumSet.allOf(Column.class), published(plan, comparable))
        .build();
  }

  /**
   * The counts of the same networks at full width; empty if that was trained, or the experiment is
   * not about counts.
   */
  static Optional<Table> atFullWidth(Plan plan, List<Row> rows) {
    ExperimentFile file = plan.experiment().file();
    boolean aboutCounts = file.baseline() != null || !file.published().isEmpty();
    if (plan.scale().width() == FULL_WIDTH || !aboutCounts) {
      return Optional.empty();
    }
    Set<Column> counts = EnumSet.complementOf(EnumSet.of(Column.ACCURACY));
    List<Line> lines =
        rows.stream().map(row -> new Line(row, atFullWidth(plan.setup(), row.variant()))).toList();
    return Optional.of(new ResultTable(plan, lines, counts, published(plan, counts)).build());
  }

  private static Cost atFullWidth(Setup setup, Variant variant) {
    return Cost.of(variant.build(setup.image(), setup.dataset().classes(), FULL_WIDTH, 1));
  }

  private static Map<String, Map<Column, String>> published(Plan plan, Set<Column> columns) {
    Map<String, Map<Column, String>> published = new HashMap<>();
    plan.experiment()
        .file()
        .published()
        .getOrDefault(plan.setup().dataset().name(), Map.of())
        .forEach(
            (run, figures) -> {
              Map<Column, String> some = new EnumMap<>(Column.class);
              some.putAll(figures);
              some.keySet().retainAll(columns);
              published.put(run, some);
            });
    return published;
  }

  private Table build() {
    List<String> header = new ArrayList<>(plan.experiment().file().axes());
    int labels = header.size();
    for (Column column : columns) {
      header.add(column.title());
      if (hasPublished(column)) {
        header.add("published");
      }
    }
    return new Table(header, labels, lines.stream().map(this::cells).toList());
  }

  private boolean hasPublished(Column column) {
    return published.values().stream().anyMatch(figures -> figures.containsKey(column));
  }

  private List<String> cells(Line line) {
    Row row = line.row();
    List<String> cells = new ArrayList<>(row.variant().labels());
    Map<Column, String> figures = published.getOrDefault(row.variant().name(), Map.of());
    for (Column column : columns) {
      cells.add(cell(row, line.cost(), column));
      if (hasPublished(column)) {
        cells.add(figures.getOrDefault(column, OPEN));
      }
    }
    return cells;
  }

  private String cell(Row row, Cost cost, Column column) {
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
