package io.seedcast.vision.corruption;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CorruptionTest {

  @Test
  void bearsTheNamesOfThePublishedFiles() {
    assertThat(Corruption.ids())
        .startsWith("gaussian_noise", "shot_noise", "impulse_noise", "defocus_blur")
        .contains("elastic_transform", "jpeg_compression", "zoom_blur")
        .hasSize(19);
  }

  @Test
  void isInOneOfFourGroups() {
    Map<CorruptionGroup, Long> sizes =
        Arrays.stream(Corruption.values())
            .collect(Collectors.groupingBy(Corruption::group, Collectors.counting()));

    assertThat(sizes)
        .isEqualTo(
            Map.of(
                CorruptionGroup.NOISE, 4L,
                CorruptionGroup.BLUR, 5L,
                CorruptionGroup.WEATHER, 5L,
                CorruptionGroup.DIGITAL, 5L));
    assertThat(CorruptionGroup.NOISE.id()).isEqualTo("noise");
  }

  @Test
  void isBenchmarkedUnlessSetApartForValidation() {
    Stream<Corruption> setApart =
        Arrays.stream(Corruption.values()).filter(corruption -> !corruption.isBenchmarked());

    assertThat(setApart)
        .containsExactly(
            Corruption.SPECKLE_NOISE,
            Corruption.GAUSSIAN_BLUR,
            Corruption.SPATTER,
            Corruption.SATURATE);
  }

  @Test
  void isRandomIfItDraws() {
    List<Corruption> drawing =
        Arrays.stream(Corruption.values())
            .filter(
                corruption ->
                    Samples.corruptor(
                                corruption, 3, CorruptionScale.CIFAR, Samples.shapes(1).size())
                            .draw(1, 0)
                            .length
                        > 0)
            .toList();

    assertThat(Arrays.stream(Corruption.values()).filter(Corruption::isRandom).toList())
        .isEqualTo(drawing)
        .hasSize(11);
  }

  /** Numbers tell random streams apart: a change would change every image. */
  @Test
  void keepsItsNumber() {
    assertThat(Corruption.GAUSSIAN_NOISE.number()).isZero();
    assertThat(Corruption.FROST.number()).isEqualTo(8);
    assertThat(Corruption.SATURATE.number()).isEqualTo(18);
    assertThat(Arrays.stream(Corruption.values()).map(Corruption::number)).doesNotHaveDuplicates();
  }
}
