package io.seedcast.core.zoo;

import static org.assertj.core.api.Assertions.assertThat;

import io.seedcast.core.filter.FilterRule;
import io.seedcast.core.network.Cost;
import io.seedcast.core.network.Network;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The counts of MonoCNN's Table 1, made exact by running the authors' code. */
class CountsTest {

  @ParameterizedTest
  @CsvSource({
    "VGG11, 9228362, 152769536, 5504",
    "RESNET18, 11173962, 555422720, 9600",
    "RESNET34, 21282122, 1159402496, 17024",
  })
  void countsThePlainNetwork(
      Architecture architecture, long learnable, long macs, long statistics) {
    long held = learnable - statistics / 2; // A folded normalisation keeps no scale.

    Cost cost = Cost.of(architecture.build(new StandardStyle(), Dimensions.CIFAR10));

    assertThat(cost).isEqualTo(new Cost(learnable, 4 * learnable, 0, 0, held, statistics, macs));
  }

  @ParameterizedTest
  @CsvSource({
    "RESNET18, STRIDE1, true, 2817738, 9437184, 1048576",
    "RESNET34, STRIDE1, true, 3988298, 19537920, 2170880",
    "RESNET18, STRIDE1, false, 1763274, 9437184, 1048576",
    "RESNET34, STRIDE1, false, 1804106, 19537920, 2170880",
    "RESNET18, SPATIAL, false, 219018, 10985472, 1220608",
    "RESNET18, ALL, false, 47434, 11157504, 1392640",
  })
  void countsMonoCnn(
      Architecture architecture,
      Replacement replacement,
      boolean pointwise,
      long learnable,
      long generated,
      long drawn) {
    Cost cost = Cost.of(architecture.build(style(replacement, pointwise), Dimensions.CIFAR10));

    assertThat(cost.learnable()).isEqualTo(learnable);
    assertThat(cost.generated()).isEqualTo(generated);
    assertThat(cost.drawn()).isEqualTo(drawn);
    assertThat(cost.sentBytes()).isEqualTo(4 * learnable);
  }

  @ParameterizedTest
  @CsvSource({
    "VGG11, true, 163255296",
    "RESNET18, true, 609948672",
    "RESNET34, true, 1281037312",
    "VGG11, false, 152769536",
    "RESNET18, false, 555422720",
    "RESNET34, false, 1159402496",
  })
  void countsTheMacsOfMonoCnn(Architecture architecture, boolean pointwise, long macs) {
    Network network = architecture.build(style(Replacement.STRIDE1, pointwise), Dimensions.CIFAR10);

    assertThat(Cost.of(network).macs()).isEqualTo(macs);
  }

  @Test
  void termsAddFrozenExponentsButNothingLearned() {
    FilterRule three =
        new FilterRule(
            FilterRule.DEFAULT.function(), 1, 3, 1, 7, FilterRule.DEFAULT.normalization(), false);
    MonoStyle style = new MonoStyle(three, Replacement.STRIDE1, true, FrozenSeeds.DEFAULT);

    Cost cost = Cost.of(Architecture.RESNET18.build(style, Dimensions.CIFAR10));

    assertThat(cost.learnable()).isEqualTo(2_817_738);
    assertThat(cost.drawn()).isEqualTo(3 * 1_048_576);
  }

  @Test
  void aFilterBiasAddsFrozenValuesButNothingLearned() {
    ConvolutionStyle style = Methods.named("mono").style(Map.of("filter-bias", "true"));

    Cost cost = Cost.of(Architecture.RESNET18.build(style, Dimensions.CIFAR10));

    assertThat(cost.learnable()).isEqualTo(2_817_738);
    assertThat(cost.drawn()).isEqualTo(2 * 1_048_576);
  }

  private static MonoStyle style(Replacement replacement, boolean pointwise) {
    return new MonoStyle(FilterRule.DEFAULT, replacement, pointwise, FrozenSeeds.DEFAULT);
  }
}
