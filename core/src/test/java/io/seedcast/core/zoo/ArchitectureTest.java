package io.seedcast.core.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.seedcast.core.network.Network;
import io.seedcast.core.network.Normalization.GroupNormalization;
import io.seedcast.core.network.Normalization.InputNormalization;
import io.seedcast.core.network.Operation.Convolution;
import io.seedcast.core.network.ParameterSource.Generated;
import io.seedcast.core.network.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  private static final Dimensions QUARTER = new Dimensions(Shape.of(3, 32, 32), 7, 0.25);

  @Test
  void multipliesEveryWidth() {
    Network network = Architecture.RESNET18.build(new StandardStyle(), QUARTER);

    assertThat(network.shapes())
        .containsEntry("relu1", Shape.of(16, 32, 32))
        .containsEntry("layer4.1.relu2", Shape.of(128, 4, 4))
        .containsEntry("linear", Shape.of(7));
    assertThat(network.taps())
        .containsExactly("layer2.1.relu2", "layer3.1.relu2", "layer4.1.relu2");
  }

  @Test
  void givesEveryGeneratedLayerItsOwnSeedInForwardOrder() {
    Network network = Architecture.RESNET18.build(MonoStyle.DEFAULT, QUARTER);

    List<Long> seeds =
        network.parameters().stream()
            .map(parameter -> parameter.source())
            .filter(Generated.class::isInstance)
            .map(source -> ((Generated) source).seed().value())
            .toList();

    assertThat(seeds).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L, 11L, 12L, 13L);
  }

  @Test
  void fitsTheGroupsOfTheNormalizationToNarrowLayers() {
    Network network =
        Architecture.RESNET18.build(
            MonoStyle.DEFAULT, new Dimensions(Shape.of(3, 32, 32), 10, 0.125));

    assertThat(
            network.nodes().stream()
                .map(node -> node.operation())
                .filter(GroupNormalization.class::isInstance)
                .map(operation -> ((GroupNormalization) operation).groups())
                .distinct())
        .containsExactly(8, 16);
  }

  @Test
  void keepsAGeneratedShortcutLinear() {
    MonoStyle all =
        new MonoStyle(MonoStyle.DEFAULT.rule(), Replacement.ALL, true, FrozenSeeds.DEFAULT);

    Network network = Architecture.RESNET18.build(all, QUARTER);

    assertThat(network.shapes()).doesNotContainKey("layer2.0.shortcut.pointwise");
    assertThat(network.parameters())
        .filteredOn(parameter -> parameter.name().equals("layer2.0.shortcut.weight"))
        .singleElement()
        .satisfies(parameter -> assertThat(parameter.source()).isInstanceOf(Generated.class));
    assertThat(network.nodes().get(1).operation()).isEqualTo(Convolution.learned(3, 16, 3, 1));
  }

  @Test
  void normalizesGreyImagesToo() {
    Network network =
        Architecture.RESNET34.build(
            new StandardStyle(), new Dimensions(Shape.of(1, 28, 28), 10, 0.25));

    assertThat(network.shapes()).containsEntry("layer4.2.relu2", Shape.of(128, 4, 4));
  }

  @Test
  void leavesPixelsAsTheyAreWhereAsked() {
    Dimensions dimensions = new Dimensions(Shape.of(3, 32, 32), 10, 0.25, PixelScaling.UNIT);

    Network network = Architecture.RESNET18.build(new StandardStyle(), dimensions);

    assertThat(network.nodes().get(0).operation())
        .isEqualTo(new InputNormalization(List.of(0f, 0f, 0f), List.of(1f, 1f, 1f)));
  }

  @Test
  void refusesImagesThatPoolingsLeaveNothingOf() {
    Dimensions high = new Dimensions(Shape.of(3, 64, 31), 10, 1);
    Dimensions tiny = new Dimensions(Shape.of(3, 3, 4), 10, 1);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> Architecture.VGG11.build(new StandardStyle(), high))
        .withMessage("vgg11 takes images of at least 32x32 pixels: got 64x31");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Architecture.RESNET20X64.build(new StandardStyle(), tiny))
        .withMessage("resnet20x64 takes images of at least 4x4 pixels: got 3x4");
    assertThat(Architecture.RESNET18.build(new StandardStyle(), tiny).outputShape())
        .isEqualTo(Shape.of(10));
  }

  @Test
  void refusesDimensionsOutOfRange() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Dimensions(Shape.of(3, 32, 32), 1, 1))
        .withMessage("classes must be at least 2: got 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Dimensions(Shape.of(3, 32, 32), 10, 0))
        .withMessage("width must be above 0 and at most 8: got 0.0");
  }
}
