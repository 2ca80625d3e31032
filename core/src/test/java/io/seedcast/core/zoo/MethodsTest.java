package io.seedcast.core.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.seedcast.core.network.Network;
import io.seedcast.core.network.Shape;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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
        "lbcnn | sparsity | much | sparsity takes a number: got \"much\"",
        "lbcnn | sparsity | 1 | sparsity must be 0 to below 1: got 1.0",
        "lbcnn | replace | all | lbcnn replaces 3x3 convolutions: replace takes stride1 or 3x3: got all",
        "pnn | noise-level | 0 | deviation must be above 0 and finite: got 0.0",
        "shift | learned-shifts | yes | learned-shifts takes true or false: got \"yes\"",
        "ghost | ratio | 1 | ratio must be at least 2: got 1",
        "ghost | ratio | 2.5 | ratio takes a whole number: got \"2.5\"",
        "mono | exponents | 7 | exponents takes a range such as 1..7: got \"7\"",
        "mono | exponents | 0.5..3 | exponents below 1: got 0.5..3; exponents-below-one allows it",
        "mono | exponents | 7..1 | exponents must lie on a range from at least 0 to at most 64: got 7.0 to 1.0",
        "mono | function | cubic | unknown function \"cubic\"",
        "mono | seed-map | sqr | did you mean \"sqrt\"?",
        "reframe | frozen-channels | 0 | frozen-channels must be dw or at least 1: got 0",
        "reframe | pool | mixed | unknown pool \"mixed\"",
        "groupnl | groups | 0 | groups must be at least 1: got 0",
      })
  void refusesOptionsWithAMessage(String method, String option, String value, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Methods.named(method).style(Map.of(option, value)))
        .withMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "MLP | mono | mono finds no convolution to replace in mlp",
        "MLP | groupnl | groupnl finds no convolution to replace in mlp",
        "MOBILENETV2 | lbcnn | lbcnn finds no convolution to replace in mobilenetv2",
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
