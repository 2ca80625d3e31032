package io.seedcast.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * By how much a figure of one variant is above that of another.
 *
 * @param difference of the means
 * @param margin a smaller difference may be chance, to 95 of 100
 * @param overRuns whether how much runs differ is in the margin
 * @param basis what the margin was found from
 */
record Comparison(double difference, double margin, boolean overRuns, String basis) {
  private static final String NOT_OVER_RUNS = "; how much runs differ is not in it";

  /**
   * Compares two variants; empty unless both have the figure.
   *
   * <p>Of several runs each, the runs are the sample. Of a single one it is the images, the same
   * ones for both networks where single images are known: corrupted ones.
   *
   * @param testImages that the figure is of
   */
  static Optional<Comparison> of(
      Protocol protocol, Row ahead, Row behind, String figure, int testImages) {
    Optional<Spread> above = ahead.figure(figure);
    Optional<Spread> below = behind.figure(figure);
    if (above.isEmpty() || below.isEmpty()) {
      return Optional.empty();
    }
    if (protocol == Protocol.STYLES && figure.equals(protocol.headline())) {
      return Optional.of(overVendors(ahead, behind));
    }
    if (above.get().runs() > 1 && below.get().runs() > 1) {
      return Optional.of(overRuns(above.get(), below.get()));
    }
    return Optional.of(
        protocol == Protocol.CORRUPTIONS
            ? overImages(ahead, behind, figure)
            : overTestImages(above.get(), below.get(), testImages));
  }

  /** Welch's test: neither as many runs nor the same deviation is taken for granted. */
  private static Comparison overRuns(Spread above, Spread below) {
    double first = square(above.standardError());
    double second = square(below.standardError());
    double freedom =
        first + second == 0
            ? above.runs() + below.runs() - 2
            : square(first + second)
                / (square(first) / (above.runs() - 1) + square(second) / (below.runs() - 1));
    return new Comparison(
        above.mean() - below.mean(),
        Student.t(freedom) * StrictMath.sqrt(first + second),
        true,
        "by how much the runs differ (Welch's t, " + degrees(freedom) + ")");
  }

  private static double square(double value) {
    return value * value;
  }

  private static String degrees(double freedom) {
    int whole = Student.whole(freedom);
    return whole + (whole == 1 ? " degree of freedom" : " degrees of freedom");
  }

  /**
   * The vendors are the sample: for each, the difference of the means over the seeds. As each
   * vendor has trainings of its own, that has in it how much runs differ and how few pictures there
   * are, as well as how much vendors differ.
   */
  private static Comparison overVendors(Row ahead, Row behind) {
    Set<String> vendors = new TreeSet<>(ahead.trials().get(0).figures().keySet());
    vendors.remove(Protocol.STYLES.headline());
    List<Double> differences = new ArrayList<>();
    for (String vendor : vendors) {
      differences.add(
          ahead.figure(vendor).orElseThrow().mean() - behind.figure(vendor).orElseThrow().mean());
    }
    return paired(
        differences,
        true,
        "by how much the difference varies over the "
            + vendors.size()
            + " vendors (Student's t, "
            + degrees(vendors.size() - 1)
            + ")");
  }

  /** The images are the sample: all networks judge the same ones. */
  private static Comparison overImages(Row ahead, Row behind, String figure) {
    double[] above = imageScores(ahead, figure);
    double[] below = imageScores(behind, figure);
    List<Double> differences = new ArrayList<>();
    for (int i = 0; i < above.length; i++) {
      differences.add(above[i] - below[i]);
    }
    return paired(
        differences,
        false,
        "from the images alone, by how much the difference varies over them" + NOT_OVER_RUNS);
  }

  /** The mean over the trials. */
  private static double[] imageScores(Row row, String figure) {
    List<double[]> scores = new ArrayList<>();
    for (Trial trial : row.trials()) {
      CorruptionTally tally = trial.tally();
      if (tally == null) {
        throw new IllegalStateException("a trial with figures of corruptions has a tally");
      }
      scores.add(tally.imageScores(figure));
    }
    double[] mean = new double[scores.get(0).length];
    for (double[] one : scores) {
      for (int i = 0; i < mean.length; i++) {
        mean[i] += one[i] / scores.size();
      }
    }
    return mean;
  }

  private static Comparison paired(List<Double> differences, boolean overRuns, String basis) {
    Spread spread = Spread.of(differences);
    return new Comparison(
        spread.mean(), Student.t(spread.runs() - 1) * spread.standardError(), overRuns, basis);
  }

  private static Comparison overTestImages(Spread above, Spread below, int testImages) {
    double error = StrictMath.sqrt((variance(above.mean()) + variance(below.mean())) / testImages);
    return new Comparison(
        above.mean() - below.mean(),
        Student.t(testImages - 1) * error,
        false,
        "from the number of test images alone" + NOT_OVER_RUNS);
  }

  private static double variance(double accuracy) {
    return accuracy * (1 - accuracy);
  }
}
