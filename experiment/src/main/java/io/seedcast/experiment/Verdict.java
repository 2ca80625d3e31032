package io.seedcast.experiment;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What the runs say of a claim. Of a margin without how much runs differ, as of single ones, the
 * answer is about this run, not about the claim.
 *
 * @param answer in a few words
 * @param reason the figures it rests on; empty if there are none yet
 */
record Verdict(String answer, String reason) {

  private static final String UNDECIDABLE = "undecidable";

  /**
   * Judges a claim by the run that is said to be ahead and the best of the others. Of the others,
   * those that diverged are left out.
   *
   * @param figure in which it is said to be
   * @param testImages that the figure is of
   */
  static Verdict of(
      Claim claim, Protocol protocol, String figure, Map<String, Row> rows, int testImages) {
    Row better = rows.get(claim.better());
    List<Row> others =
        rows.values().stream()
            .filter(row -> !row.equals(better))
            .filter(row -> claim.than().isEmpty() || claim.than().contains(row.variant().name()))
            .toList();
    String diverged =
        others.stream()
            .filter(Row::diverged)
            .map(row -> row.variant().name())
            .collect(Collectors.joining(" and "));
    others = others.stream().filter(row -> !row.diverged()).toList();
    if (better != null && better.diverged()) {
      return new Verdict(UNDECIDABLE, claim.better() + " diverged");
    }
    if (others.isEmpty() && !diverged.isEmpty()) {
      return new Verdict(UNDECIDABLE, diverged + " diverged");
    }
    Optional<Row> best =
        others.stream().allMatch(row -> row.figure(figure).isPresent())
            ? others.stream()
                .max(Comparator.comparingDouble(row -> row.figure(figure).orElseThrow().mean()))
            : Optional.empty();
    Optional<Comparison> comparison =
        better == null || best.isEmpty()
            ? Optional.empty()
            : Comparison.of(protocol, better, best.get(), figure, testImages);
    if (better == null || best.isEmpty() || comparison.isEmpty()) {
      return new Verdict("open", "not all runs are finished");
    }
    double difference = comparison.get().difference();
    double noise = comparison.get().margin();
    return new Verdict(
        answer(comparison.get()),
        better.variant().name()
            + " "
            + Figures.percent(better.figure(figure).orElseThrow())
            + ", "
            + best.get().variant().name()
            + " "
            + Figures.percent(best.get().figure(figure).orElseThrow())
            + ": "
            + Figures.points(difference)
            + ", of which "
            + Figures.points(noise).substring(1)
            + " may be chance, "
            + comparison.get().basis()
            + (diverged.isEmpty() ? "" : "; " + diverged + " diverged"));
  }

  private static String answer(Comparison comparison) {
    boolean ahead = comparison.difference() > 0;
    if (StrictMath.abs(comparison.difference()) <= comparison.margin()) {
      return "undecided";
    }
    if (comparison.overRuns()) {
      return ahead ? "holds here" : "does not hold here";
    }
    return ahead ? "ahead in this run" : "behind in this run";
  }
}
