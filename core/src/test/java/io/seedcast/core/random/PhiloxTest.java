package io.seedcast.core.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PhiloxTest {

  @Test
  void reproducesThePublishedVectors() {
    int[] zero = new int[4];
    int[] ones = new int[4];

    Philox.fillBlock(0, 0, 0, zero);
    Philox.fillBlock(-1, -1, -1, ones);

    assertThat(zero).containsExactly(0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8);
    assertThat(ones).containsExactly(0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd);
  }

  @Test
  void reproducesThePublishedVectorOfPi() {
    int[] block = new int[4];

    Philox.fillBlock(0x299f31d0a4093822L, 0x0370734413198a2eL, 0x85a308d3243f6a88L, block);

    assertThat(block).containsExactly(0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1);
  }

  @Test
  void streamsAndSeedsDoNotShareNumbers() {
    Set<Integer> words = new HashSet<>();

    for (int seed = 0; seed < 4; seed++) {
      for (int stream = 0; stream < 4; stream++) {
        Philox philox = Philox.of(seed, stream);
        for (int i = 0; i < 64; i++) {
          words.add(philox.nextBits());
        }
      }
    }

    assertThat(words).hasSize(4 * 4 * 64);
  }

  @Test
  void uniformsAreMultiplesOfTwoToTheMinus24BelowOne() {
    Philox philox = Philox.of(5, 1);
    double sum = 0;

    for (int i = 0; i < 10_000; i++) {
      double u = philox.nextUniform();
      assertThat(u).isBetween(0.0, 1 - 0x1p-24);
      assertThat(u * 0x1p24).isEqualTo(StrictMath.rint(u * 0x1p24));
      sum += u;
    }

    // The standard error of the mean is 0.0029.
    assertThat(sum / 10_000).isCloseTo(0.5, within(0.015));
  }

  @Test
  void normalsHaveMeanZeroAndVarianceOne() {
    float[] values = new float[20_001];

    Philox.of(11, 3).fillNormal(values);

    double sum = 0;
    double squares = 0;
    for (float value : values) {
      sum += value;
      squares += value * (double) value;
    }
    // Standard errors are 0.007 and 0.01.
    assertThat(sum / values.length).isCloseTo(0, within(0.035));
    assertThat(squares / values.length).isCloseTo(1, within(0.05));
  }

  @Test
  void boundedIntegersCoverTheirRangeEvenly() {
    Philox philox = Philox.of(2, 0);
    int[] counts = new int[7];

    for (int i = 0; i < 7_000; i++) {
      counts[philox.nextInt(7)]++;
    }

    // Five standard deviations of a count are 146.
    for (int count : counts) {
      assertThat(count).isBetween(850, 1150);
    }
  }

  @Test
  void refusesAnEmptyRange() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Philox.of(1, 0).nextInt(0))
        .withMessage("bound must be at least 1: got 0");
  }

  @Test
  void purposesOfOneSeedUseDifferentStreams() {
    assertThat(Purpose.INITIALISATION.stream(3)).isNotEqualTo(Purpose.FILTERS.stream(3));
    assertThatIllegalArgumentException().isThrownBy(() -> Purpose.SHUFFLE.stream(-1));
    assertThatIllegalArgumentException().isThrownBy(() -> Purpose.SHUFFLE.stream(1L << 56));
  }
}
