package io.seedcast.vision.corruption;

import io.seedcast.vision.ImageSize;

/** Blur by a normal distribution. */
final class GaussianBlur implements Distortion.Deterministic {
  static final double CUT_OFF = 4;

  private final ImageSize size;
  private final GaussianFilter filter;

  /**
   * Prepares the blur.
   *
   * @param parameters spread in pixels
   */
  GaussianBlur(ImageSize size, double[] parameters) {
    this.size = size;
    this.filter = GaussianFilter.of(parameters[0], Border.EDGE, CUT_OFF);
  }

  @Override
  public byte[] apply(byte[] imageChw) {
    return Levels.stored(filter.filter(Levels.units(imageChw), size.height(), size.width()));
  }
}
