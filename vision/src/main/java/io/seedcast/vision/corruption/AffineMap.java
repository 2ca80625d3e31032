package io.seedcast.vision.corruption;

import io.seedcast.vision.ImageSize;

/**
 * An affine map of an image, resampled bilinearly with mirrored borders. Where a pixel comes from
 * is computed in whole numbers with a resolution of 1/32 pixel, as in OpenCV.
 */
final class AffineMap {
  private static final int COARSE_BITS = 10;
  private static final int FINE_BITS = 5;
  private static final int FINE = 1 << FINE_BITS;
  private static final int DROPPED_BITS = COARSE_BITS - FINE_BITS;

  private final ImageSize size;

  /** From a pixel to where it comes from: column = a x + b y + e, row = c x + d y + f. */
  private final double a;

  private final double b;
  private final double c;
  private final double d;
  private final double e;
  private final double f;

  private AffineMap(ImageSize size, double a, double b, double c, double d, double e, double f) {
    this.size = size;
    this.a = a;
    this.b = b;
    this.c = c;
    this.d = d;
    this.e = e;
    this.f = f;
  }

  /**
   * The map that moves three points around the centre.
   *
   * @param offsets by how much, x and y of the point at the lower right, the upper right and the
   *     upper left
   */
  static AffineMap jittered(ImageSize size, double[] offsets) {
    int centreX = size.width() / 2;
    int centreY = size.height() / 2;
    int q = Math.min(size.height(), size.width()) / 3;
    float x0 = (float) (centreX + q) + (float) offsets[0];
    float y0 = (float) (centreY + q) + (float) offsets[1];
    float x1 = (float) (centreX + q) + (float) offsets[2];
    float y1 = (float) (centreY - q) + (float) offsets[3];
    float x2 = (float) (centreX - q) + (float) offsets[4];
    float y2 = (float) (centreY - q) + (float) offsets[5];
    if (q == 0) {
      return new AffineMap(size, 1, 0, 0, 1, 0, 0); // Three points in one determine nothing.
    }
    // Where points go: x' = m00 x + m01 y + m02, y' = m10 x + m11 y + m12.
    double m00 = ((double) x1 - x2) / (2 * q);
    double m10 = ((double) y1 - y2) / (2 * q);
    double m01 = ((double) x0 - x1) / (2 * q);
    double m11 = ((double) y0 - y1) / (2 * q);
    double m02 = x0 - m00 * (centreX + q) - m01 * (centreY + q);
    double m12 = y0 - m10 * (centreX + q) - m11 * (centreY + q);
    double determinant = m00 * m11 - m01 * m10;
    double scale = determinant == 0 ? 0 : 1 / determinant;
    double a = m11 * scale;
    double b = -m01 * scale;
    double c = -m10 * scale;
    double d = m00 * scale;
    return new AffineMap(size, a, b, c, d, -a * m02 - b * m12, -c * m02 - d * m12);
  }

  /** The mapped image, numbers from 0 to 1, layout (3, H, W). */
  float[] resample(byte[] imageChw) {
    int area = size.area();
    float[] result = new float[imageChw.length];
    for (int y = 0; y < size.height(); y++) {
      long rowX = fixed(b * y + e) + FINE / 2;
      long rowY = fixed(d * y + f) + FINE / 2;
      for (int x = 0; x < size.width(); x++) {
        int fromX = (int) ((rowX + fixed(a * x)) >> DROPPED_BITS);
        int fromY = (int) ((rowY + fixed(c * x)) >> DROPPED_BITS);
        float right = (fromX & (FINE - 1)) / (float) FINE;
        float down = (fromY & (FINE - 1)) / (float) FINE;
        int above = row(fromY >> FINE_BITS);
        int below = row((fromY >> FINE_BITS) + 1);
        int west = Border.REFLECT_101.index(fromX >> FINE_BITS, size.width());
        int east = Border.REFLECT_101.index((fromX >> FINE_BITS) + 1, size.width());
        for (int start = 0; start < imageChw.length; start += area) {
          result[start + y * size.width() + x] =
              Levels.unitFloat(imageChw[start + above + west]) * ((1 - down) * (1 - right))
                  + Levels.unitFloat(imageChw[start + above + east]) * ((1 - down) * right)
                  + Levels.unitFloat(imageChw[start + below + west]) * (down * (1 - right))
                  + Levels.unitFloat(imageChw[start + below + east]) * (down * right);
        }
      }
    }
    return result;
  }

  private int row(int y) {
    return Border.REFLECT_101.index(y, size.height()) * size.width();
  }

  private static long fixed(double pixels) {
    return (long) Math.rint(pixels * (1 << COARSE_BITS));
  }
}
