package io.seedcast.vision.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class CalibrationErrorTest {
  /** Two classes; the first is as likely as told. */
  private static float[] logits(double... confidences) {
    float[] logitsNk = new float[2 * confidences.length];
    for (int i = 0; i < confidences.length; i++) {
      logitsNk[2 * i] = (float) Math.log(confidences[i] / (1 - confidences[i]));
    }
    return logitsNk;
  }

  @Test
  void isTheDistanceOfConfidenceFromAccuracyInEachBin() {
    // Bin of 0.6 and 0.62: accuracy 0.5, confidence 0.61. Bin of 0.9: accuracy 1, confidence 0.9.
    double error = CalibrationError.of(logits(0.61, 0.62, 0.9), 2, new int[] {0, 1, 0});

    assertThat(error).isCloseTo((2 * Math.abs(0.5 - 0.615) + 0.1) / 3, within(1e-6));
  }

  @Test
  void cancelsInsideABinOnly() {
    assertThat(CalibrationError.of(logits(0.75, 0.75, 0.75, 0.75), 2, new int[] {0, 0, 0, 1}))
        .isCloseTo(0, within(1e-6));
  }

  @Test
  void countsFullConfidenceInTheLastBin() {
    assertThat(CalibrationError.of(new float[] {1000, 0, 0, 1000}, 2, new int[] {0, 0}))
        .isEqualTo(0.5);
  }

  @Test
  void refusesWhatDoesNotFit() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> CalibrationError.of(new float[4], 2, new int[3]))
        .withMessageContaining("got 4 logits, 2 classes, 3 labels");
  }
}
