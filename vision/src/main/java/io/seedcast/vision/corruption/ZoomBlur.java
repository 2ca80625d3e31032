package io.seedcast.vision.corruption;

import io.seedcast.vision.ImageSize;
import java.util.Arrays;

/**
 * The mean of the image and its enlargements about the centre, in single precision. The first
 * enlargement is by 1, so that the image itself counts twice.
 */
final class ZoomBlur implements Distortion.Deterministic {
  private final int area;
  private final CentralZoom[] zooms;

  /**
   * Prepares the blur.
   *
   * @param parameters number of enlargements; difference of their factors
   */
  ZoomBlur(ImageSize size, double[] parameters) {
    this.area = size.area();
    this.zooms = new CentralZoom[(int) parameters[0]];
    double step = (1 + parameters[1]) - 1;
    for (int i = 0; i < zooms.length; i++) {
      zooms[i] = new CentralZoom(size.height(), size.width(), 1 + i * step);
    }
  }

  @Override
  public byte[] apply(byte[] imageChw) {
    double[] units = new double[imageChw.length];
    for (int i = 0; i < units.length; i++) {
      units[i] = Levels.unitFloat(imageChw[i]);
    }
    byte[] result = new byte[imageChw.length];
    float[] sum = new float[area];
    double[] enlarged = new double[area];
    for (int start = 0; start < units.length; start += area) {
      Arrays.fill(sum, 0);
      for (CentralZoom zoom : zooms) {
        zoom.apply(units, start, enlarged);
        for (int i = 0; i < area; i++) {
          sum[i] += (float) enlarged[i];
        }
      }
      for (int i = 0; i < area; i++) {
        float u = (float) units[start + i];
        result[start + i] = Levels.stored((u + sum[i]) / (zooms.length + 1));
      }
    }
    return result;
  }
}
