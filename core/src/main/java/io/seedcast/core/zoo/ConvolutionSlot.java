package io.seedcast.core.zoo;

/**
 * A place in an architecture where it wants a convolution.
 *
 * @param name of the node; a style that adds several nodes names the others after it
 * @param kind what the convolution is for
 * @param groups 1, or {@code inChannels} for a depthwise convolution
 */
public record ConvolutionSlot(
    String name,
    Kind kind,
    int inChannels,
    int outChannels,
    int kernelSize,
    int stride,
    int groups) {

  /** What a convolution is for, which decides whether a style replaces it. */
  public enum Kind {
    /** The first convolution, on the pixels; always learned. */
    STEM,
    /** A convolution of a block's main path. */
    BODY,
    /** A linear 1x1 projection beside a block. */
    SHORTCUT
  }

  /** Whether every channel is filtered alone. */
  public boolean depthwise() {
    return groups > 1;
  }
}
