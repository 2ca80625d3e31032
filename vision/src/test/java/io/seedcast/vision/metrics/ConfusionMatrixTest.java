package io.seedcast.vision.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import org.junit.jupiter.api.Test;

class ConfusionMatrixTest {
  private static final ConfusionMatrix MATRIX =
      ConfusionMatrix.of(3, new int[] {0, 0, 1, 1, 1}, new int[] {0, 2, 1, 1, 0});

  @Test
  void countsEveryImageAtItsClassAndItsPrediction() {
    assertThat(MATRIX.count(0, 0)).isEqualTo(1);
    assertThat(MATRIX.count(0, 2)).isEqualTo(1);
    assertThat(MATRIX.count(1, 1)).isEqualTo(2);
    assertThat(MATRIX.count(1, 0)).isEqualTo(1);
    assertThat(MATRIX.count(2, 0)).isZero();
    assertThat(MATRIX.images()).isEqualTo(5);
  }

  @Test
  void givesTheAccuracyOverallAndPerClass() {
    assertThat(MATRIX.accuracy()).isEqualTo(3.0 / 5);
    assertThat(MATRIX.accuracy(0)).isEqualTo(1.0 / 2);
    assertThat(MATRIX.accuracy(1)).isEqualTo(2.0 / 3);
    assertThat(MATRIX.accuracy(2)).isNaN();
  }

  @Test
  void addsUpBatches() {
    ConfusionMatrix sum = MATRIX.plus(ConfusionMatrix.of(3, new int[] {2, 0}, new int[] {2, 2}));

    assertThat(sum.images()).isEqualTo(7);
    assertThat(sum.count(0, 2)).isEqualTo(2);
    assertThat(sum.count(2, 2)).isEqualTo(1);
    assertThat(MATRIX.images()).isEqualTo(5);
  }

  @Test
  void predictsTheClassOfTheLargestLogit() {
    float nan = Float.NaN;
    float[] logitsNk = {1, 3, 2, 5, 5, 4, -3, -2, -1, nan, -9, nan, -9, nan, nan, nan, nan, nan};

    int[] predicted = ConfusionMatrix.predictions(logitsNk, 3);

    assertThat(predicted).containsExactly(1, 0, 2, 1, 0, 0);
  }

  @Test
  void refusesWhatIsNoClass() {
    assertThat(catchThrowable(() -> ConfusionMatrix.of(3, new int[] {0, 1}, new int[] {0, 3})))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a prediction must be 0 to 2: got 3");
    assertThat(catchThrowable(() -> ConfusionMatrix.of(3, new int[] {-1}, new int[] {0})))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a label must be 0 to 2: got -1");
    assertThat(catchThrowable(() -> ConfusionMatrix.of(3, new int[] {1, 2}, new int[] {0})))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("got 2 and 1");
    assertThat(catchThrowable(() -> ConfusionMatrix.predictions(new float[7], 3)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("7 logits are not whole rows of 3");
  }
}
