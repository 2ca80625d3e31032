package io.seedcast.core.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MersenneTwisterTest {

  /** The vectorised approximations of PyTorch differ from exact normals by up to 5e-7. */
  private static final float NORMAL_TOLERANCE = 1e-6f;

  @ParameterizedTest
  @CsvSource({
    "7, 0.53492254, 0.19880319, 0.65921170, 0.65689027",
    "123, 0.29611194, 0.51656228, 0.25167072, 0.68855679"
  })
  void drawsTheUniformsOfTorch(long seed, float first, float second, float third, float fourth) {
    float[] uniforms = new float[4];

    MersenneTwister.of(seed).fillUniform(uniforms);

    assertThat(uniforms).containsExactly(first, second, third, fourth);
  }

  @ParameterizedTest
  @CsvSource({
    "7, -0.820135, 0.395631, 0.898908, 0.926543",
    "123, 0.337370, -0.177777, -0.303528, 0.767107"
  })
  void drawsTheNormalsOfTorch(long seed, float first, float second, float third, float ninth) {
    float[] normals = new float[16];

    MersenneTwister.of(seed).fillNormal(normals);

    assertThat(normals[0]).isCloseTo(first, within(NORMAL_TOLERANCE));
    assertThat(normals[1]).isCloseTo(second, within(NORMAL_TOLERANCE));
    assertThat(normals[2]).isCloseTo(third, within(NORMAL_TOLERANCE));
    assertThat(normals[8]).isCloseTo(ninth, within(NORMAL_TOLERANCE));
  }

  @Test
  void redrawsTheLastBlockWhenSixteenDoesNotDivideTheLength() {
    float[] whole = new float[16];
    float[] longer = new float[21];

    MersenneTwister.of(7).fillNormal(whole);
    MersenneTwister.of(7).fillNormal(longer);

    // Elements 0 to 4 come from the first block; from element 5 on the fresh block overwrites it.
    for (int i = 0; i < 5; i++) {
      assertThat(longer[i]).isEqualTo(whole[i]);
    }
    assertThat(longer[5]).isNotEqualTo(whole[5]);
  }

  @Test
  void refusesNormalsForShortArrays() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MersenneTwister.of(1).fillNormal(new float[15]))
        .withMessageContaining("at least 16 elements: got 15");
  }
}
