package io.seedcast.core.zoo;

import io.seedcast.core.network.Operation.Convolution;

/** Every convolution is learned and sent: the plain CNN. */
public record StandardStyle() implements ConvolutionStyle {
  @Override
  public String method() {
    return "standard";
  }

  @Override
  public String convolve(NetworkBuilder builder, ConvolutionSlot slot, String input) {
    return builder.add(
        slot.name(),
        Convolution.learned(
            slot.inChannels(), slot.outChannels(), slot.kernelSize(), slot.stride()),
        input);
  }
}
