package io.seedcast.experiment;

import io.seedcast.experiment.Variant.Sweep;
import io.seedcast.experiment.report.Chart;
import io.seedcast.experiment.report.Chart.Mark;
import io.seedcast.experiment.report.Chart.Series;
import io.seedcast.vision.corruption.Corruption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Draws what an experiment plots, of the runs that are finished. */
final class Plots {
  private static final String ACCURACY = "test accuracy, %";

  private Plots() {}

  /** A place in a plot. */
  private record Place(double x, Spread accuracy) {}

  /** Draws a plot; empty if there is nothing to draw yet. */
  static Optional<Chart> draw(Plot plot, List<Row> rows) {
    List<Row> done = rows.stream().filter(row -> row.accuracy().isPresent()).toList();
    List<Series> series =
        switch (plot.kind()) {
          case EPOCHS -> done.stream().map(Plots::overEpochs).toList();
          case SWEEP -> sweep(done);
          case PARETO -> pareto(done);
          case SEVERITIES -> done.stream().map(Plots::overSeverities).toList();
        };
    String otherAxis =
        switch (plot.kind()) {
          case EPOCHS -> "epoch";
          case SWEEP, PARETO -> "bytes sent";
          case SEVERITIES -> "severity (0: as they are)";
        };
    return series.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Chart(
                plot.title(),
                plot.xAxis() == null ? otherAxis : plot.xAxis(),
                ACCURACY,
                plot.logarithmic() || plot.kind() == Plot.Kind.PARETO,
                series));
  }

  /** Mean over the seeds, by the training graph. */
  private static Series overEpochs(Row row) {
    int epochs =
        row.results().stream().mapToInt(result -> result.epochAccuracies().size()).min().orElse(0);
    List<Double> x = new ArrayList<>();
    List<Double> y = new ArrayList<>();
    for (int epoch = 0; epoch < epochs; epoch++) {
      int index = epoch;
      x.add(epoch + 1.0);
      y.add(
          100
              * row.results().stream()
                  .mapToDouble(result -> result.epochAccuracies().get(index))
                  .average()
                  .orElse(0));
    }
    return new Series(row.variant().name(), Mark.LINE, x, y, List.of());
  }

  /** Mean over the seeds and groups. */
  private static Series overSeverities(Row row) {
    List<CorruptionTally> tallies =
        row.trials().stream().map(Trial::tally).filter(Objects::nonNull).toList();
    List<Double> x = new ArrayList<>();
    List<Double> y = new ArrayList<>();
    for (int severity = 0; severity <= Corruption.SEVERITIES; severity++) {
      int level = severity;
      x.add((double) severity);
      y.add(
          100 * tallies.stream().mapToDouble(tally -> tally.atSeverity(level)).average().orElse(0));
    }
    return new Series(row.variant().name(), Mark.LINE, x, y, List.of());
  }

  /** A line for all variants that have the same labels but for the swept one. */
  private static List<Series> sweep(List<Row> rows) {
    Map<String, List<Place>> lines = new LinkedHashMap<>();
    for (Row row : rows) {
      Sweep sweep = row.variant().sweep();
      if (sweep != null && row.accuracy().isPresent()) {
        List<String> labels = new ArrayList<>(row.variant().labels());
        labels.remove(sweep.axis());
        lines
            .computeIfAbsent(Variant.nameOf(labels), name -> new ArrayList<>())
            .add(new Place(sweep.x(), row.accuracy().get()));
      }
    }
    List<Series> series = new ArrayList<>();
    lines.forEach(
        (name, places) -> {
          places.sort(Comparator.comparingDouble(Place::x));
          series.add(series(name.isEmpty() ? "mean" : name, Mark.LINE, places));
        });
    return series;
  }

  /** Points of one colour for all variants that share the last label, and the front. */
  private static List<Series> pareto(List<Row> rows) {
    Map<String, List<Place>> points = new LinkedHashMap<>();
    List<Place> all = new ArrayList<>();
    for (Row row : rows) {
      List<String> labels = row.variant().labels();
      Place place = new Place(row.cost().sentBytes(), row.accuracy().orElseThrow());
      points.computeIfAbsent(labels.get(labels.size() - 1), name -> new ArrayList<>()).add(place);
      all.add(place);
    }
    List<Series> series = new ArrayList<>();
    points.forEach((name, places) -> series.add(series(name, Mark.POINT, places)));
    List<Place> front = front(all);
    if (front.size() > 1) {
      series.add(
          new Series(
              "front: none beats these in both",
              Mark.GUIDE,
              front.stream().map(Place::x).toList(),
              front.stream().map(place -> 100 * place.accuracy().mean()).toList(),
              List.of()));
    }
    return series;
  }

  /** The places that no other beats in both, from left to right. */
  private static List<Place> front(List<Place> places) {
    List<Place> front = new ArrayList<>();
    double best = Double.NEGATIVE_INFINITY;
    for (Place place :
        places.stream()
            .sorted(
                Comparator.comparingDouble(Place::x)
                    .thenComparing(
                        Comparator.comparingDouble((Place p) -> p.accuracy().mean()).reversed()))
            .toList()) {
      if (place.accuracy().mean() > best) {
        best = place.accuracy().mean();
        front.add(place);
      }
    }
    return front;
  }

  private static Series series(String name, Mark mark, List<Place> places) {
    boolean several = places.stream().anyMatch(place -> place.accuracy().runs() > 1);
    return new Series(
        name,
        mark,
        places.stream().map(Place::x).toList(),
        places.stream().map(place -> 100 * place.accuracy().mean()).toList(),
        several
            ? places.stream().map(place -> 100 * place.accuracy().deviation()).toList()
            : List.of());
  }
}
