package io.seedcast.vision.picture;

import io.seedcast.vision.ImageSize;

/** Changes the size of images one axis after the other; the rule is in {@link Picture#resize}. */
final class Resampling {
  private Resampling() {}

  static byte[] resize(byte[] sourceChw, ImageSize source, ImageSize target) {
    Axis columns = Axis.between(source.width(), target.width());
    Axis rows = Axis.between(source.height(), target.height());
    byte[] targetChw = new byte[target.bytes()];
    double[] plane = new double[source.area()];
    double[] narrowed = new double[source.height() * target.width()];
    double[] resized = new double[target.area()];
    for (int channel = 0; channel < source.channels(); channel++) {
      for (int i = 0; i < plane.length; i++) {
        plane[i] = sourceChw[channel * plane.length + i] & 0xFF;
      }
      for (int y = 0; y < source.height(); y++) {
        columns.apply(plane, y * source.width(), 1, narrowed, y * target.width(), 1);
      }
      for (int x = 0; x < target.width(); x++) {
        rows.apply(narrowed, x, target.width(), resized, x, target.width());
      }
      for (int i = 0; i < resized.length; i++) {
        targetChw[channel * resized.length + i] = (byte) (int) (resized[i] + 0.5);
      }
    }
    return targetChw;
  }

  /** How positions along one axis are made of old ones. */
  private static final class Axis {
    /** For each new position the first old one that counts. */
    private final int[] first;

    /** For each new position what it and the following ones count, adding up to 1. */
    private final double[][] weights;

    private Axis(int length) {
      first = new int[length];
      weights = new double[length][];
    }

    static Axis between(int oldLength, int newLength) {
      Axis axis = new Axis(newLength);
      for (int i = 0; i < newLength; i++) {
        if (newLength < oldLength) {
          axis.average(i, (double) oldLength / newLength, oldLength);
        } else {
          axis.interpolate(i, (double) oldLength / newLength, oldLength);
        }
      }
      return axis;
    }

    private void average(int i, double scale, int oldLength) {
      double from = i * scale;
      double to = Math.min(oldLength, (i + 1) * scale);
      int begin = (int) from;
      int end = Math.min(oldLength, (int) Math.ceil(to));
      first[i] = begin;
      weights[i] = new double[end - begin];
      for (int j = begin; j < end; j++) {
        weights[i][j - begin] = (Math.min(to, j + 1) - Math.max(from, j)) / (to - from);
      }
    }

    private void interpolate(int i, double scale, int oldLength) {
      double centre = Math.max(0, Math.min(oldLength - 1, (i + 0.5) * scale - 0.5));
      int left = Math.min((int) centre, Math.max(0, oldLength - 2));
      double share = centre - left;
      first[i] = left;
      weights[i] = oldLength == 1 ? new double[] {1} : new double[] {1 - share, share};
    }

    void apply(double[] from, int fromOffset, int fromStep, double[] to, int toOffset, int toStep) {
      for (int i = 0; i < first.length; i++) {
        double sum = 0;
        for (int j = 0; j < weights[i].length; j++) {
          sum += weights[i][j] * from[fromOffset + (first[i] + j) * fromStep];
        }
        to[toOffset + i * toStep] = sum;
      }
    }
  }
}
