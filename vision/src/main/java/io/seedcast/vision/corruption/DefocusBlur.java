package io.seedcast.vision.corruption;

import io.seedcast.vision.ImageSize;
import java.util.Arrays;

/** Blur by a disk whose edge is smoothed. */
final class DefocusBlur implements Distortion.Deterministic {
  private static final int SMALL_RADIUS = 8;

  private final ImageSize size;
  private final int reach;

  /** The disk's weights, {@code (2 reach + 1)} rows and columns. */
  private final float[] kernel;

  /**
   * Prepares the blur.
   *
   * @param parameters radius of the disk; spread of the smoothing of its edge
   */
  DefocusBlur(ImageSize size, double[] parameters) {
    this.size = size;
    double radius = parameters[0];
    boolean small = radius <= SMALL_RADIUS;
    this.reach = small ? SMALL_RADIUS : (int) radius;
    this.kernel = smooth(disk(radius, reach), 2 * reach + 1, small ? 1 : 2, parameters[1]);
  }

  private static float[] disk(double radius, int reach) {
    int side = 2 * reach + 1;
    float[] disk = new float[side * side];
    int cells = 0;
    for (int y = -reach; y <= reach; y++) {
      for (int x = -reach; x <= reach; x++) {
        if (x * x + y * y <= radius * radius) {
          disk[(y + reach) * side + x + reach] = 1;
          cells++;
        }
      }
    }
    for (int i = 0; i < disk.length; i++) {
      disk[i] /= cells;
    }
    return disk;
  }

  private static float[] smooth(float[] disk, int side, int reach, double sigma) {
    float[] weights = new float[2 * reach + 1];
    double sum = 0;
    for (int k = -reach; k <= reach; k++) {
      sum += StrictMath.exp(-k * k / (2 * sigma * sigma));
    }
    for (int k = -reach; k <= reach; k++) {
      weights[k + reach] = (float) (StrictMath.exp(-k * k / (2 * sigma * sigma)) / sum);
    }
    float[] alongRows = new float[disk.length];
    float[] smoothed = new float[disk.length];
    int[] indices = Border.REFLECT_101.indices(side, reach, reach);
    for (int y = 0; y < side; y++) {
      for (int x = 0; x < side; x++) {
        for (int k = 0; k < weights.length; k++) {
          alongRows[y * side + x] += weights[k] * disk[y * side + indices[x + k]];
        }
      }
    }
    for (int y = 0; y < side; y++) {
      for (int x = 0; x < side; x++) {
        for (int k = 0; k < weights.length; k++) {
          smoothed[y * side + x] += weights[k] * alongRows[indices[y + k] * side + x];
        }
      }
    }
    return smoothed;
  }

  @Override
  public byte[] apply(byte[] imageChw) {
    int area = size.area();
    byte[] result = new byte[imageChw.length];
    double[] blurred = new double[area];
    for (int channel = 0; channel < Levels.CHANNELS; channel++) {
      PaddedPlane padded = pad(imageChw, channel * area);
      Arrays.fill(blurred, 0);
      for (int i = 0; i < kernel.length; i++) {
        if (kernel[i] != 0) {
          int side = 2 * reach + 1;
          padded.addShifted(i / side - reach, i % side - reach, kernel[i], blurred);
        }
      }
      for (int i = 0; i < area; i++) {
        result[channel * area + i] = Levels.stored(blurred[i]);
      }
    }
    return result;
  }

  private PaddedPlane pad(byte[] imageChw, int start) {
    return PaddedPlane.of(
        i -> Levels.unit(imageChw[start + i]),
        size.height(),
        size.width(),
        Border.REFLECT_101,
        reach,
        reach,
        reach,
        reach);
  }
}
