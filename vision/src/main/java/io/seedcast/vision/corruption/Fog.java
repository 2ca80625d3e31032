package io.seedcast.vision.corruption;

import io.seedcast.core.random.Philox;
import io.seedcast.vision.ImageSize;

/**
 * A random fractal added to the image, which is then made as dark as it was at its brightest point.
 * Draws: those of {@link PlasmaField}.
 */
final class Fog implements Distortion {
  private final ImageSize size;
  private final int side;
  private final double strength;
  private final double decay;

  /**
   * Prepares the fog.
   *
   * @param parameters strength; what the fractal's amplitude is divided by at each level
   */
  Fog(ImageSize size, double[] parameters) {
    this.size = size;
    int longest = Math.max(2, Math.max(size.height(), size.width()));
    this.side = Integer.highestOneBit(longest - 1) << 1;
    this.strength = parameters[0];
    this.decay = parameters[1];
  }

  @Override
  public int drawCount() {
    return PlasmaField.drawCount(side);
  }

  @Override
  public double[] draw(Philox random) {
    double[] draws = new double[drawCount()];
    int next = 0;
    for (int step = side; step >= 2; step /= 2) {
      double amplitude = PlasmaField.amplitude(side, step, decay);
      int end = next + 3 * (side / step) * (side / step);
      Draws.uniforms(random, -amplitude, amplitude, draws, next, end);
      next = end;
    }
    return draws;
  }

  @Override
  public byte[] apply(byte[] imageChw, double[] draws) {
    double[] field = PlasmaField.of(side, decay, draws);
    int largest = 0;
    for (byte value : imageChw) {
      largest = Math.max(largest, value & 0xFF);
    }
    double most = Levels.unit((byte) largest);
    byte[] result = new byte[imageChw.length];
    int next = 0;
    for (int channel = 0; channel < Levels.CHANNELS; channel++) {
      for (int y = 0; y < size.height(); y++) {
        for (int x = 0; x < size.width(); x++) {
          double foggy = Levels.unit(imageChw[next]) + strength * field[y * side + x];
          result[next++] = Levels.stored(foggy * most / (most + strength));
        }
      }
    }
    return result;
  }
}
