package io.seedcast.core.zoo;

import io.seedcast.core.zoo.ConvolutionSlot.Kind;

/** Which convolutions a style replaces; the others stay learned. */
public enum Replacement {
  /** The 3x3 convolutions with stride 1, as in the authors' code. */
  STRIDE1("stride1"),
  /** All 3x3 convolutions but the stem. */
  SPATIAL("3x3"),
  /** All convolutions but the stem: also the 1x1 shortcuts. */
  ALL("all");

  private final String id;

  Replacement(String id) {
    this.id = id;
  }

  /** The name on the command line. */
  public String id() {
    return id;
  }

  /** Says whether the convolution in a slot is replaced. */
  public boolean includes(ConvolutionSlot slot) {
    return switch (this) {
      case STRIDE1 -> slot.kind() == Kind.BODY && slot.kernelSize() > 1 && slot.stride() == 1;
      case SPATIAL -> slot.kind() == Kind.BODY && slot.kernelSize() > 1;
      case ALL -> slot.kind() != Kind.STEM;
    };
  }
}
