package io.seedcast.experiment;

import io.seedcast.core.network.Cost;
import io.seedcast.core.zoo.Dimensions;
import io.seedcast.experiment.report.Table;
import java.util.ArrayList;
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
  private final @Nullable Line baseline;

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
            .findFirst()
            .orElse(null);
  }

  /** The table of what was trained. */
  static Table of(Plan plan, List<Row> rows) {
    List<Line> lines = rows.stream().map(row -> new Line(row, row.cost())).toList();
    Set<Column> comparable =
        plan.scale().width() == FULL_WIDTH
            ? EnumSet.allOf(Column.class)
            : EnumSet.of(Column.ACCURACY);
    // Corruptions and styles have figures that others publish in a table of their own.
    Map<String, Map<Column, String>> published =
        plan.experiment().protocol() == Protocol.TEST ? published(plan, comparable) : Map.of();
    return new ResultTable(plan, lines, EnumSet.allOf(Column.class), published).build();
  }

  /**
   * The counts of the same networks at full width; empty if that was trained, or the experiment is
   * not about counts.
   */
  static Optional<Table> atFullWidth(Plan plan, List<Row> rows) {
    ExperimentFile file = plan.experiment().file();
    boolean aboutCounts =
        plan.experiment().protocol() == Protocol.TEST
            && (file.baseline() != null || !file.published().isEmpty());
    if (plan.scale().width() == FULL_WIDTH || !aboutCounts) {
      return Optional.empty();
    }
    Set<Column> counts = EnumSet.complementOf(EnumSet.of(Column.ACCURACY));
    List<Line> lines =
        rows.stream().map(row -> new Line(row, atFullWidth(plan.setup(), row.variant()))).toList();
    return Optional.of(new ResultTable(plan, lines, counts, published(plan, counts)).build());
  }

  /** The counts of a network at full width. */
  static Cost atFullWidth(Setup setup, Variant variant) {
    ExperimentData data = setup.data();
    return Cost.of(
        variant.build(new Dimensions(data.image(), data.classes(), FULL_WIDTH, data.pixels()), 1));
  }

  private static Map<String, Map<Column, String>> published(Plan plan, Set<Column> columns) {
    Map<String, Map<Column, String>> published = new HashMap<>();
    plan.experiment()
        .file()
        .published()
        .getOrDefault(plan.setup().data().name(), Map.of())
        .forEach(
            (run, figures) -> {
              Map<Column, String> some = new HashMap<>();
              figures.forEach((title, text) -> some.put(Column.named(title), text));
              some.keySet().retainAll(columns);
              published.put(run, some);
            });
    return published;
  }

  private Table build() {
    List<String> header = new ArrayList<>(plan.experiment().file().axes());
    int labels = header.size();
    for (Column column : columns) {
      if (isManyFigures(column)) {
        header.addAll(plan.figures());
        if (baseline != null) {
          header.add("against " + baseline.row().variant().name());
        }
        continue;
      }
      header.add(column.title());
      if (hasPublished(column)) {
        header.add("published");
      }
    }
    return new Table(header, labels, lines.stream().map(this::cells).toList());
  }

  private boolean isManyFigures(Column column) {
    return column == Column.ACCURACY && plan.experiment().protocol() != Protocol.TEST;
  }

  private boolean hasPublished(Column column) {
    return published.values().stream().anyMatch(figures -> figures.containsKey(column));
  }

  private List<String> cells(Line line) {
    Row row = line.row();
    List<String> cells = new ArrayList<>(row.variant().labels());
    Map<Column, String> figures = published.getOrDefault(row.variant().name(), Map.of());
    for (Column column : columns) {
      if (isManyFigures(column)) {
        plan.figures().forEach(figure -> cells.add(figure(row, figure)));
        if (baseline != null) {
          cells.add(against(row, baseline.row()));
        }
        continue;
      }
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

  private String figure(Row row, String figure) {
    if (row.diverged()) {
      return "diverged";
    }
    boolean overVendors =
        plan.experiment().protocol() == Protocol.STYLES
            && figure.equals(plan.experiment().protocol().headline());
    return row.figure(figure)
        .map(spread -> overVendors ? Figures.percent(overVendors(row)) : Figures.percent(spread))
        .orElse(OPEN);
  }

  /** The mean of the vendors, with the deviation over them. */
  private Spread overVendors(Row row) {
    return Spread.of(
        plan.figures().stream()
            .filter(figure -> !figure.equals(Protocol.STYLES.headline()))
            .map(vendor -> row.figure(vendor).orElseThrow().mean())
            .toList());
  }

  private String against(Row row, Row behind) {
    return row.equals(behind)
        ? OPEN
        : plan.compare(row, behind)
            .map(
                one ->
                    Figures.points(one.difference()).replace(" points", "")
                        + Figures.format(" ± %.2f", 100 * one.margin()))
            .orElse(OPEN);
  }

  private static String accuracy(Row row) {
    if (row.diverged()) {
      return "diverged";
    }
    return row.accuracy().map(Figures::percent).orElse(OPEN);
  }

  private String relative(Cost cost, ToLongFunction<Cost> indicator) {
    return baseline == null || cost.equals(baseline.cost())
        ? ""
        : " ("
            + Figures.relative(indicator.applyAsLong(cost), indicator.applyAsLong(baseline.cost()))
            + ")";
  }
}
