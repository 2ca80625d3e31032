package io.seedcast.vision.loader;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

/**
 * The batches of one pass over the training images, in their order, while the next ones are being
 * prepared.
 *
 * <p>Closing it before its end abandons the rest. For one thread.
 */
public final class Epoch implements Iterator<Batch>, AutoCloseable {
  private final ExecutorService executor;
  private final IntFunction<Batch> preparation;
  private final int batches;
  private final int batchesAhead;
  private final Deque<Future<Batch>> pending = new ArrayDeque<>();
  private int started;
  private int delivered;
  private long waitedNanos;

  /**
   * Delivers batches {@code firstBatch} to {@code batches - 1} of what {@code preparation} returns
   * for their numbers.
   */
  Epoch(
      ExecutorService executor,
      IntFunction<Batch> preparation,
      int firstBatch,
      int batches,
      int batchesAhead) {
    this.executor = executor;
    this.preparation = preparation;
    this.started = firstBatch;
    this.delivered = firstBatch;
    this.batches = batches;
    this.batchesAhead = batchesAhead;
    prepareAhead();
  }

  /** The number of batches of the whole epoch, with any that were skipped. */
  public int batches() {
    return batches;
  }

  /**
   * How long the consumer has waited in {@link #next} so far: what faster loading would have saved.
   */
  public Duration waited() {
    return Duration.ofNanos(waitedNanos);
  }

  @Override
  public boolean hasNext() {
    return delivered < batches;
  }

  /**
   * Returns the next batch, waiting for it if need be.
   *
   * @throws NoSuchElementException if the epoch has ended or was closed
   * @throws IllegalStateException if the batch could not be prepared, with the cause; if the loader
   *     was closed; or if the thread was interrupted, whose interrupt flag is then set again
   */
  @Override
  public Batch next() {
    Future<Batch> head = pending.poll();
    if (head == null) {
      throw new NoSuchElementException("no batch is left: all " + batches + " were delivered");
    }
    if (!executor.isShutdown()) {
      prepareAhead();
    }
    Batch batch = await(head);
    delivered++;
    return batch;
  }

  private void prepareAhead() {
    while (started < batches && pending.size() < batchesAhead) {
      int number = started++;
      pending.add(executor.submit(() -> preparation.apply(number)));
    }
  }

  private Batch await(Future<Batch> future) {
    long start = System.nanoTime();
    try {
      return future.get();
    } catch (ExecutionException e) {
      String message = "batch " + delivered + " could not be prepared: " + e.getCause();
      close();
      throw new IllegalStateException(message, e.getCause());
    } catch (CancellationException e) {
      close();
      throw new IllegalStateException("the batch loader was closed before its epoch ended", e);
    } catch (InterruptedException e) {
      String message = "interrupted while waiting for batch " + delivered;
      close();
      Thread.currentThread().interrupt();
      throw new IllegalStateException(message, e);
    } finally {
      waitedNanos += System.nanoTime() - start;
    }
  }

  /** Abandons the batches that were not delivered. */
  @Override
  public void close() {
    for (Future<Batch> future : pending) {
      future.cancel(false);
    }
    pending.clear();
    started = batches;
    delivered = batches;
  }
}
