package io.seedcast.bench;

import io.seedcast.core.filter.FilterRule;
import io.seedcast.core.network.Initialiser;
import io.seedcast.core.network.NamedTensors;
import io.seedcast.core.network.Network;
import io.seedcast.core.regrow.SentTensors;
import io.seedcast.core.zoo.Architecture;
import io.seedcast.core.zoo.ConvolutionStyle;
import io.seedcast.core.zoo.Dimensions;
import io.seedcast.core.zoo.FrozenSeeds;
import io.seedcast.core.zoo.MonoStyle;
import io.seedcast.core.zoo.Replacement;
import io.seedcast.core.zoo.StandardStyle;
import java.util.Arrays;

/** Networks to measure, with values as they are before training, which cost the same. */
final class Sample {
  private static final String STANDARD = "standard";
  private static final long SEED = 1;

  private Sample() {}

  /**
   * ResNet18 for CIFAR-10.
   *
   * @param method {@code standard}, or which convolutions are generated: {@code stride1}, {@code
   *     3x3} or {@code all}, without 1x1 convolutions behind them
   */
  static Network resNet18(String method, double width) {
    Dimensions full = Dimensions.CIFAR10;
    return Architecture.RESNET18.build(
        style(method), new Dimensions(full.input(), full.classes(), width));
  }

  private static ConvolutionStyle style(String method) {
    if (method.equals(STANDARD)) {
      return new StandardStyle();
    }
    Replacement replacement =
        Arrays.stream(Replacement.values())
            .filter(candidate -> candidate.id().equals(method))
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "method must be standard, stride1, 3x3 or all: got \"" + method + "\""));
    return new MonoStyle(FilterRule.DEFAULT, replacement, false, FrozenSeeds.DEFAULT);
  }

  /** The tensors that a device would get. */
  static NamedTensors sent(Network network) {
    return SentTensors.fold(network, Initialiser.initialise(network, SEED));
  }
}
