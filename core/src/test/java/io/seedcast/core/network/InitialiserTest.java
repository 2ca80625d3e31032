package io.seedcast.core.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.seedcast.core.zoo.Architecture;
import io.seedcast.core.zoo.Dimensions;
import io.seedcast.core.zoo.Methods;
import io.seedcast.core.zoo.MonoStyle;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InitialiserTest {
  private static final Network NETWORK =
      Architecture.RESNET18.build(MonoStyle.DEFAULT, new Dimensions(Shape.of(3, 32, 32), 10, 0.25));

  @Test
  void drawsEveryTensorThatTrainingLearnsOrGathers() {
    NamedTensors tensors = Initialiser.initialise(NETWORK, 1);

    assertThat(tensors.asMap().keySet())
        .containsAll(NETWORK.learnedShapes().keySet())
        .containsAll(NETWORK.statisticsShapes().keySet());
    assertThat(tensors.get("bn1.running_var").values()).containsOnly(1);
    assertThat(tensors.get("bn1.weight").values()).containsOnly(1);
    assertThat(tensors.get("bn1.bias").values()).containsOnly(0);
  }

  @Test
  void boundsWeightsByTheSquareRootOfTheFanIn() {
    float[] weights = Initialiser.initialise(NETWORK, 1).get("linear.weight").values();

    float bound = (float) (1 / Math.sqrt(128));
    float largest = 0;
    for (float weight : weights) {
      largest = Math.max(largest, Math.abs(weight));
    }
    // The largest of 1280 uniform magnitudes falls short of the bound by about 1 in 1280.
    assertThat(largest).isCloseTo(bound, within(bound * 0.01f)).isLessThanOrEqualTo(bound);
  }

  @Test
  void startsTheClassifierOfReframeAsItsAuthorsDo() {
    NamedTensors asTheirs = initialised(Map.of());
    NamedTensors asElsewhere = initialised(Map.of("kaiming", "false"));

    double squares = 0;
    for (float weight : asTheirs.get("linear.weight").values()) {
      squares += weight * weight;
    }
    // 1280 normal values: their deviation is known to 2 %.
    assertThat(Math.sqrt(squares / 1280)).isCloseTo(0.01, within(0.001));
    assertThat(asTheirs.get("linear.bias").values()).containsOnly(0);
    assertThat(asElsewhere.get("linear.bias").values()).doesNotContain(0);
  }

  private static NamedTensors initialised(Map<String, String> options) {
    Dimensions dimensions = new Dimensions(Shape.of(3, 32, 32), 10, 0.25);
    return Initialiser.initialise(
        Architecture.RESNET18.build(Methods.named("reframe").style(options), dimensions), 1);
  }

  @Test
  void dependsOnTheSeedAlone() {
    NamedTensors first = Initialiser.initialise(NETWORK, 1);

    assertThat(Initialiser.initialise(NETWORK, 1)).isEqualTo(first);
    assertThat(Initialiser.initialise(NETWORK, 2)).isNotEqualTo(first);
  }
}
