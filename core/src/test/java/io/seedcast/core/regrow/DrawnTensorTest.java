package io.seedcast.core.regrow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.seedcast.core.network.Distribution;
import io.seedcast.core.network.FloatTensor;
import io.seedcast.core.network.Initialisation;
import io.seedcast.core.network.Operation.Shift;
import io.seedcast.core.network.ParameterSource.Drawn;
import io.seedcast.core.network.ParameterSource.Learned;
import io.seedcast.core.network.Shape;
import io.seedcast.core.random.Seed;
import io.seedcast.core.random.StreamAlgorithm;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DrawnTensorTest {
  private static final int MANY = 40_000;

  @Test
  void drawsWhatPyTorchDraws() {
    float[] uniforms = drawn(new Distribution.Uniform(0, 1), StreamAlgorithm.MT19937_TORCH, 4, 0);
    float[] normals = drawn(new Distribution.Normal(2), StreamAlgorithm.MT19937_TORCH, 16, 0);

    assertThat(uniforms).containsExactly(0.53492254f, 0.19880319f, 0.6592117f, 0.6568903f);
    assertThat((double) normals[0]).isCloseTo(-2 * 0.820135, within(2e-6));
    assertThat((double) normals[8]).isCloseTo(2 * 0.926543, within(2e-6));
  }

  @ParameterizedTest
  @EnumSource(StreamAlgorithm.class)
  void skipsWhatWasDrawnBefore(StreamAlgorithm stream) {
    float[] all = drawn(new Distribution.Uniform(1, 5), stream, 12, 0);

    assertThat(drawn(new Distribution.Uniform(1, 5), stream, 5, 7))
        .containsExactly(Arrays.copyOfRange(all, 7, 12));
    for (float value : all) {
      assertThat(value).isBetween(1f, 5f);
    }
  }

  @Test
  void drawsSignsFirstAndThenWhatIsKept() {
    float[] uniforms = drawn(new Distribution.Uniform(0, 1), StreamAlgorithm.PHILOX4X32_10, 20, 0);
    float[] ternary = drawn(new Distribution.Ternary(0.6), StreamAlgorithm.PHILOX4X32_10, 10, 0);

    for (int i = 0; i < 10; i++) {
      float sign = uniforms[i] < 0.5 ? 1 : -1;
      assertThat(ternary[i]).isEqualTo(uniforms[10 + i] > 0.6 ? sign : 0);
    }
  }

  @Test
  void leavesTheExpectedShareOfZeros() {
    float[] values = drawn(new Distribution.Ternary(0.9), StreamAlgorithm.PHILOX4X32_10, MANY, 0);

    assertThat(share(values, 0)).isCloseTo(0.9, within(0.01));
    assertThat(share(values, 1)).isCloseTo(0.05, within(0.01));
    assertThat(share(values, -1)).isCloseTo(0.05, within(0.01));
  }

  @Test
  void roundsToWholeNumbers() {
    float[] values =
        drawn(new Distribution.RoundedUniform(1), StreamAlgorithm.PHILOX4X32_10, MANY, 0);

    assertThat(share(values, 0)).isCloseTo(0.5, within(0.015));
    assertThat(share(values, 1)).isCloseTo(0.25, within(0.015));
    assertThat(share(values, -1)).isCloseTo(0.25, within(0.015));
    for (float value : values) {
      assertThat(Float.floatToRawIntBits(value)).isNotEqualTo(0x80000000);
    }
  }

  @Test
  void drawsTheSameBitsOnEveryPlatform() {
    Drawn noise =
        new Drawn(
            Shape.of(3, 4, 5),
            new Distribution.Normal(0.01),
            new Seed(StreamAlgorithm.PHILOX4X32_10, 11));

    assertThat(HexFormat.of().formatHex(RegrownNetwork.tensorDigest("n", DrawnTensor.of(noise))))
        .isEqualTo("914f57006a24b3b5d61121edb0e013873c7c19110259cbe32a4e40a5a8ed2742");
  }

  @Test
  void turnsShiftsIntoFiltersThatMove() {
    Shift shift = new Shift(new Learned(Shape.of(2, 2), new Initialisation.Uniform(1)), 1);

    FloatTensor kernel =
        ShiftKernel.of(shift, FloatTensor.of(Shape.of(2, 2), new float[] {0.6f, 0, -9, 0.5f}));

    assertThat(kernel.shape()).isEqualTo(Shape.of(2, 1, 3, 3));
    assertThat(kernel.values())
        .containsExactly(0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0);
  }

  private static double share(float[] values, float value) {
    int count = 0;
    for (float candidate : values) {
      count += candidate == value ? 1 : 0;
    }
    return (double) count / values.length;
  }

  private static float[] drawn(
      Distribution distribution, StreamAlgorithm stream, int count, int skip) {
    return DrawnTensor.of(new Drawn(Shape.of(count), distribution, new Seed(stream, 7), skip))
        .values();
  }
}
