package io.seedcast.core.zoo;

import java.util.List;

/** Every convolution is learned and sent: the plain CNN. */
public record StandardStyle() implements ConvolutionStyle {
  static final Method METHOD =
      new Method(
          "standard",
          "every filter is learned and sent",
          List.of(),
          options -> new StandardStyle());

  @Override
  public String method() {
    return METHOD.id();
  }

  @Override
  public boolean replaces(ConvolutionSlot slot) {
    return false;
  }

  @Override
  public String convolve(NetworkBuilder builder, ConvolutionSlot slot, String input) {
    return builder.add(slot.name(), learned(slot), input);
  }
}
