package io.seedcast.vision.metrics;

import static io.seedcast.vision.corruption.Corruption.CONTRAST;
import static io.seedcast.vision.corruption.Corruption.FOG;
import static io.seedcast.vision.corruption.Corruption.SPATTER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.seedcast.vision.corruption.Corruption;
import io.seedcast.vision.corruption.CorruptionGroup;
import io.seedcast.vision.metrics.CorruptionScores.Answers;
import io.seedcast.vision.metrics.CorruptionScores.Cell;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class CorruptionScoresTest {
  private static final Offset<Double> EXACT = within(1e-12);

  private static final CorruptionScores SCORES = scores(0.9, 0.8, 0.6, 0.6, 0.4, 0.3, 0.1);
  private static final CorruptionScores BASELINE = scores(0.8, 0.6, 0.4, 0.5, 0.3, 0.6, 0.2);

  private static CorruptionScores scores(
      double clean,
      double fog1,
      double fog3,
      double spatter1,
      double spatter3,
      double contrast1,
      double contrast3) {
    return new CorruptionScores(
        clean,
        List.of(
            new Cell(FOG, 1, fog1),
            new Cell(FOG, 3, fog3),
            new Cell(SPATTER, 1, spatter1),
            new Cell(SPATTER, 3, spatter3),
            new Cell(CONTRAST, 1, contrast1),
            new Cell(CONTRAST, 3, contrast3)),
        Map.of(FOG, 0.01, SPATTER, 0.01, CONTRAST, 0.01));
  }

  @Test
  void averagesOverSeveritiesThenCorruptions() {
    assertThat(SCORES.accuracy(FOG)).isCloseTo(0.7, EXACT);
    assertThat(SCORES.accuracy(CorruptionGroup.WEATHER)).isCloseTo(0.6, EXACT);
    assertThat(SCORES.accuracy(CorruptionGroup.WEATHER, 1)).isCloseTo(0.7, EXACT);
    assertThat(SCORES.mean()).isCloseTo((0.7 + 0.5 + 0.2) / 3, EXACT);
    assertThat(SCORES.mean(SCORES.benchmarked())).isCloseTo((0.7 + 0.2) / 2, EXACT);
  }

  @Test
  void tellsTheTwoReadingsOfTheMeanApart() {
    assertThat(SCORES.groups()).containsExactly(CorruptionGroup.WEATHER, CorruptionGroup.DIGITAL);
    assertThat(SCORES.meanOfGroups()).isCloseTo((0.6 + 0.2) / 2, EXACT);
    assertThat(SCORES.meanOfGroups()).isNotCloseTo(SCORES.mean(), within(0.01));
  }

  @Test
  void dividesErrorsByTheBaselines() {
    assertThat(SCORES.corruptionError(FOG, BASELINE)).hasValueCloseTo(0.3 / 0.5, EXACT);
    assertThat(SCORES.relativeCorruptionError(FOG, BASELINE)).hasValueCloseTo(0.2 / 0.3, EXACT);
    assertThat(SCORES.meanCorruptionError(List.of(FOG, CONTRAST), BASELINE))
        .hasValueCloseTo((0.3 / 0.5 + 0.8 / 0.6) / 2, EXACT);
    assertThat(SCORES.relativeMeanCorruptionError(List.of(FOG, CONTRAST), BASELINE))
        .hasValueCloseTo((0.2 / 0.3 + 0.7 / 0.4) / 2, EXACT);
  }

  @Test
  void isAsBadAsItself() {
    assertThat(SCORES.meanCorruptionError(SCORES.corruptions(), SCORES))
        .hasValueCloseTo(1.0, EXACT);
  }

  @Test
  void isUndefinedWhereTheBaselineLosesNothing() {
    CorruptionScores perfect = scores(1, 1, 1, 0.5, 0.5, 0.5, 0.5);
    CorruptionScores gaining = scores(0.5, 0.6, 0.6, 0.1, 0.1, 0.1, 0.1);

    assertThat(SCORES.corruptionError(FOG, perfect)).isEmpty();
    assertThat(SCORES.meanCorruptionError(List.of(FOG, SPATTER), perfect)).isEmpty();
    assertThat(SCORES.relativeCorruptionError(FOG, gaining)).isEmpty();
    assertThat(SCORES.corruptionError(FOG, gaining)).isPresent();
    assertThat(SCORES.relativeMeanCorruptionError(List.of(FOG), gaining)).isEmpty();
  }

  @Test
  void doesNotDivideByALossThatIsNextToNothing() {
    CorruptionScores baseline =
        new CorruptionScores(
            0.9,
            List.of(
                new Cell(FOG, 1, 0.896), new Cell(SPATTER, 1, 0.85), new Cell(CONTRAST, 1, 0.8)),
            Map.of(FOG, 0.001, SPATTER, 0.03, CONTRAST, 0.03));
    CorruptionScores scores =
        new CorruptionScores(
            0.8,
            List.of(new Cell(FOG, 1, 0.6), new Cell(SPATTER, 1, 0.6), new Cell(CONTRAST, 1, 0.6)));

    // Fog loses 0.4 points, less than half a point; spatter 5, less than two errors of 3.
    assertThat(baseline.losing(baseline.corruptions())).containsExactly(CONTRAST);
    assertThat(scores.relativeCorruptionError(FOG, baseline)).isEmpty();
    assertThat(scores.relativeCorruptionError(SPATTER, baseline)).isEmpty();
    assertThat(scores.relativeMeanCorruptionError(scores.corruptions(), baseline))
        .hasValueCloseTo(2.0, EXACT);
    assertThat(scores.meanCorruptionError(scores.corruptions(), baseline)).isPresent();
  }

  @Test
  void doesNotDivideByALossOfUnknownError() {
    CorruptionScores unknown = new CorruptionScores(0.9, SCORES.cells());

    assertThat(unknown.losing(unknown.corruptions())).isEmpty();
    assertThat(SCORES.relativeCorruptionError(FOG, unknown)).isEmpty();
    assertThat(SCORES.corruptionError(FOG, unknown)).isPresent();
  }

  @Test
  void scoresAnswersImageByImage() {
    int[] labels = {0, 1, 2, 3};
    CorruptionScores scores =
        CorruptionScores.of(
            labels,
            List.of(0, 1, 2, 0),
            List.of(
                new Answers(FOG, 1, List.of(0, 1, 0, 0)),
                new Answers(FOG, 3, List.of(0, 0, 0, 3))));

    assertThat(scores.cleanAccuracy()).isCloseTo(0.75, EXACT);
    assertThat(scores.cells()).containsExactly(new Cell(FOG, 1, 0.5), new Cell(FOG, 3, 0.5));
    assertThat(scores.loss(FOG)).isCloseTo(0.25, EXACT);
    // The images lose 0, 0.5, 1 and -0.5: deviation sqrt(1.25 / 3).
    assertThat(scores.lossErrors().get(FOG)).isCloseTo(Math.sqrt(1.25 / 3) / 2, EXACT);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CorruptionScores.of(labels, List.of(0), List.of()))
        .withMessage("there must be an answer for each of 4 images: got 1");
  }

  @Test
  void isTheMeanOfSeveralRuns() {
    CorruptionScores mean = CorruptionScores.meanOf(List.of(SCORES, BASELINE));

    assertThat(mean.cleanAccuracy()).isCloseTo(0.85, EXACT);
    assertThat(mean.accuracy(CONTRAST, 3)).isCloseTo(0.15, EXACT);
    assertThat(mean.lossErrors().get(FOG)).isCloseTo(0.01, EXACT);
    CorruptionScores unknown = new CorruptionScores(0.9, SCORES.cells());
    assertThat(CorruptionScores.meanOf(List.of(SCORES, unknown)).lossErrors()).isEmpty();
  }

  @Test
  void tellsHowMuchHarderOneCorruptionIsThanAnother() {
    assertThat(SCORES.deviation(List.of(FOG, SPATTER)))
        .hasValueCloseTo(Math.sqrt(2 * 0.1 * 0.1), EXACT);
    assertThat(SCORES.deviationOfGroups()).hasValueCloseTo(Math.sqrt(2 * 0.2 * 0.2), EXACT);
    assertThat(SCORES.deviation(List.of(FOG))).isEmpty();
  }

  @Test
  void hasFifteenOfNineteenInTheBenchmark() {
    List<Cell> all =
        List.of(Corruption.values()).stream().map(one -> new Cell(one, 1, 0.5)).toList();

    assertThat(new CorruptionScores(1, all).benchmarked()).hasSize(15);
    assertThat(new CorruptionScores(1, all).corruptions(CorruptionGroup.NOISE)).hasSize(4);
  }

  @Test
  void refusesWhatIsNotWhole() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new CorruptionScores(
                    1, List.of(new Cell(FOG, 1, 0), new Cell(FOG, 2, 0), new Cell(SPATTER, 1, 0))))
        .withMessageContaining("the same severities, [1, 2]");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new CorruptionScores(1, List.of(new Cell(FOG, 1, 0), new Cell(FOG, 1, 0))))
        .withMessageContaining("fog at severity 1 must be there once");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Cell(FOG, 1, 1.5))
        .withMessageContaining("got 1.5");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Cell(FOG, 0, 1))
        .withMessageContaining("got 0");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new CorruptionScores(1, List.of(new Cell(FOG, 1, 1)), Map.of(FOG, Double.NaN)))
        .withMessage("a standard error must be 0 or more: got NaN");
  }

  @Test
  void refusesABaselineOfOtherCorruptions() {
    CorruptionScores fogOnly =
        new CorruptionScores(1, List.of(new Cell(FOG, 1, 0), new Cell(FOG, 3, 0)));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> SCORES.corruptionError(FOG, fogOnly))
        .withMessageContaining("same corruptions and severities");
  }
}
