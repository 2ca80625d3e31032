package io.seedcast.vision.loader;

import io.seedcast.core.random.Philox;
import io.seedcast.core.random.Purpose;
import io.seedcast.vision.Images;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Prepares shuffled and varied training batches on background threads, ahead of the consumer.
 *
 * <p>The batches of an epoch are a function of images, settings and epoch, not of the number of
 * threads: the order is drawn from (data seed, epoch), each image's variation from (data seed,
 * epoch, image).
 *
 * <pre>{@code
 * try (BatchLoader loader = BatchLoader.open(dataset.train(), LoaderSettings.of(128, dataSeed))) {
 *   for (int epoch = 0; epoch < epochs; epoch++) {
 *     try (Epoch batches = loader.epoch(epoch)) {
 *       while (batches.hasNext()) {
 *         step(batches.next());
 *       }
 *     }
 *   }
 * }
 * }</pre>
 *
 * <p>{@link #close} ends the background threads.
 */
public final class BatchLoader implements AutoCloseable {
  private final Images images;
  private final LoaderSettings settings;
  private final List<Thread> threads = new CopyOnWriteArrayList<>();
  private final ExecutorService executor;

  private BatchLoader(Images images, LoaderSettings settings) {
    this.images = images;
    this.settings = settings;
    this.executor = Executors.newFixedThreadPool(settings.threads(), this::newThread);
  }

  private Thread newThread(Runnable work) {
    Thread thread = new Thread(work, "seedcast-batch-loader");
    thread.setDaemon(true);
    threads.add(thread);
    return thread;
  }

  /**
   * Makes a loader. Its threads start with the first epoch.
   *
   * @throws IllegalArgumentException if the images do not fill a single batch
   */
  public static BatchLoader open(Images images, LoaderSettings settings) {
    int needed = settings.dropLast() ? settings.batchSize() : 1;
    if (images.count() < needed) {
      throw new IllegalArgumentException(
          "the loader needs at least " + needed + " images to make a batch: got " + images.count());
    }
    return new BatchLoader(images, settings);
  }

  /** The number of batches of an epoch. */
  public int batchesPerEpoch() {
    int whole = images.count() / settings.batchSize();
    boolean hasSmallerLast = images.count() % settings.batchSize() != 0 && !settings.dropLast();
    return hasSmallerLast ? whole + 1 : whole;
  }

  /**
   * Begins an epoch. Several may be open at a time; they share the threads.
   *
   * @param epoch its number, 0 to 2^24 - 1
   */
  public Epoch epoch(int epoch) {
    return epoch(epoch, 0);
  }

  /**
   * Begins an epoch in the middle, as if its first batches had been taken.
   *
   * @param epoch its number, 0 to 2^24 - 1
   * @param firstBatch number of the first batch to deliver, 0 to {@link #batchesPerEpoch}
   * @throws IllegalStateException if the loader is closed
   */
  public Epoch epoch(int epoch, int firstBatch) {
    if (epoch < 0 || epoch > Augmentation.MAX_EPOCH) {
      throw new IllegalArgumentException(
          "epoch must be 0 to " + Augmentation.MAX_EPOCH + ": got " + epoch);
    }
    if (executor.isShutdown()) {
      throw new IllegalStateException("the batch loader is closed");
    }
    int batches = batchesPerEpoch();
    if (firstBatch < 0 || firstBatch > batches) {
      throw new IllegalArgumentException(
          "firstBatch must be 0 to " + batches + ": got " + firstBatch);
    }
    int[] order = order(epoch);
    return new Epoch(
        executor,
        number -> prepare(order, epoch, number),
        firstBatch,
        batches,
        settings.batchesAhead());
  }

  private Batch prepare(int[] order, int epoch, int number) {
    int from = number * settings.batchSize();
    int to = Math.min(order.length, from + settings.batchSize());
    return Batch.of(images, order, from, to, settings.augmentation(), settings.dataSeed(), epoch);
  }

  /** A permutation of all images: Fisher and Yates' shuffle from the last position down. */
  private int[] order(int epoch) {
    int[] order = new int[images.count()];
    Philox random = Philox.of(settings.dataSeed(), Purpose.SHUFFLE.stream(epoch));
    for (int i = 0; i < order.length; i++) {
      order[i] = i;
    }
    for (int i = order.length - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      int swapped = order[i];
      order[i] = order[other];
      order[other] = swapped;
    }
    return order;
  }

  /** Ends the background threads and waits until they have ended. Open epochs deliver no more. */
  @Override
  public void close() {
    for (Runnable abandoned : executor.shutdownNow()) {
      // An epoch may be waiting for it.
      ((Future<?>) abandoned).cancel(false);
    }
    try {
      for (Thread thread : threads) {
        // The executor counts as terminated a moment before its threads have ended.
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
