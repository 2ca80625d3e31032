package io.seedcast.vision.corruption;

import io.seedcast.vision.ImageSize;

/**
 * Fewer pixels, each the mean of a box of whole pixels, then as many as before. Means are rounded
 * to bytes after the rows and again after the columns.
 */
final class Pixelate implements Distortion.Deterministic {
  private static final int WEIGHT_BITS = 22;

  private final ImageSize size;
  private final Axis rows;
  private final Axis columns;

  /**
   * Prepares the reduction.
   *
   * @param parameters share of the side that is left
   */
  Pixelate(ImageSize size, double[] parameters) {
    this.size = size;
    this.rows = Axis.of(size.height(), parameters[0]);
    this.columns = Axis.of(size.width(), parameters[0]);
  }

  @Override
  public byte[] apply(byte[] imageChw) {
    int height = size.height();
    int width = size.width();
    int fewRows = rows.first.length;
    int fewColumns = columns.first.length;
    byte[] result = new byte[imageChw.length];
    byte[] narrow = new byte[height * fewColumns];
    byte[] small = new byte[fewRows * fewColumns];
    for (int start = 0; start < imageChw.length; start += size.area()) {
      for (int y = 0; y < height; y++) {
        columns.reduce(imageChw, start + y * width, 1, narrow, y * fewColumns, 1);
      }
      for (int x = 0; x < fewColumns; x++) {
        rows.reduce(narrow, x, fewColumns, small, x, fewColumns);
      }
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          result[start + y * width + x] = small[rows.source[y] * fewColumns + columns.source[x]];
        }
      }
    }
    return result;
  }

  /**
   * How one axis is reduced and enlarged.
   *
   * @param first for each of the few samples, the first of those it is the mean of
   * @param count how many they are
   * @param source for each of the many samples, the one of the few that it shows
   */
  @SuppressWarnings("ArrayRecordComponent") // Never compared, and private to this class.
  private record Axis(int[] first, int[] count, int[] source) {
    static Axis of(int length, double share) {
      int few = Math.max(1, (int) (length * share));
      Axis axis = new Axis(new int[few], new int[few], new int[length]);
      double scale = (double) length / few;
      for (int i = 0; i < few; i++) {
        double centre = (i + 0.5) * scale;
        int from = Math.max(0, (int) (centre - scale / 2 + 0.5));
        int to = Math.min(length, (int) (centre + scale / 2 + 0.5));
        axis.first[i] = from;
        for (int k = from; k < to; k++) {
          double distance = (k + 0.5 - centre) / scale;
          if (distance > -0.5 && distance <= 0.5) {
            axis.count[i]++;
          } else if (axis.count[i] == 0) {
            axis.first[i] = k + 1;
          }
        }
      }
      for (int i = 0; i < length; i++) {
        axis.source[i] = Math.min(few - 1, (int) ((i + 0.5) * few / length));
      }
      return axis;
    }

    void reduce(byte[] from, int fromStart, int fromStep, byte[] to, int toStart, int toStep) {
      for (int i = 0; i < first.length; i++) {
        int weight = (int) (1.0 / count[i] * (1 << WEIGHT_BITS) + 0.5);
        int sum = 1 << (WEIGHT_BITS - 1);
        for (int k = first[i]; k < first[i] + count[i]; k++) {
          sum += weight * (from[fromStart + k * fromStep] & 0xFF);
        }
        to[toStart + i * toStep] = (byte) Math.min(255, sum >> WEIGHT_BITS);
      }
    }
  }
}
