package io.seedcast.vision.corruption;

import io.seedcast.core.random.Philox;
import io.seedcast.vision.ImageSize;

/** Blur along a line. Draws: its angle in degrees, -45 to 45. */
final class MotionBlur implements Distortion {
  private static final double STEEPEST_DEGREES = 45;

  private final ImageSize size;
  private final MotionTrail trail;

  /**
   * Prepares the blur.
   *
   * @param parameters radius and spread of the trail
   */
  MotionBlur(ImageSize size, double[] parameters) {
    this.size = size;
    this.trail = new MotionTrail((int) parameters[0], parameters[1]);
  }

  @Override
  public int drawCount() {
    return 1;
  }

  @Override
  public double[] draw(Philox random) {
    return new double[] {Draws.uniform(random, -STEEPEST_DEGREES, STEEPEST_DEGREES)};
  }

  @Override
  public byte[] apply(byte[] imageChw, double[] draws) {
    return trail.blur(imageChw, size.height(), size.width(), draws[0]);
  }
}
