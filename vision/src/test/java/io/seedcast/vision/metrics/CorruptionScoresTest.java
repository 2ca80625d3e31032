package io.seedcast.vision.metrics;

import static io.seedcast.vision.corruption.Corruption.CONTRAST;
import static io.seedcast.vision.corruption.Corruption.FOG;
import static io.seedcast.vision.corruption.Corruption.SPATTER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.seedcast.vision.corruption.Corruption;
import io.seedcast.vision.corruption.CorruptionGroup;
import io.seedcast.vision.metrics.CorruptionScores.Cell;
import java.util.List;
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
            new Cell(CONTRAST, 3, contrast3)));
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
    assertThat(SCORES.relativeCorruptionError(FOG, gaining)).isEmpty();
    assertThat(SCORES.relativeMeanCorruptionError(List.of(FOG, SPATTER), gaining)).isEmpty();
    assertThat(SCORES.corruptionError(FOG, gaining)).isPresent();
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
