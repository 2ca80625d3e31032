package io.seedcast.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.offset;

import io.seedcast.experiment.CorruptionTally.Answers;
import io.seedcast.vision.corruption.Corruption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CorruptionTallyTest {
  private static final int[] LABELS = {0, 1, 2};

  /** Noise: image 0 right at severity 1. Blur: images 0 and 1 right. All else: all wrong. */
  private final CorruptionTally tally = tally();

  private static CorruptionTally tally() {
    List<Answers> answers = new ArrayList<>();
    for (Corruption corruption : Corruption.values()) {
      for (int severity = 1; severity <= 2; severity++) {
        List<Integer> classes =
            switch (corruption.group()) {
              case NOISE -> severity == 1 ? List.of(0, 0, 0) : List.of(1, 0, 0);
              case BLUR -> List.of(0, 1, 1);
              case WEATHER, DIGITAL -> List.of(2, 2, 1);
            };
        answers.add(new Answers(corruption, severity, classes));
      }
    }
    return CorruptionTally.of(LABELS, List.of(0, 1, 0), answers);
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
              for (int image = 0; image < LABELS.length; image++) {
                sum += tally.imageScore(figure, image);
              }
              assertThat(sum / LABELS.length).as(figure).isCloseTo(value, offset(1e-12));
            });
  }

  @Test
  void needsAnAnswerForEachImage() {
    assertThat(catchThrowable(() -> CorruptionTally.of(LABELS, List.of(0), List.of())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("there must be an answer for each of 3 images: got 1");
  }
}
