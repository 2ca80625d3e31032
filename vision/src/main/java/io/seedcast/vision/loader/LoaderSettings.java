package io.seedcast.vision.loader;

/**
 * How training images are turned into batches.
 *
 * <p>All but the last two decide which batches there are; those only decide how fast they come.
 *
 * @param batchSize images per batch, at least 1
 * @param dropLast whether to leave out the last batch of an epoch if it is smaller than the others
 * @param augmentation how each image is varied
 * @param dataSeed from which order and variations are drawn
 * @param threads number of background threads, 1 to {@value #MAX_THREADS}
 * @param batchesAhead the most batches that are prepared or waiting at a time, 1 to {@value
 *     #MAX_BATCHES_AHEAD}
 */
public record LoaderSettings(
    int batchSize,
    boolean dropLast,
    Augmentation augmentation,
    long dataSeed,
    int threads,
    int batchesAhead) {
  /** The most background threads. */
  public static final int MAX_THREADS = 256;

  /** The most batches in memory ahead of the consumer. */
  public static final int MAX_BATCHES_AHEAD = 1024;

  public LoaderSettings {
    if (batchSize < 1) {
      throw new IllegalArgumentException("batchSize must be at least 1: got " + batchSize);
    }
    if (threads < 1 || threads > MAX_THREADS) {
      throw new IllegalArgumentException(
          "threads must be 1 to " + MAX_THREADS + ": got " + threads);
    }
    if (batchesAhead < 1 || batchesAhead > MAX_BATCHES_AHEAD) {
      throw new IllegalArgumentException(
          "batchesAhead must be 1 to " + MAX_BATCHES_AHEAD + ": got " + batchesAhead);
    }
  }

  /**
   * The usual recipe: standard augmentation, the last batch kept, one background thread, 4 batches
   * ahead.
   */
  public static LoaderSettings of(int batchSize, long dataSeed) {
    return new LoaderSettings(batchSize, false, Augmentation.STANDARD, dataSeed, 1, 4);
  }

  /** Returns these settings with another treatment of the last batch. */
  public LoaderSettings withDropLast(boolean newDropLast) {
    return new LoaderSettings(
        batchSize, newDropLast, augmentation, dataSeed, threads, batchesAhead);
  }

  /** Returns these settings with another augmentation. */
  public LoaderSettings withAugmentation(Augmentation newAugmentation) {
    return new LoaderSettings(
        batchSize, dropLast, newAugmentation, dataSeed, threads, batchesAhead);
  }

  /** Returns these settings with other resources. */
  public LoaderSettings withThreads(int newThreads, int newBatchesAhead) {
    return new LoaderSettings(
        batchSize, dropLast, augmentation, dataSeed, newThreads, newBatchesAhead);
  }
}
