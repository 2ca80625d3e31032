package io.seedcast.core.zoo;

import io.seedcast.core.network.Arrangement.Concat;
import io.seedcast.core.network.Arrangement.Slice;
import io.seedcast.core.network.Normalization.BatchNormalization;
import io.seedcast.core.network.Operation.Convolution;
import io.seedcast.core.network.Operation.Relu;
import java.util.List;

/**
 * GhostNet: a convolution of 1 / ratio of the channels, and the rest of them by a cheap 1x1
 * convolution of its output; each with batch normalisation and ReLU. Everything is learned.
 *
 * <p>Source: Han et al., "GhostNet", CVPR 2020, in the form of MonoCNN's released code, whose cheap
 * operation is a dense 1x1 convolution.
 *
 * @param replacement which convolutions are replaced, {@code stride1} or {@code 3x3}
 * @param ratio output channels for each channel of the first convolution, at least 2 and at most
 *     the channels of each replaced convolution
 */
public record GhostStyle(Replacement replacement, int ratio) implements ConvolutionStyle {
  /** Shared with {@link GroupNonlinearStyle}. */
  static final MethodOption RATIO =
      MethodOption.value(
          "ratio", "N", "4", "output channels for each channel that is convolved, at least 2");

  static final Method METHOD =
      new Method(
          "ghost",
          "a part of the channels convolved, the rest made of them by 1x1 convolutions",
          List.of(Replacement.OPTION, RATIO),
          options -> new GhostStyle(Replacement.of(options), options.integer(RATIO)));

  /** The paper's: ratio 4. */
  public static final GhostStyle DEFAULT = new GhostStyle(Replacement.STRIDE1, 4);

  public GhostStyle {
    replacement.requireSpatial(METHOD.id());
    requireRatio(ratio);
  }

  static void requireRatio(int ratio) {
    if (ratio < 2) {
      throw new IllegalArgumentException("ratio must be at least 2: got " + ratio);
    }
  }

  @Override
  public String method() {
    return METHOD.id();
  }

  @Override
  public boolean replaces(ConvolutionSlot slot) {
    return replacement.includesDense(slot);
  }

  @Override
  public String convolve(NetworkBuilder builder, ConvolutionSlot slot, String input) {
    int channels = slot.outChannels();
    if (ratio > channels) {
      throw new IllegalArgumentException(
          "ratio must be at most the "
              + channels
              + " channels of "
              + slot.name()
              + ": got "
              + ratio);
    }
    int primaryChannels = (channels + ratio - 1) / ratio;
    String primary =
        activated(
            builder,
            slot.name(),
            Convolution.learned(
                slot.inChannels(), primaryChannels, slot.kernelSize(), slot.stride()),
            input);
    String cheap =
        activated(
            builder,
            slot.name() + ".cheap",
            Convolution.learned(primaryChannels, primaryChannels * (ratio - 1), 1, 1),
            primary);
    String all = builder.add(slot.name() + ".concat", new Concat(2), primary, cheap);
    return primaryChannels * ratio == channels
        ? all
        : builder.add(slot.name() + ".slice", new Slice(0, channels), all);
  }

  private static String activated(
      NetworkBuilder builder, String name, Convolution convolution, String input) {
    String x = builder.add(name, convolution, input);
    x = builder.add(name + ".norm", BatchNormalization.of(convolution.outChannels()), x);
    return builder.add(name + ".relu", new Relu(), x);
  }
}
