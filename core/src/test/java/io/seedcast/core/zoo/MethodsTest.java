package io.seedcast.core.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.seedcast.core.network.Network;
import io.seedcast.core.network.Shape;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class MethodsTest {

  static List<Method> methods() {
    return Methods.ALL;
  }

  @ParameterizedTest
  @MethodSource("methods")
  void namesItselfInDescriptions(Method method) {
    Network network = Architecture.RESNET18.build(method.style(Map.of()), Dimensions.CIFAR10);

    assertThat(network.method()).isEqualTo(method.id());
    assertThat(network.architecture()).isEqualTo("resnet18");
    assertThat(network.outputShape()).isEqualTo(Shape.of(10));
    assertThat(Methods.named(method.id())).isSameAs(method);
  }

  @Test
  void givesTheDefaultsOfTheStyles() {
    assertThat(Methods.ALL.stream().map(method -> method.style(Map.of())))
        .containsExactly(
            new StandardStyle(),
            MonoStyle.DEFAULT,
            LocalBinaryStyle.DEFAULT,
            PerturbativeStyle.DEFAULT,
            ShiftStyle.DEFAULT,
            GhostStyle.DEFAULT,
            ReframeStyle.DEFAULT,
            GroupNonlinearStyle.DEFAULT);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "standard | sparsity | 0.5 | option \"sparsity\" belongs to method lbcnn: got method standard",
        "lbcnn | ratio | 2 | option \"ratio\" belongs to method ghost, groupnl: got method lbcnn",
        "lbcnn | sparsty | 0.5 | unknown option of method lbcnn \"sparsty\"; did you mean \"sparsity\"?",
        "lbcnn | sparsity | much | option \"sparsity\" takes a number: got \"much\"",
        "lbcnn | sparsity | 1 | sparsity must be 0 to below 1: got 1.0",
        "lbcnn | replace | all | lbcnn replaces 3x3 convolutions: replace takes stride1 or 3x3: got all",
        "pnn | noise-level | 0 | noise-level must be above 0 and at most 1.0E37: got 0.0",
        "pnn | noise-level | 1e38 | noise-level must be above 0 and at most 1.0E37: got 1.0E38",
        "shift | learned-shifts | yes | option \"learned-shifts\" takes true or false: got \"yes\"",
        "ghost | ratio | 1 | ratio must be at least 2: got 1",
        "ghost | ratio | 2.5 | option \"ratio\" takes a whole number: got \"2.5\"",
        "ghost | ratio | 99999999999 | option \"ratio\" takes a whole number from -2147483648 to 2147483647: got \"99999999999\"",
        "mono | filter-seed | 9223372036854775808 | takes a whole number from -9223372036854775808 to 9223372036854775807",
        "mono | terms | 17 | terms must be 1 to 16: got 17",
        "mono | exponents | 7 | option \"exponents\" takes a range such as 1..7: got \"7\"",
        "mono | exponents | 0.5..3 | exponents below 1: got 0.5..3; exponents-below-one allows it",
        "mono | exponents | 7..1 | exponents lie on a range a..b with 0 <= a < b <= 64: got 7.0..1.0",
        "mono | exponents | 7..7 | exponents lie on a range a..b with 0 <= a < b <= 64: got 7.0..7.0",
        "mono | function | cubic | option \"function\" takes monomial, gaussian, multiquadric, inverse-quadratic, inverse-multiquadric: got \"cubic\"",
        "mono | seed-map | sqr | option \"seed-map\" takes eqdiff, const, multi10, powof2, sqrt: got \"sqr\"; did you mean \"sqrt\"?",
        "mono | filter-seed | -1 | filter-seed must be 0 to 4294967295: got -1",
        "reframe | frozen-channels | 0 | option \"frozen-channels\" takes dw or a whole number of at least 1: got \"0\"",
        "reframe | frozen-channels | -1 | option \"frozen-channels\" takes dw or a whole number of at least 1: got \"-1\"",
        "reframe | frozen-channels | gcd | option \"frozen-channels\" takes dw or a whole number of at least 1: got \"gcd\"",
        "reframe | pointwise-groups | -1 | option \"pointwise-groups\" takes gcd or a whole number of at least 1: got \"-1\"",
        "reframe | pool | mixed | option \"pool\" takes mixed-average, average, mixed-max: got \"mixed\"",
        "groupnl | groups | 0 | groups must be at least 1: got 0",
      })
  void refusesOptionsWithAMessage(String method, String option, String value, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Methods.named(method).style(Map.of(option, value)))
        .withMessageContaining(message);
  }

  /** Every combination that is not in {@link #refusesCombinationsThatMakeNoSense}. */
  static Stream<Arguments> combinations() {
    return Stream.of(Architecture.values())
        .flatMap(
            architecture ->
                Methods.ALL.stream()
                    .map(Method::id)
                    .filter(method -> !method.equals("standard"))
                    .filter(method -> makesSense(architecture, method))
                    .map(method -> Arguments.of(architecture, method)));
  }

  private static boolean makesSense(Architecture architecture, String method) {
    return switch (architecture) {
      case MLP -> false;
      case MOBILENETV2 -> method.equals("mono") || method.equals("groupnl");
      default -> true;
    };
  }

  @ParameterizedTest
  @MethodSource("combinations")
  void putsSomethingOfItsOwnIntoEveryOtherNetwork(Architecture architecture, String method) {
    Network plain = architecture.build(new StandardStyle(), Dimensions.CIFAR10);

    Network network = architecture.build(Methods.named(method).style(Map.of()), Dimensions.CIFAR10);

    assertThat(network.learnedShapes()).isNotEqualTo(plain.learnedShapes());
    if (!method.equals("ghost")) { // which learns everything
      assertThat(network.parameters())
          .as("generated and drawn tensors")
          .anyMatch(parameter -> parameter.source().drawnElements() > 0);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "MLP | mono | mono finds no convolution to replace in mlp, which would be the plain network",
        "MLP | lbcnn | lbcnn finds no convolution to replace in mlp",
        "MLP | pnn | pnn finds no convolution to replace in mlp",
        "MLP | shift | shift finds no convolution to replace in mlp",
        "MLP | ghost | ghost finds no convolution to replace in mlp",
        "MLP | reframe | reframe finds no convolution to replace in mlp",
        "MLP | groupnl | groupnl finds no convolution to replace in mlp",
        "MOBILENETV2 | lbcnn | lbcnn finds no convolution to replace in mobilenetv2",
        "MOBILENETV2 | pnn | pnn finds no convolution to replace in mobilenetv2",
        "MOBILENETV2 | shift | shift finds no convolution to replace in mobilenetv2",
        "MOBILENETV2 | ghost | ghost finds no convolution to replace in mobilenetv2",
        "MOBILENETV2 | reframe | reframe replaces dense convolutions; stage1.0.depthwise is depthwise",
      })
  void refusesCombinationsThatMakeNoSense(
      Architecture architecture, String method, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> architecture.build(Methods.named(method).style(Map.of()), Dimensions.CIFAR10))
        .withMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ghost | ratio | 65 | ratio must be at most the 64 channels of layer1.0.conv1: got 65",
        "ghost | ratio | 2147483647 | ratio must be at most the 64 channels of layer1.0.conv1: got 2147483647",
        "groupnl | ratio | 3 | ratio must divide the 64 channels of layer1.0.conv1: got 3",
        "groupnl | groups | 5 | groups must divide the 16 channels that layer1.0.conv1 convolves at ratio 4: got 5",
        "reframe | frozen-channels | 7 | pointwise-groups must divide the 135 maps and 64 output channels of layer1.0.conv1: got 4",
        "mono | seed-filters | 3 | the number of seed filters must divide outChannels: got 3 for 64",
      })
  void refusesOptionsThatDoNotFitTheNetwork(
      String method, String option, String value, String message) {
    ConvolutionStyle style = Methods.named(method).style(Map.of(option, value));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> Architecture.RESNET18.build(style, Dimensions.CIFAR10))
        .withMessageContaining(message);
  }

  @Test
  void allowsExponentsBelowOneWhenAsked() {
    ConvolutionStyle style =
        Methods.named("mono").style(Map.of("exponents", "0.5..3", "exponents-below-one", "true"));

    assertThat(((MonoStyle) style).rule().low()).isEqualTo(0.5);
  }

  @Test
  void knowsNoOtherMethod() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Methods.named("monno"))
        .withMessageStartingWith("unknown method \"monno\"; did you mean \"mono\"?");
  }
}
