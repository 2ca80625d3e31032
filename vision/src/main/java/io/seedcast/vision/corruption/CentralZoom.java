package io.seedcast.vision.corruption;

/**
 * Enlarges the centre of an image to the image's size, bilinearly. The outermost samples of the
 * part that is cut out meet those of its enlargement, from which the image is cut again.
 */
final class CentralZoom {
  private final Axis rows;
  private final Axis columns;

  /**
   * Prepares the enlargement.
   *
   * @param factor at least 1; 1 changes nothing
   */
  CentralZoom(int height, int width, double factor) {
    this.rows = Axis.of(height, factor);
    this.columns = Axis.of(width, factor);
  }

  /** Enlarges one plane, which begins at {@code start}, into {@code target}. */
  void apply(double[] planes, int start, double[] target) {
    int height = rows.lower.length;
    int width = columns.lower.length;
    double[] above = new double[width];
    double[] below = new double[width];
    for (int y = 0; y < height; y++) {
      int lower = start + rows.lower[y] * width;
      int upper = start + rows.upper[y] * width;
      double lowerWeight = 1 - rows.fraction[y];
      double upperWeight = rows.fraction[y];
      for (int x = 0; x < width; x++) {
        above[x] = planes[lower + x] * lowerWeight;
        below[x] = planes[upper + x] * upperWeight;
      }
      for (int x = 0; x < width; x++) {
        int left = columns.lower[x];
        int right = columns.upper[x];
        double rightWeight = columns.fraction[x];
        double leftWeight = 1 - rightWeight;
        target[y * width + x] =
            above[left] * leftWeight
                + above[right] * rightWeight
                + below[left] * leftWeight
                + below[right] * rightWeight;
      }
    }
  }

  /**
   * Where the samples of one axis come from.
   *
   * @param lower the sample before
   * @param upper the sample after
   * @param fraction the way from the one to the other
   */
  @SuppressWarnings("ArrayRecordComponent") // Never compared, and private to this class.
  private record Axis(int[] lower, int[] upper, double[] fraction) {
    static Axis of(int length, double factor) {
      int cut = (int) Math.ceil(length / factor);
      int enlarged = (int) Math.rint(cut * factor);
      int cutStart = (length - cut) / 2;
      int enlargedStart = (enlarged - length) / 2;
      double step = enlarged == 1 ? 0 : (double) (cut - 1) / (enlarged - 1);
      Axis axis = new Axis(new int[length], new int[length], new double[length]);
      for (int i = 0; i < length; i++) {
        double position = Math.min((i + enlargedStart) * step, cut - 1);
        int lower = (int) position;
        axis.lower[i] = cutStart + lower;
        axis.upper[i] = cutStart + Math.min(lower + 1, cut - 1);
        axis.fraction[i] = position - lower;
      }
      return axis;
    }
  }
}
