package io.seedcast.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VerdictTest {
  private static final Experiment EXPERIMENT =
      TinyExperiments.of(
          "{\"label\": \"a\", \"method\": \"standard\"}, {\"label\": \"b\", \"method\": \"mono\"},"
              + "{\"label\": \"c\", \"method\": \"lbcnn\"}");
  private static final List<Double> DIVERGED = List.of(Double.NaN);
  private static final Claim A_IS_BEST = new Claim("a is best", "a", List.of(), null);

  @Test
  void aSingleRunIsNotTakenForTheClaim() {
    Verdict verdict = verdict(A_IS_BEST, rows(List.of(0.9), List.of(0.5), List.of(0.6)), 1001);

    assertThat(verdict.answer()).isEqualTo("ahead in this run");
    assertThat(verdict.reason())
        .isEqualTo(
            "a 90.00 %, c 60.00 %: +30.00 points, of which 3.56 points may be chance, from the number of test images alone;"
                + " how much runs differ is not in it");
    assertThat(verdict(A_IS_BEST, rows(List.of(0.7), List.of(0.8), List.of(0.1)), 1000).answer())
        .isEqualTo("behind in this run");
  }

  @Test
  void holdsIfTheBestOfTheOthersIsBehindByMoreThanRunsDiffer() {
    List<Double> first = List.of(0.90, 0.91, 0.92);
    List<Double> second = List.of(0.80, 0.81, 0.82);
    List<Double> third = List.of(0.70, 0.71, 0.72);

    Verdict verdict = verdict(A_IS_BEST, rows(first, third, second), 100);

    assertThat(verdict.answer()).isEqualTo("holds here");
    assertThat(verdict.reason())
        .startsWith("a 91.00 ± 1.00 %, c 81.00 ± 1.00 %: +10.00 points, of which 2.27 points")
        .endsWith("by how much the runs differ (Welch's t, 4 degrees of freedom)");
    assertThat(verdict(A_IS_BEST, rows(second, first, third), 100).answer())
        .isEqualTo("does not hold here");
  }

  @Test
  void comparesOnlyWithThoseTheClaimNames() {
    Claim claim = new Claim("a is ahead of c", "a", List.of("c"), null);

    assertThat(verdict(claim, rows(List.of(0.7), List.of(0.8), List.of(0.1)), 1000).answer())
        .isEqualTo("ahead in this run");
  }

  @Test
  void isUndecidedWithinTheSpreadOfTheRuns() {
    Map<String, Row> rows = rows(List.of(0.70, 0.80), List.of(0.66, 0.76), List.of(0.10, 0.10));

    assertThat(verdict(A_IS_BEST, rows, 1_000_000).answer()).isEqualTo("undecided");
  }

  @Test
  void isOpenUntilAllRunsAreFinished() {
    assertThat(verdict(A_IS_BEST, rows(List.of(0.7), List.of(), List.of(0.1)), 1000).answer())
        .isEqualTo("open");
  }

  @Test
  void isUndecidableIfTheRunThatIsSaidToBeAheadDiverged() {
    assertThat(verdict(A_IS_BEST, rows(DIVERGED, List.of(0.5), List.of(0.6)), 1000))
        .isEqualTo(new Verdict("undecidable", "a diverged"));
  }

  @Test
  void leavesOutOthersThatDivergedAndSaysSo() {
    Map<String, Row> rows = rows(List.of(0.9), DIVERGED, List.of(0.6));

    assertThat(verdict(A_IS_BEST, rows, 1000).answer()).isEqualTo("ahead in this run");
    assertThat(verdict(A_IS_BEST, rows, 1000).reason()).endsWith("; b diverged");
    assertThat(verdict(new Claim("a is ahead of b", "a", List.of("b"), null), rows, 1000))
        .isEqualTo(new Verdict("undecidable", "b diverged"));
  }

  @Test
  void spreadsHaveUnbiasedDeviations() {
    Spread spread = Spread.of(List.of(0.1, 0.2, 0.3));

    assertThat(spread.mean()).isCloseTo(0.2, offset(1e-12));
    assertThat(spread.deviation()).isCloseTo(0.1, offset(1e-12));
    assertThat(Figures.percent(spread)).isEqualTo("20.00 ± 10.00 %");
    assertThat(Figures.percent(Spread.of(List.of(0.5)))).isEqualTo("50.00 %");
  }

  private static Verdict verdict(Claim claim, Map<String, Row> rows, int testImages) {
    return Verdict.of(claim, Protocol.TEST, Protocol.TEST.headline(), rows, testImages);
  }

  @SafeVarargs
  private static Map<String, Row> rows(List<Double>... accuracies) {
    Map<String, Row> rows = new LinkedHashMap<>();
    for (Variant variant : EXPERIMENT.variants()) {
      List<Trial> trials = new ArrayList<>();
      for (double accuracy : accuracies[rows.size()]) {
        if (Double.isNaN(accuracy)) {
          trials.add(new Trial(1, List.of(RunResult.diverged(Map.of())), Map.of(), null));
          continue;
        }
        trials.add(
            new Trial(
                trials.size() + 1,
                List.of(new RunResult(1, accuracy, List.of(accuracy), 1, null, "", Map.of())),
                Map.of(Protocol.TEST.headline(), accuracy),
                null));
      }
      rows.put(variant.name(), new Row(variant, List.of(), Protocol.TEST.headline(), trials));
    }
    return rows;
  }
}
