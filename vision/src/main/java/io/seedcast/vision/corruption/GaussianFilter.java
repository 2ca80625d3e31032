package io.seedcast.vision.corruption;

/**
 * A separable filter with the weights of a normal distribution, cut off at a multiple of its spread
 * and divided by their sum: down the columns first, then along the rows, from the outermost pair of
 * samples inwards.
 */
final class GaussianFilter {
  private static final double NOTHING = 1e-15;

  /** Weights at distance 0, 1, 2, ... */
  private final double[] weights;

  private final Border border;
  private final boolean singlePrecision;

  private GaussianFilter(double[] weights, Border border, boolean singlePrecision) {
    this.weights = weights;
    this.border = border;
    this.singlePrecision = singlePrecision;
  }

  /**
   * Makes a filter.
   *
   * @param sigma spread in pixels; 0 leaves everything as it is
   * @param cutOff multiple of the spread at which the weights end
   */
  static GaussianFilter of(double sigma, Border border, double cutOff) {
    if (sigma <= NOTHING) {
      return new GaussianFilter(new double[] {1}, border, false);
    }
    int radius = (int) (cutOff * sigma + 0.5);
    double[] weights = new double[radius + 1];
    double sum = 0;
    for (int k = -radius; k <= radius; k++) {
      weights[Math.abs(k)] = StrictMath.exp(-0.5 / (sigma * sigma) * (k * k));
      sum += weights[Math.abs(k)];
    }
    for (int k = 0; k <= radius; k++) {
      weights[k] /= sum;
    }
    return new GaussianFilter(weights, border, false);
  }

  /** The same filter, with the outcome of each pass rounded to single precision. */
  GaussianFilter inSinglePrecision() {
    return new GaussianFilter(weights, border, true);
  }

  /** Filters each of the planes that follow one another in an array; returns a new array. */
  double[] filter(double[] planes, int height, int width) {
    double[] result = planes.clone();
    int radius = weights.length - 1;
    if (radius == 0) {
      return result;
    }
    int area = height * width;
    int[] rows = border.indices(height, radius, radius);
    int[] columns = border.indices(width, radius, radius);
    double[] padded = new double[width + 2 * radius];
    double[] vertical = new double[area];
    for (int start = 0; start < planes.length; start += area) {
      for (int y = 0; y < height; y++) {
        filterColumns(planes, start, width, rows, y, vertical);
      }
      round(vertical, 0, area);
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < padded.length; x++) {
          padded[x] = vertical[y * width + columns[x]];
        }
        filterRow(padded, result, start + y * width, width);
      }
      round(result, start, area);
    }
    return result;
  }

  private void filterColumns(
      double[] planes, int start, int width, int[] rows, int y, double[] target) {
    int radius = weights.length - 1;
    int to = y * width;
    int centre = start + rows[y + radius] * width;
    for (int x = 0; x < width; x++) {
      target[to + x] = planes[centre + x] * weights[0];
    }
    for (int k = radius; k >= 1; k--) {
      int above = start + rows[y + radius - k] * width;
      int below = start + rows[y + radius + k] * width;
      double weight = weights[k];
      for (int x = 0; x < width; x++) {
        target[to + x] += (planes[above + x] + planes[below + x]) * weight;
      }
    }
  }

  private void filterRow(double[] padded, double[] target, int to, int width) {
    int radius = weights.length - 1;
    for (int x = 0; x < width; x++) {
      target[to + x] = padded[x + radius] * weights[0];
    }
    for (int k = radius; k >= 1; k--) {
      double weight = weights[k];
      for (int x = 0; x < width; x++) {
        target[to + x] += (padded[x + radius - k] + padded[x + radius + k]) * weight;
      }
    }
  }

  private void round(double[] values, int from, int count) {
    if (singlePrecision) {
      for (int i = from; i < from + count; i++) {
        values[i] = (float) values[i];
      }
    }
  }
}
