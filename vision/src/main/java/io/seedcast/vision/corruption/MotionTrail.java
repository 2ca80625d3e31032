package io.seedcast.vision.corruption;

import java.util.Arrays;

/**
 * Blur along a line to one side of each pixel, with the falling half of a normal distribution: what
 * ImageMagick 6 computes with 16 bits a sample. Bytes in, bytes out; the result is cut off, not
 * rounded, so that only constant areas keep their value.
 */
final class MotionTrail {
  /** Takes 8 bits to 16. */
  private static final int TO_16_BITS = 257;

  private static final int MAX_16_BITS = 65_535;

  private final double[] weights;

  /**
   * Prepares the weights.
   *
   * @param radius half the length in pixels; the trail has {@code 2 radius + 1} of them
   * @param sigma spread in pixels
   */
  MotionTrail(int radius, double sigma) {
    weights = new double[2 * radius + 1];
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      weights[i] = StrictMath.exp(-i * i / (2 * sigma * sigma));
      sum += weights[i];
    }
    for (int i = 0; i < weights.length; i++) {
      weights[i] /= sum;
    }
  }

  /** Blurs each of the planes that follow one another in an array; returns a new array. */
  byte[] blur(byte[] planes, int height, int width, double angleDegrees) {
    double radians = Math.PI * angleDegrees / 180.0;
    int[] right = offsets(StrictMath.cos(radians));
    int[] down = offsets(StrictMath.sin(radians));
    int area = height * width;
    byte[] result = new byte[planes.length];
    double[] sums = new double[area];
    for (int start = 0; start < planes.length; start += area) {
      int first = start;
      PaddedPlane padded =
          PaddedPlane.of(
              i -> TO_16_BITS * (planes[first + i] & 0xFF),
              height,
              width,
              Border.EDGE,
              before(down),
              after(down),
              before(right),
              after(right));
      Arrays.fill(sums, 0);
      for (int i = 0; i < weights.length; i++) {
        padded.addShifted(down[i], right[i], weights[i], sums);
      }
      for (int i = 0; i < area; i++) {
        int sample = Math.min((int) (sums[i] + 0.5), MAX_16_BITS);
        result[start + i] = (byte) (sample / TO_16_BITS);
      }
    }
    return result;
  }

  /** The nearest pixels along one axis, halves down. */
  private int[] offsets(double step) {
    int[] offsets = new int[weights.length];
    for (int i = 0; i < offsets.length; i++) {
      offsets[i] = (int) Math.ceil(i * step - 0.5);
    }
    return offsets;
  }

  private static int before(int[] offsets) {
    return Math.max(0, -Arrays.stream(offsets).min().orElse(0));
  }

  private static int after(int[] offsets) {
    return Math.max(0, Arrays.stream(offsets).max().orElse(0));
  }
}
