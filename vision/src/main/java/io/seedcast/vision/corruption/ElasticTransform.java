package io.seedcast.vision.corruption;

import io.seedcast.core.random.Philox;
import io.seedcast.vision.ImageSize;

/**
 * A random affine map, then smooth random shifts. Draws: how far each of three points moves (x and
 * y, each at most the jitter), then uniform numbers between -1 and 1 for the horizontal and as many
 * for the vertical shifts.
 */
final class ElasticTransform implements Distortion {
  private static final int AFFINE_DRAWS = 6;
  private static final double CUT_OFF = 3;

  private final ImageSize size;
  private final double amplitude;
  private final GaussianFilter smoothing;
  private final double jitter;

  /**
   * Prepares the map.
   *
   * @param parameters amplitude of the shifts in pixels; spread of their smoothing; jitter of the
   *     affine map's points
   */
  ElasticTransform(ImageSize size, double[] parameters) {
    this.size = size;
    this.amplitude = parameters[0];
    this.smoothing = GaussianFilter.of(parameters[1], Border.REFLECT, CUT_OFF);
    this.jitter = parameters[2];
  }

  @Override
  public int drawCount() {
    return AFFINE_DRAWS + 2 * size.area();
  }

  @Override
  public double[] draw(Philox random) {
    double[] draws = new double[drawCount()];
    Draws.uniforms(random, -jitter, jitter, draws, 0, AFFINE_DRAWS);
    Draws.uniforms(random, -1, 1, draws, AFFINE_DRAWS, draws.length);
    return draws;
  }

  @Override
  public byte[] apply(byte[] imageChw, double[] draws) {
    float[] mapped = AffineMap.jittered(size, draws).resample(imageChw);
    float[] right = shifts(draws, AFFINE_DRAWS);
    float[] down = shifts(draws, AFFINE_DRAWS + size.area());
    int area = size.area();
    byte[] result = new byte[imageChw.length];
    for (int y = 0; y < size.height(); y++) {
      for (int x = 0; x < size.width(); x++) {
        int i = y * size.width() + x;
        double row = y + (double) down[i];
        double column = x + (double) right[i];
        int top = (int) Math.floor(row);
        int left = (int) Math.floor(column);
        double lower = row - top;
        double righter = column - left;
        int above = Border.REFLECT.index(top, size.height()) * size.width();
        int below = Border.REFLECT.index(top + 1, size.height()) * size.width();
        int west = Border.REFLECT.index(left, size.width());
        int east = Border.REFLECT.index(left + 1, size.width());
        for (int start = 0; start < mapped.length; start += area) {
          double value =
              mapped[start + above + west] * (1 - lower) * (1 - righter)
                  + mapped[start + above + east] * (1 - lower) * righter
                  + mapped[start + below + west] * lower * (1 - righter)
                  + mapped[start + below + east] * lower * righter;
          result[start + i] = Levels.stored((float) value);
        }
      }
    }
    return result;
  }

  private float[] shifts(double[] draws, int start) {
    float[] shifts = new float[size.area()];
    if (amplitude != 0) {
      double[] field = new double[size.area()];
      System.arraycopy(draws, start, field, 0, field.length);
      field = smoothing.filter(field, size.height(), size.width());
      for (int i = 0; i < shifts.length; i++) {
        shifts[i] = (float) (field[i] * amplitude);
      }
    }
    return shifts;
  }
}
