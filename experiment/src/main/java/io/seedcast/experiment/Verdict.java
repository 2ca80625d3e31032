package io.seedcast.experiment;

import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * What the runs say of a claim.
 *
 * @param answer in a few words
 * @param reason the figures it rests on; empty if there are none yet
 */
record Verdict(String answer, String reason) {
  /** A difference of so many standard errors is taken for real. */
  private static final double CERTAIN = 2;

  /** Judges a claim by the run that is said to be ahead and the best of the others. */
  static Verdict of(Claim claim, Map<String, Row> rows, int testImages) {
    Row better = rows.get(claim.better());
    List<Row> others =
        rows.values().stream()
            .filter(row -> !row.equals(better))
            .filter(row -> claim.than().isEmpty() || claim.than().contains(row.variant().name()))
            .toList();
    if (better == null
        || better.accuracy().isEmpty()
        || others.stream().anyMatch(row -> row.accuracy().isEmpty())) {
      return new Verdict("open", "not all runs are finished");
    }
    Row best =
        others.stream()
            .max(Comparator.comparingDouble(row -> row.accuracy().orElseThrow().mean()))
            .orElseThrow();
    Spread ahead = better.accuracy().orElseThrow();
    Spread behind = best.accuracy().orElseThrow();
    double difference = ahead.mean() - behind.mean();
    double noise =
        CERTAIN
            * StrictMath.hypot(ahead.standardError(testImages), behind.standardError(testImages));
    String answer =
        StrictMath.abs(difference) <= noise
            ? "undecided"
            : difference > 0 ? "holds here" : "does not hold here";
    return new Verdict(
        answer,
        better.variant().name()
            + " "
            + Figures.percent(ahead)
            + ", "
            + best.variant().name()
            + " "
            + Figures.percent(behind)
            + ": "
            + Figures.points(difference)
            + ", of which "
            + Figures.points(noise).substring(1)
            + " may be chance");
  }
}
