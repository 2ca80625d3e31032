package io.seedcast.vision.corruption;

import io.seedcast.core.random.Philox;
import io.seedcast.vision.ImageSize;

/**
 * Pixels replaced by others nearby, between two blurs. Draws, for each pass and each pixel visited:
 * its column distance dx, then its row distance dy, whole numbers from -D to D - 1. Pixels are
 * visited from row N - D down to D + 1 and likewise in each row.
 *
 * <p>A pixel is overwritten, not exchanged: the benchmark's code means to exchange, but its second
 * half has no effect.
 */
final class GlassBlur implements Distortion {
  private final ImageSize size;
  private final GaussianFilter filter;
  private final int reach;
  private final int passes;

  /**
   * Prepares the blur.
   *
   * @param parameters spread of the blur; reach D in pixels; passes
   */
  GlassBlur(ImageSize size, double[] parameters) {
    this.size = size;
    this.filter = GaussianFilter.of(parameters[0], Border.EDGE, GaussianBlur.CUT_OFF);
    this.reach = (int) parameters[1];
    this.passes = (int) parameters[2];
  }

  private int visitedPerPass() {
    return Math.max(0, size.height() - 2 * reach) * Math.max(0, size.width() - 2 * reach);
  }

  @Override
  public int drawCount() {
    return passes * visitedPerPass() * 2;
  }

  @Override
  public double[] draw(Philox random) {
    double[] draws = new double[drawCount()];
    for (int i = 0; i < draws.length; i++) {
      draws[i] = random.nextInt(2 * reach) - reach;
    }
    return draws;
  }

  @Override
  public byte[] apply(byte[] imageChw, double[] draws) {
    int height = size.height();
    int width = size.width();
    int area = size.area();
    byte[] scattered = Levels.stored(filter.filter(Levels.units(imageChw), height, width));
    int next = 0;
    for (int pass = 0; pass < passes; pass++) {
      for (int y = height - reach; y > reach; y--) {
        for (int x = width - reach; x > reach; x--) {
          int dx = (int) draws[next++];
          int dy = (int) draws[next++];
          int from = (y + dy) * width + x + dx;
          int to = y * width + x;
          for (int channel = 0; channel < Levels.CHANNELS; channel++) {
            scattered[channel * area + to] = scattered[channel * area + from];
          }
        }
      }
    }
    return Levels.stored(filter.filter(Levels.units(scattered), height, width));
  }
}
