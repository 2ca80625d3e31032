package io.seedcast.experiment.judge;

import io.seedcast.core.random.Philox;
import io.seedcast.core.random.Purpose;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Which of many images are used, drawn by a seed.
 *
 * <p>Of the streams of {@link Purpose#SAMPLE}, stream 1 has another use too: {@link
 * io.seedcast.vision.Images#balancedSample} draws a fraction of the training images from it. So
 * with one seed the corrupted test images and that fraction come of the same random numbers, which
 * does no harm, since they are places among different images. Stream 2 deals out the folds of
 * {@link io.seedcast.vision.style.StyledImages}, and streams 0 to 3 give the pixels of the probe
 * images of packages, both always with seed 1. A new kind of sample takes another stream; these
 * never change, for with other images all that was judged would have to be judged again.
 */
public enum Sample {
  /** Training images: stream 0. */
  TRAINING(0),
  /** Test images: stream 1. */
  TEST(1);

  private final int stream;

  Sample(int stream) {
    this.stream = stream;
  }

  /**
   * Draws {@code size} of {@code count} places, or takes all of them if there are no more.
   *
   * @return places in ascending order, all different
   */
  public int[] draw(int count, int size, long seed) {
    int[] order = IntStream.range(0, count).toArray();
    if (size >= count) {
      return order;
    }
    Philox random = Philox.of(seed, Purpose.SAMPLE.stream(stream));
    for (int i = 0; i < size; i++) {
      int other = i + random.nextInt(order.length - i);
      int drawn = order[other];
      order[other] = order[i];
      order[i] = drawn;
    }
    int[] sample = Arrays.copyOf(order, size);
    Arrays.sort(sample);
    return sample;
  }
}
