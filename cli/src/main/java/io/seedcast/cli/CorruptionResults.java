package io.seedcast.cli;

import io.seedcast.experiment.judge.CorruptedTest;
import io.seedcast.experiment.judge.JudgedCell;
import io.seedcast.vision.Images;
import io.seedcast.vision.corruption.Corruption;
import io.seedcast.vision.metrics.CorruptionScores;
import io.seedcast.vision.metrics.CorruptionScores.Cell;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** What one or several runs of a network made of corrupted images. */
final class CorruptionResults {
  private final Images clean;
  private final List<Map<String, JudgedCell>> judged;
  private final List<CorruptionScores> runs;
  private final CorruptionScores mean;

  /**
   * Collects results.
   *
   * @param clean the images as they are, with their labels
   * @param judged for each run, the cells by name: the clean ones, and every corruption at every
   *     severity
   */
  CorruptionResults(Images clean, List<Map<String, JudgedCell>> judged) {
    this.clean = clean;
    this.judged = List.copyOf(judged);
    this.runs = judged.stream().map(this::scores).toList();
    this.mean = mean();
  }

  private CorruptionScores scores(Map<String, JudgedCell> cells) {
    List<Cell> scored = new ArrayList<>();
    for (Corruption corruption : Corruption.values()) {
      for (int severity = 1; severity <= Corruption.SEVERITIES; severity++) {
        JudgedCell cell = cells.get(CorruptedTest.name(corruption, severity));
        if (cell != null) {
          scored.add(new Cell(corruption, severity, cell.accuracy(clean)));
        }
      }
    }
    return new CorruptionScores(cell(cells, JudgedCell.CLEAN).accuracy(clean), scored);
  }

  private CorruptionScores mean() {
    CorruptionScores first = runs.get(0);
    List<Cell> cells =
        first.cells().stream()
            .map(
                cell ->
                    new Cell(
                        cell.corruption(),
                        cell.severity(),
                        over(run -> run.accuracy(cell.corruption(), cell.severity())).mean()))
            .toList();
    return new CorruptionScores(over(CorruptionScores::cleanAccuracy).mean(), cells);
  }

  /**
   * A figure of each run.
   *
   * @param mean over the runs
   * @param deviation sample standard deviation (n - 1); not a number of a single run
   */
  record Figure(double mean, double deviation) {
    /** Sums up the values of at least one run. */
    static Figure of(double... values) {
      double sum = 0;
      for (double value : values) {
        sum += value;
      }
      double mean = sum / values.length;
      double squares = 0;
      for (double value : values) {
        squares += (value - mean) * (value - mean);
      }
      return new Figure(
          mean, values.length == 1 ? Double.NaN : StrictMath.sqrt(squares / (values.length - 1)));
    }

    boolean hasDeviation() {
      return !Double.isNaN(deviation);
    }

    /** In percent. */
    String percent() {
      String text = String.format(Locale.ROOT, "%.2f", 100 * mean);
      return hasDeviation()
          ? text + String.format(Locale.ROOT, " \u00b1 %.2f", 100 * deviation)
          : text;
    }
  }

  /** A figure of each run, summed up. */
  Figure over(ToDoubleFunction<CorruptionScores> figure) {
    return Figure.of(runs.stream().mapToDouble(figure).toArray());
  }

  /** A figure of each run, summed up; nothing if it is not defined for one of them. */
  Optional<Figure> overDefined(Function<CorruptionScores, OptionalDouble> figure) {
    List<OptionalDouble> values = runs.stream().map(figure).toList();
    return values.stream().allMatch(OptionalDouble::isPresent)
        ? Optional.of(Figure.of(values.stream().mapToDouble(OptionalDouble::getAsDouble).toArray()))
        : Optional.empty();
  }

  /** Each run's accuracies. */
  List<CorruptionScores> runs() {
    return runs;
  }

  /** The runs' mean accuracies. */
  CorruptionScores meanScores() {
    return mean;
  }

  /** The expected calibration error on a set of images: the mean over the runs. */
  double calibrationError(String name) {
    return judged.stream()
        .mapToDouble(cells -> cell(cells, name).calibrationError())
        .average()
        .orElseThrow();
  }

  /** The expected calibration error of one run on a set of images. */
  double calibrationError(int run, String name) {
    return cell(judged.get(run), name).calibrationError();
  }

  /** The mean over the severities. */
  double calibrationError(Corruption corruption) {
    return mean.severities().stream()
        .mapToDouble(severity -> calibrationError(CorruptedTest.name(corruption, severity)))
        .average()
        .orElseThrow();
  }

  /** The digest of a set of images. */
  String imagesDigest(String name) {
    return cell(judged.get(0), name).imagesDigest();
  }

  private static JudgedCell cell(Map<String, JudgedCell> cells, String name) {
    JudgedCell cell = cells.get(name);
    if (cell == null) {
      throw new IllegalArgumentException("there is no result for " + name);
    }
    return cell;
  }

  /**
   * An image that the first run gets right as it is, and wrong when it is corrupted.
   *
   * @param image its place in the sample
   * @param wrong how many of the corrupted ones are wrong
   * @param mildest one of the wrong ones of the lowest severity
   * @param prediction the class that it is taken for there
   */
  record WorstCase(int image, int wrong, Cell mildest, int prediction) {}

  /** Those that are wrong most often, the worst first. */
  List<WorstCase> worstCases(int count) {
    Map<String, JudgedCell> cells = judged.get(0);
    List<Cell> ordered = new ArrayList<>(mean.cells());
    ordered.sort(Comparator.comparingInt(Cell::severity));
    List<WorstCase> cases = new ArrayList<>();
    for (int i = 0; i < clean.count(); i++) {
      if (cell(cells, JudgedCell.CLEAN).predictions().get(i) != clean.label(i)) {
        continue;
      }
      int image = i;
      List<Cell> wrong =
          ordered.stream()
              .filter(one -> prediction(cells, one, image) != clean.label(image))
              .toList();
      if (!wrong.isEmpty()) {
        Cell mildest = wrong.get(0);
        cases.add(new WorstCase(i, wrong.size(), mildest, prediction(cells, mildest, i)));
      }
    }
    cases.sort(Comparator.comparingInt(WorstCase::wrong).reversed());
    return cases.subList(0, Math.min(count, cases.size()));
  }

  private static int prediction(Map<String, JudgedCell> cells, Cell cell, int image) {
    return cell(cells, CorruptedTest.name(cell.corruption(), cell.severity()))
        .predictions()
        .get(image);
  }

  /** CE of a corruption against a baseline; empty where that is not defined. */
  Optional<Figure> error(Corruption corruption, CorruptionBaseline base) {
    return overDefined(run -> base.error(run, corruption));
  }

  /** Relative CE of a corruption. */
  Optional<Figure> relativeError(Corruption corruption, CorruptionBaseline base) {
    return overDefined(run -> base.relativeError(run, corruption));
  }

  /** mCE of some corruptions. */
  Optional<Figure> meanError(List<Corruption> over, CorruptionBaseline base) {
    return overDefined(run -> base.meanError(run, over));
  }

  /** Relative mCE of some corruptions. */
  Optional<Figure> relativeMeanError(List<Corruption> over, CorruptionBaseline base) {
    return overDefined(run -> base.relativeMeanError(run, over));
  }
}
