package io.seedcast.core.zoo;

import io.seedcast.core.zoo.ConvolutionSlot.Kind;
import java.util.List;

/** Which convolutions a style replaces; the others stay learned. */
public enum Replacement {
  /**
   * The 3x3 convolutions that keep the size and the number of channels, as in the authors' ResNets;
   * in VGG the ones that change the number of channels stay learned.
   */
  STRIDE1("stride1"),
  /** All 3x3 convolutions but the stem. */
  SPATIAL("3x3"),
  /** All convolutions but the stem: also those of 1x1. */
  ALL("all");

  static final MethodOption OPTION =
      MethodOption.value(
          "replace",
          "WHICH",
          "stride1",
          "which convolutions are replaced: stride1 (3x3 that keep size and channels), 3x3 (all 3x3) or, where the"
              + " method has something for them, all (also 1x1); never the first");

  private final String id;

  Replacement(String id) {
    this.id = id;
  }

  /** The name on the command line. */
  public String id() {
    return id;
  }

  static Replacement of(MethodOptions options) {
    return options.choice(OPTION, List.of(values()), Replacement::id);
  }

  /**
   * For a method that has nothing to put in place of a 1x1 convolution.
   *
   * @throws IllegalArgumentException if this is {@link #ALL}
   */
  Replacement requireSpatial(String method) {
    if (this == ALL) {
      throw new IllegalArgumentException(
          method + " replaces 3x3 convolutions: replace takes stride1 or 3x3: got all");
    }
    return this;
  }

  /** Says whether the convolution in a slot is replaced. */
  public boolean includes(ConvolutionSlot slot) {
    return switch (this) {
      case STRIDE1 ->
          spatial(slot) && slot.stride() == 1 && slot.inChannels() == slot.outChannels();
      case SPATIAL -> spatial(slot);
      case ALL -> slot.kind() != Kind.STEM;
    };
  }

  /** As {@link #includes}, for a method that mixes channels. */
  boolean includesDense(ConvolutionSlot slot) {
    return !slot.depthwise() && includes(slot);
  }

  private static boolean spatial(ConvolutionSlot slot) {
    return slot.kind() == Kind.BODY && slot.kernelSize() > 1;
  }
}
