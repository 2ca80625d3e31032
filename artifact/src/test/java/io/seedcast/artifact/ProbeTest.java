package io.seedcast.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.seedcast.core.network.Shape;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProbeTest {
  private static final Shape INPUT = Shape.of(1, 2, 3);
  private static final byte[] IMAGE = {0, 1, 2, 127, -128, -1};
  private static final Probe PROBE =
      Probe.of(INPUT, List.of(IMAGE), List.of(new float[] {1, -2}), 0.5f);

  @Test
  void isReproducedWithinItsTolerance() {
    assertThat(PROBE.isReproducedBy(List.of(new float[] {1.5f, -2}))).isTrue();
    assertThat(PROBE.isReproducedBy(List.of(new float[] {1, -2.6f}))).isFalse();
    assertThat(PROBE.largestDifference(List.of(new float[] {1.25f, -2.5f}))).isEqualTo(0.5f);
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void isNotReproducedByWhatIsNotANumber(float value) {
    assertThat(PROBE.isReproducedBy(List.of(new float[] {1, value}))).isFalse();
  }

  @Test
  void isStoredInTheDocumentedForm() {
    assertThat(HexFormat.of().formatHex(PROBE.toBytes()))
        .isEqualTo(
            "01000000"
                + "01000000"
                + "02000000"
                + "03000000"
                + "02000000"
                + "0000003f"
                + "0001027f80ff"
                + "0000803f"
                + "000000c0");
    assertThat(Probe.parse(PROBE.toBytes())).isEqualTo(PROBE);
  }

  @Test
  void keepsItsArraysToItself() {
    byte[] image = IMAGE.clone();
    Probe probe = Probe.of(INPUT, List.of(image), List.of(new float[] {1}), 0);
    image[0] = 9;
    probe.image(0)[1] = 9;
    probe.logits(0)[0] = 9;

    assertThat(probe.image(0)).isEqualTo(IMAGE);
    assertThat(probe.logits(0)).containsExactly(1);
  }

  @Test
  void refusesToBeReadFromAnythingElse() {
    byte[] bytes = PROBE.toBytes();
    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThatIllegalArgumentException().isThrownBy(() -> Probe.parse(cut));
    }
    byte[] many = bytes.clone();
    many[3] = 0x7F;
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Probe.parse(many))
        .withMessageContaining("do not take 38 bytes");
  }

  @Test
  void refusesPartsThatDoNotFit() {
    assertRefused(List.of(), List.of(), 0);
    assertRefused(List.of(IMAGE), List.of(), 0);
    assertRefused(List.of(new byte[5]), List.of(new float[1]), 0);
    assertRefused(List.of(IMAGE), List.of(new float[0]), 0);
    assertRefused(List.of(IMAGE, IMAGE), List.of(new float[1], new float[2]), 0);
    assertRefused(List.of(IMAGE), List.of(new float[] {Float.NaN}), 0);
    assertRefused(List.of(IMAGE), List.of(new float[1]), Float.NaN);
    assertRefused(List.of(IMAGE), List.of(new float[1]), -1);
  }

  private static void assertRefused(List<byte[]> images, List<float[]> logits, float tolerance) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Probe.of(INPUT, images, logits, tolerance));
  }
}
