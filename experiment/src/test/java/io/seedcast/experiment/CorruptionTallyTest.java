package io.seedcast.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import io.seedcast.experiment.judge.CorruptedTest;
import io.seedcast.experiment.judge.JudgedCell;
import io.seedcast.experiment.judge.Judgement;
import io.seedcast.experiment.judge.WorstCase;
import io.seedcast.vision.corruption.Corruption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CorruptionTallyTest {
  private static final int[] LABELS = {0, 1, 2};

  /** Noise: image 0 right at severity 1. Blur: images 0 and 1 right. All else: all wrong. */
  private final CorruptionTally tally = tally();

  private static CorruptionTally tally() {
    Map<String, JudgedCell> cells = new HashMap<>();
    cells.put("clean", new JudgedCell("clean", "", 0.05, List.of(0, 1, 0)));
    for (Corruption corruption : Corruption.values()) {
      for (int severity = 1; severity <= 2; severity++) {
        List<Integer> classes =
            switch (corruption.group()) {
              case NOISE -> severity == 1 ? List.of(0, 0, 0) : List.of(1, 0, 0);
              case BLUR -> List.of(0, 1, 1);
              case WEATHER, DIGITAL -> List.of(2, 2, 1);
            };
        String name = CorruptedTest.name(corruption, severity);
        cells.put(name, new JudgedCell(name, "", severity / 10.0, classes));
      }
    }
    return new CorruptionTally(new Judgement(LABELS, cells));
  }

  @Test
  void hasBothReadingsOfTheMean() {
    double noise = 1 / 6.0;
    double blur = 2 / 3.0;

    assertThat(tally.figures().get("clean")).isCloseTo(2 / 3.0, offset(1e-12));
    assertThat(tally.figures().get("noise")).isCloseTo(noise, offset(1e-12));
    assertThat(tally.figures().get("blur")).isCloseTo(blur, offset(1e-12));
    assertThat(tally.figures().get("mean of groups")).isCloseTo((noise + blur) / 4, offset(1e-12));
    assertThat(tally.figures().get("mean of corruptions"))
        .isCloseTo((4 * noise + 5 * blur) / 19, offset(1e-12));
    assertThat(tally.figures().get("mean of benchmark"))
        .isCloseTo((3 * noise + 4 * blur) / 15, offset(1e-12));
    assertThat(tally.atSeverity(0)).isCloseTo(2 / 3.0, offset(1e-12));
    assertThat(tally.atSeverity(2)).isCloseTo(blur / 4, offset(1e-12));
  }

  @Test
  void aFigureIsTheMeanOfWhatTheImagesAddToIt() {
    tally
        .figures()
        .forEach(
            (figure, value) -> {
              double sum = 0;
              for (double score : tally.imageScores(figure)) {
                sum += score;
              }
              assertThat(sum / LABELS.length).as(figure).isCloseTo(value, offset(1e-12));
            });
  }

  @Test
  void keepsHowFarConfidenceIsFromAccuracy() {
    assertThat(tally.calibrationError("clean")).isEqualTo(0.05);
    assertThat(tally.calibrationError("fog_2")).isEqualTo(0.2);
    assertThat(tally.meanCalibrationError()).isCloseTo(0.15, offset(1e-12));
  }

  @Test
  void keepsTheImagesThatSufferMost() {
    // Both are right as they are; of the 38 sets image 1 is right in those of blur alone.
    assertThat(tally.worstCases())
        .containsExactly(
            new WorstCase(1, 28, 38, Corruption.GAUSSIAN_NOISE, 1, 0),
            new WorstCase(0, 24, 38, Corruption.SNOW, 1, 2));
  }
}
