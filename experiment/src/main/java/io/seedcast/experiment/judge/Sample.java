package io.seedcast.experiment.judge;

import io.seedcast.core.random.Philox;
import io.seedcast.core.random.Purpose;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Which of many images are used, drawn by a seed.
 *
 * <p>{@link Purpose#SAMPLE} tells which of its streams have other uses, too. These never change,
 * for with other images all that was judged would have to be judged again.
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
