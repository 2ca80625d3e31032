package io.seedcast.vision.corruption;

import io.seedcast.core.random.Philox;

/**
 * One corruption with its parameters, for colour images of one size. Safe for any number of
 * threads.
 *
 * <p>What is random is split off: {@link #draw} makes all random numbers for one image, {@link
 * #apply} is a function of the image and these numbers, so that numbers drawn elsewhere can be
 * replayed. Their order is that of the benchmark's own code.
 */
interface Distortion {
  /** How many random numbers an image takes. */
  int drawCount();

  /** Draws the random numbers for one image, {@link #drawCount} of them. */
  double[] draw(Philox random);

  /**
   * Corrupts an image.
   *
   * @param imageChw its bytes, layout (3, H, W); not changed
   * @return a new array of the same layout
   */
  byte[] apply(byte[] imageChw, double[] draws);

  /** A corruption without random numbers. */
  interface Deterministic extends Distortion {
    @Override
    default int drawCount() {
      return 0;
    }

    @Override
    default double[] draw(Philox random) {
      return new double[0];
    }

    @Override
    default byte[] apply(byte[] imageChw, double[] draws) {
      return apply(imageChw);
    }

    /** Corrupts an image. */
    byte[] apply(byte[] imageChw);
  }
}
