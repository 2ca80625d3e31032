package io.seedcast.vision.loader;

import io.seedcast.vision.Images;
import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * All images in their own order, unvaried, in batches of one size and a smaller last one: what
 * evaluation takes. Each iterator is for one thread.
 *
 * @param images the images
 * @param batchSize images per batch, at least 1
 */
public record SequentialBatches(Images images, int batchSize) implements Iterable<Batch> {
  public SequentialBatches {
    if (batchSize < 1) {
      throw new IllegalArgumentException("batchSize must be at least 1: got " + batchSize);
    }
  }

  @Override
  public Iterator<Batch> iterator() {
    return new Iterator<>() {
      private int next;

      @Override
      public boolean hasNext() {
        return next < images.count();
      }

      @Override
      public Batch next() {
        if (!hasNext()) {
          throw new NoSuchElementException("all " + images.count() + " images were delivered");
        }
        int from = next;
        next = Math.min(images.count(), from + batchSize);
        return Batch.inOrder(images, from, next);
      }
    };
  }
}
