package io.seedcast.vision.corruption;

import java.util.Arrays;

/**
 * Distances to the nearest marked pixel, measured in steps to a side (1), diagonally (1.4) and like
 * a chess knight (2.1969), in units of 2^-16 as in OpenCV.
 *
 * <p>Source: G. Borgefors, "Distance transformations in digital images", CVGIP 34(3), 1986.
 */
final class ChamferDistance {
  private static final float UNIT = 0x1p-16f;
  private static final int SIDE = 65_536;
  private static final int DIAGONAL = 91_750;
  private static final int KNIGHT = 143_976;
  private static final int FAR = Integer.MAX_VALUE >> 2;

  /** Half of the neighbourhood: row and column distance, then what the step costs. */
  private static final int[][] STEPS = {
    {-2, -1, KNIGHT}, {-2, 1, KNIGHT}, {-1, -2, KNIGHT}, {-1, -1, DIAGONAL},
    {-1, 0, SIDE}, {-1, 1, DIAGONAL}, {-1, 2, KNIGHT}, {0, -1, SIDE}
  };

  private static final int BORDER = 2;

  private ChamferDistance() {}

  /** The distances; huge everywhere if nothing is marked. */
  static float[] of(boolean[] marked, int height, int width) {
    int stride = width + 2 * BORDER;
    int[] distances = new int[(height + 2 * BORDER) * stride];
    Arrays.fill(distances, FAR);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int i = (y + BORDER) * stride + x + BORDER;
        distances[i] = marked[y * width + x] ? 0 : nearest(distances, i, stride, 1);
      }
    }
    float[] result = new float[height * width];
    for (int y = height - 1; y >= 0; y--) {
      for (int x = width - 1; x >= 0; x--) {
        int i = (y + BORDER) * stride + x + BORDER;
        distances[i] = Math.min(distances[i], nearest(distances, i, stride, -1));
        result[y * width + x] = distances[i] * UNIT;
      }
    }
    return result;
  }

  private static int nearest(int[] distances, int i, int stride, int direction) {
    int nearest = FAR;
    for (int[] step : STEPS) {
      int neighbour = i + direction * (step[0] * stride + step[1]);
      nearest = Math.min(nearest, distances[neighbour] + step[2]);
    }
    return nearest;
  }
}
