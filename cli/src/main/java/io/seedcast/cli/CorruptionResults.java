package io.seedcast.cli;

import io.seedcast.experiment.judge.JudgedCell;
import io.seedcast.experiment.judge.Judgement;
import io.seedcast.experiment.judge.WorstCase;
import io.seedcast.vision.Images;
import io.seedcast.vision.corruption.Corruption;
import io.seedcast.vision.metrics.CorruptionScores;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** What one or several runs of a network made of corrupted images. */
final class CorruptionResults {
  private final List<Judgement> judged;
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
    this.judged = judged.stream().map(cells -> new Judgement(clean.labels(), cells)).toList();
    this.runs = this.judged.stream().map(Judgement::scores).toList();
    this.mean = CorruptionScores.meanOf(runs);
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
        .mapToDouble(run -> run.cell(name).calibrationError())
        .average()
        .orElseThrow();
  }

  /** The expected calibration error of one run on a set of images. */
  double calibrationError(int run, String name) {
    return judged.get(run).cell(name).calibrationError();
  }

  /** The mean over the severities and runs. */
  double calibrationError(Corruption corruption) {
    return judged.stream()
        .mapToDouble(run -> run.calibrationError(corruption))
        .average()
        .orElseThrow();
  }

  /** The digest of a set of images. */
  String imagesDigest(String name) {
    return judged.get(0).cell(name).imagesDigest();
  }

  /** The images that the first run gets right as they are and wrong most often, the worst first. */
  List<WorstCase> worstCases(int count) {
    return judged.get(0).worstCases(count);
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

  /** Relative mCE over those of some corruptions on which the baseline is losing enough. */
  Optional<Figure> relativeMeanError(List<Corruption> over, CorruptionBaseline base) {
    return overDefined(run -> base.relativeMeanError(run, over));
  }
}
