package io.seedcast.vision.corruption;

import java.util.function.IntToDoubleFunction;

/** One channel with its surroundings, to be added up at many shifts without asking for borders. */
final class PaddedPlane {
  private final double[] values;
  private final int height;
  private final int width;
  private final int above;
  private final int left;
  private final int stride;

  private PaddedPlane(double[] values, int height, int width, int above, int left, int stride) {
    this.values = values;
    this.height = height;
    this.width = width;
    this.above = above;
    this.left = left;
    this.stride = stride;
  }

  /**
   * Surrounds a channel.
   *
   * @param plane gives the value at each position, rows first
   */
  static PaddedPlane of(
      IntToDoubleFunction plane,
      int height,
      int width,
      Border border,
      int above,
      int below,
      int left,
      int right) {
    int stride = left + width + right;
    int[] rows = border.indices(height, above, below);
    int[] columns = border.indices(width, left, right);
    double[] values = new double[rows.length * stride];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        values[(y + above) * stride + left + x] = plane.applyAsDouble(y * width + x);
      }
    }
    for (int y = 0; y < rows.length; y++) {
      int from = (rows[y] + above) * stride;
      if (y != rows[y] + above) {
        System.arraycopy(values, from + left, values, y * stride + left, width);
      }
      for (int x = 0; x < left; x++) {
        values[y * stride + x] = values[from + left + columns[x]];
      }
      for (int x = left + width; x < stride; x++) {
        values[y * stride + x] = values[from + left + columns[x]];
      }
    }
    return new PaddedPlane(values, height, width, above, left, stride);
  }

  /** Adds, at every position, the value at a distance from it, times a weight. */
  void addShifted(int down, int right, double weight, double[] sums) {
    for (int y = 0; y < height; y++) {
      int from = (y + above + down) * stride + left + right;
      int to = y * width;
      for (int x = 0; x < width; x++) {
        sums[to + x] += weight * values[from + x];
      }
    }
  }
}
