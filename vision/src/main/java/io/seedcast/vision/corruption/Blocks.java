package io.seedcast.vision.corruption;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;

/** Shares work on many images among a number of threads, a block of images at a time. */
final class Blocks {
  private static final int LONGEST = 64;
  private static final int PER_THREAD = 8;

  private Blocks() {}

  /** Work on neighbouring images. */
  @FunctionalInterface
  interface Work {
    /** Does the images from {@code begin} to {@code end - 1}. */
    void on(int begin, int end);
  }

  /**
   * Does the work for images 0 to {@code count - 1}, and returns when all of it is done.
   *
   * @param threads at least 1
   */
  static void share(int count, int threads, Work work) {
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be at least 1: got " + threads);
    }
    int length = Math.min(LONGEST, 1 + count / PER_THREAD / threads);
    List<ForkJoinTask<?>> blocks = new ArrayList<>();
    for (int begin = 0; begin < count; begin += length) {
      int first = begin;
      int end = Math.min(count, begin + length);
      blocks.add(ForkJoinTask.adapt(() -> work.on(first, end)));
    }
    ForkJoinPool pool = new ForkJoinPool(threads);
    try {
      pool.invoke(
          ForkJoinTask.adapt(
              () -> {
                ForkJoinTask.invokeAll(blocks);
              }));
    } finally {
      pool.shutdown();
    }
  }
}
