package io.seedcast.vision.corruption;

import io.seedcast.core.random.Philox;
import io.seedcast.vision.ImageSize;

/**
 * Salt and pepper: some values, each channel for itself, become 0 or 255. Draws: a uniform number
 * on (0, 1) for each pixel and channel, pixel by pixel; below c/2 the value becomes 0, below c it
 * becomes 255.
 */
final class ImpulseNoise implements Distortion {
  private final int area;
  private final double share;

  /**
   * Prepares the noise.
   *
   * @param parameters share c of the values that are replaced
   */
  ImpulseNoise(ImageSize size, double[] parameters) {
    this.area = size.area();
    this.share = parameters[0];
  }

  @Override
  public int drawCount() {
    return Levels.CHANNELS * area;
  }

  @Override
  public double[] draw(Philox random) {
    double[] draws = new double[drawCount()];
    Draws.uniforms(random, 0, 1, draws, 0, draws.length);
    return draws;
  }

  @Override
  public byte[] apply(byte[] imageChw, double[] draws) {
    byte[] result = imageChw.clone();
    for (int channel = 0; channel < Levels.CHANNELS; channel++) {
      for (int i = 0; i < area; i++) {
        double u = draws[i * Levels.CHANNELS + channel];
        if (u < share) {
          result[channel * area + i] = (byte) (u < share / 2 ? 0 : 255);
        }
      }
    }
    return result;
  }
}
