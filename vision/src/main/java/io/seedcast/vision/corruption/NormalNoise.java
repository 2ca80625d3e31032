package io.seedcast.vision.corruption;

import io.seedcast.core.random.Philox;
import io.seedcast.vision.ImageSize;

/**
 * Gaussian noise, n, and speckle noise, u n, added to u. Draws: n for each pixel and channel, pixel
 * by pixel.
 */
final class NormalNoise implements Distortion {
  private final int area;
  private final double spread;
  private final boolean proportional;

  /**
   * Prepares the noise.
   *
   * @param parameters spread of n
   * @param proportional whether it grows with the value
   */
  NormalNoise(ImageSize size, double[] parameters, boolean proportional) {
    this.area = size.area();
    this.spread = parameters[0];
    this.proportional = proportional;
  }

  @Override
  public int drawCount() {
    return Levels.CHANNELS * area;
  }

  @Override
  public double[] draw(Philox random) {
    double[] draws = new double[drawCount()];
    Draws.normals(random, 0, spread, draws, draws.length);
    return draws;
  }

  @Override
  public byte[] apply(byte[] imageChw, double[] draws) {
    byte[] result = new byte[imageChw.length];
    for (int channel = 0; channel < Levels.CHANNELS; channel++) {
      for (int i = 0; i < area; i++) {
        double u = Levels.unit(imageChw[channel * area + i]);
        double noise = draws[i * Levels.CHANNELS + channel];
        result[channel * area + i] = Levels.stored(u + (proportional ? u * noise : noise));
      }
    }
    return result;
  }
}
