package io.seedcast.core.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.seedcast.core.network.Distribution.Normal;
import io.seedcast.core.network.Distribution.Uniform;
import io.seedcast.core.network.ParameterSource.Drawn;
import io.seedcast.core.network.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SeedTest {

  @ParameterizedTest
  @CsvSource({
    "EQDIFF, 1, 4, 5",
    "CONST, 1, 4, 1",
    "MULTI10, 1, 4, 50",
    "POWOF2, 1, 4, 32",
    "SQRT, 1, 4, 3",
    "SQRT, 1, 3, 2"
  })
  void derivesTheSeedOfALayer(SeedMap map, long base, int layer, long expected) {
    assertThat(map.seedOf(base, layer)).isEqualTo(expected);
  }

  @Test
  void refusesADerivedSeedOfMoreThan32Bits() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SeedMap.POWOF2.seedOf(1, 31))
        .withMessage(
            "the seed map powof2 gives layer 31 the seed 2^32, at most 4294967295 is accepted;"
                + " choose a filter-seed smaller than 1, or the seed map eqdiff");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SeedMap.EQDIFF.seedOf(4294967290L, 6))
        .withMessage(
            "the seed map eqdiff gives layer 6 the seed 4294967296, at most 4294967295 is accepted;"
                + " choose a filter-seed smaller than 4294967290");
  }

  @Test
  void refusesATorchSeedOfMoreThan32Bits() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Seed(StreamAlgorithm.MT19937_TORCH, 1L << 32))
        .withMessageContaining("0 to 4294967295: got 4294967296");
  }

  @Test
  void refusesFewerNormalNumbersThanTorchDrawsAtOnce() {
    Seed torch = new Seed(StreamAlgorithm.MT19937_TORCH, 1);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Drawn(Shape.of(15, 1, 1), new Normal(1), torch))
        .withMessage(
            "the stream mt19937-torch draws at least 16 normal numbers at once: got a tensor of 15x1x1");
    assertThat(new Drawn(Shape.of(4, 2, 2), new Normal(1), torch).drawnElements()).isEqualTo(16);
    assertThat(new Drawn(Shape.of(15), new Uniform(0, 1), torch).drawnElements()).isEqualTo(15);
  }

  @Test
  void aSeedOpensItsStreamAtTheBeginningEveryTime() {
    Seed seed = new Seed(StreamAlgorithm.PHILOX4X32_10, 9);

    assertThat(seed.open().nextBits()).isEqualTo(seed.open().nextBits());
  }
}
