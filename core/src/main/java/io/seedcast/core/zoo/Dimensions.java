package io.seedcast.core.zoo;

import io.seedcast.core.network.Shape;

/**
 * The size of a network.
 *
 * @param input shape of one image, (channels, height, width)
 * @param classes number of classes, at least 2
 * @param width multiplier of all channel counts, above 0 and at most 8; 1 is the papers' network
 * @param pixels what the network does to the values of pixels before all else
 */
public record Dimensions(Shape input, int classes, double width, PixelScaling pixels) {

  /** 3x32x32 images, 10 classes, full width. */
  public static final Dimensions CIFAR10 = new Dimensions(Shape.of(3, 32, 32), 10, 1);

  private static final double MAX_WIDTH = 8;

  public Dimensions {
    if (input.rank() != 3) {
      throw new IllegalArgumentException("input must be channels x height x width: got " + input);
    }
    if (classes < 2) {
      throw new IllegalArgumentException("classes must be at least 2: got " + classes);
    }
    if (!(width > 0 && width <= MAX_WIDTH)) {
      throw new IllegalArgumentException("width must be above 0 and at most 8: got " + width);
    }
  }

  /** Dimensions of a network that standardises pixels. */
  public Dimensions(Shape input, int classes, double width) {
    this(input, classes, width, PixelScaling.STANDARDIZED);
  }

  /** Returns {@code fullWidth} channels times the width multiplier, rounded, at least 1. */
  int channels(int fullWidth) {
    return (int) StrictMath.max(1, StrictMath.rint(fullWidth * width));
  }
}
