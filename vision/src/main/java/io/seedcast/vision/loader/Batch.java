package io.seedcast.vision.loader;

import io.seedcast.vision.ImageSize;
import io.seedcast.vision.Images;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Some images and their labels, as one step of training or evaluation takes them.
 *
 * <p>The arrays are made for this batch alone and handed over with it: they are not copied, and
 * whoever receives the batch may do with them as they like.
 */
public final class Batch {
  private final ImageSize imageSize;
  private final byte[] pixelsNchw;
  private final int[] labels;
  private final int[] indices;

  private Batch(ImageSize imageSize, byte[] pixelsNchw, int[] labels, int[] indices) {
    this.imageSize = imageSize;
    this.pixelsNchw = pixelsNchw;
    this.labels = labels;
    this.indices = indices;
  }

  /** Collects images {@code from} to {@code to - 1} as they are. */
  static Batch inOrder(Images images, int from, int to) {
    int[] order = IntStream.range(from, to).toArray();
    return of(images, order, 0, to - from, Augmentation.NONE, 0, 0);
  }

  /**
   * Collects the images {@code order[from]} to {@code order[to - 1]}, each varied as its place in
   * the dataset and the epoch say.
   */
  static Batch of(
      Images images,
      int[] order,
      int from,
      int to,
      Augmentation augmentation,
      long dataSeed,
      int epoch) {
    ImageSize size = images.size();
    byte[] pixelsNchw = new byte[(to - from) * size.bytes()];
    int[] labels = new int[to - from];
    byte[] imageChw = new byte[size.bytes()];
    for (int i = 0; i < labels.length; i++) {
      int index = order[from + i];
      labels[i] = images.label(index);
      if (augmentation.isNone()) {
        images.copyImage(index, pixelsNchw, i * size.bytes());
      } else {
        images.copyImage(index, imageChw, 0);
        augmentation
            .cut(dataSeed, epoch, index)
            .apply(size, imageChw, pixelsNchw, i * size.bytes());
      }
    }
    return new Batch(size, pixelsNchw, labels, Arrays.copyOfRange(order, from, to));
  }

  /** The size of every image. */
  public ImageSize imageSize() {
    return imageSize;
  }

  /** N, the number of images, at least 1. */
  public int count() {
    return labels.length;
  }

  /** The pixels, uint8, layout (N, C, H, W): the live array. */
  public byte[] pixelsNchw() {
    return pixelsNchw;
  }

  /** The classes, counted from 0: the live array, of length N. */
  public int[] labels() {
    return labels;
  }

  /** Where each image stands in the dataset, counted from 0: the live array, of length N. */
  public int[] indices() {
    return indices;
  }
}
