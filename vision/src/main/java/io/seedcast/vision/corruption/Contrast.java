package io.seedcast.vision.corruption;

import io.seedcast.vision.ImageSize;

/** Every channel drawn towards its mean. */
final class Contrast implements Distortion.Deterministic {
  private final int area;
  private final double factor;

  /**
   * Prepares the change.
   *
   * @param parameters what the distance from the mean is multiplied by
   */
  Contrast(ImageSize size, double[] parameters) {
    this.area = size.area();
    this.factor = parameters[0];
  }

  @Override
  public byte[] apply(byte[] imageChw) {
    byte[] result = new byte[imageChw.length];
    for (int start = 0; start < imageChw.length; start += area) {
      double sum = 0;
      for (int i = start; i < start + area; i++) {
        sum += Levels.unit(imageChw[i]);
      }
      double mean = sum / area;
      for (int i = start; i < start + area; i++) {
        result[i] = Levels.stored((Levels.unit(imageChw[i]) - mean) * factor + mean);
      }
    }
    return result;
  }
}
