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
 * @param basis what the margin was found from
 */
record Comparison(double difference, double margin, String basis) {
  /** A difference of so many standard errors is taken for real. */
  private static final double CERTAIN = 2;

  /** Student's t for 95 % and 1, 2, 3 and so on degrees of freedom; the last for all above. */
  private static final List<Double> STUDENT =
      List.of(12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228);

  /**
   * Compares two variants; empty unless both have the figure.
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
    boolean single = above.get().runs() == 1 && below.get().runs() == 1;
    if (protocol == Protocol.CORRUPTIONS && single) {
      return Optional.of(overImages(ahead.trials().get(0), behind.trials().get(0), figure));
    }
    double error =
        StrictMath.hypot(
            above.get().standardError(testImages), below.get().standardError(testImages));
    return Optional.of(
        new Comparison(
            above.get().mean() - below.get().mean(),
            CERTAIN * error,
            single
                ? "by the number of test images, which leaves out how much runs differ"
                : "by how much the runs differ"));
  }

  /**
   * The vendors are the sample: for each, the difference of the means over the seeds. That has in
   * it how much runs differ and how few pictures there are, as well as how much vendors differ.
   */
  private static Comparison overVendors(Row ahead, Row behind) {
    Set<String> vendors = new TreeSet<>(ahead.trials().get(0).figures().keySet());
    vendors.remove(Protocol.STYLES.headline());
    List<Double> differences = new ArrayList<>();
    for (String vendor : vendors) {
      differences.add(
          ahead.figure(vendor).orElseThrow().mean() - behind.figure(vendor).orElseThrow().mean());
    }
    Spread spread = Spread.of(differences);
    double student = STUDENT.get(Math.min(vendors.size() - 1, STUDENT.size()) - 1);
    return new Comparison(
        spread.mean(),
        student * spread.deviation() / StrictMath.sqrt(vendors.size()),
        "by how much the difference varies over the "
            + vendors.size()
            + " vendors (Student's t, "
            + (vendors.size() - 1)
            + (vendors.size() == 2 ? " degree of freedom)" : " degrees of freedom)"));
  }

  /** The images are the sample: both networks judge the same ones. */
  private static Comparison overImages(Trial ahead, Trial behind, String figure) {
    CorruptionTally above = ahead.tally();
    CorruptionTally below = behind.tally();
    if (above == null || below == null) {
      throw new IllegalStateException("a trial with figures of corruptions has a tally");
    }
    List<Double> differences = new ArrayList<>();
    for (int i = 0; i < above.images(); i++) {
      differences.add(above.imageScore(figure, i) - below.imageScore(figure, i));
    }
    Spread spread = Spread.of(differences);
    return new Comparison(
        spread.mean(),
        CERTAIN * spread.deviation() / StrictMath.sqrt(differences.size()),
        "by how much the difference varies over the images, which leaves out how much runs differ");
  }
}
