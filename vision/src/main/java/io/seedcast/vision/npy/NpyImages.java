package io.seedcast.vision.npy;

import io.seedcast.vision.DataException;
import io.seedcast.vision.DataException.Reason;
import io.seedcast.vision.ImageSize;
import io.seedcast.vision.Images;
import java.nio.file.Path;
import java.util.List;

/**
 * Images in a {@code .npy} file: uint8, shape (N, height, width, channels), with 3 channels (red,
 * green, blue) or 1 (grey). Labels lie in a file of their own: integers, shape (N).
 */
public final class NpyImages {
  private static final int RANK = 4;
  private static final int BLOCK_BYTES = 1 << 24;

  private final NpyFile array;
  private final ImageSize size;
  private final long count;

  private NpyImages(NpyFile array, ImageSize size, long count) {
    this.array = array;
    this.size = size;
    this.count = count;
  }

  /**
   * Opens an array of images; reads its header only.
   *
   * @throws DataException if it is no array, or not one of images
   */
  public static NpyImages open(Path file) {
    NpyFile array = NpyFile.open(file);
    List<Long> shape = array.shape();
    if (array.type() != NpyType.UINT8) {
      throw new DataException(
          Reason.MIXED_UP,
          "%s: elements of type %s, shape %s; images are uint8 (|u1), shape (N, height, width, 3)"
              .formatted(file, array.type().descr(), array.shapeText()));
    }
    if (shape.size() != RANK
        || shape.get(0) < 1
        || !isSide(shape.get(1))
        || !isSide(shape.get(2))
        || (shape.get(3) != 1 && shape.get(3) != 3)) {
      throw new DataException(
          Reason.SIZE,
          "%s: shape %s; images have shape (N, height, width, 3) or (N, height, width, 1), sides 1 to %d, N at least 1"
              .formatted(file, array.shapeText(), ImageSize.MAX_SIDE));
    }
    ImageSize size =
        new ImageSize(shape.get(3).intValue(), shape.get(1).intValue(), shape.get(2).intValue());
    return new NpyImages(array, size, shape.get(0));
  }

  private static boolean isSide(long extent) {
    return extent >= 1 && extent <= ImageSize.MAX_SIDE;
  }

  /** Where the array lies. */
  public Path file() {
    return array.file();
  }

  /** The size of every image. */
  public ImageSize size() {
    return size;
  }

  /** The number of images. */
  public long count() {
    return count;
  }

  /**
   * Reads some of the images.
   *
   * @param first index of the first one
   * @param labels their classes, one for each image to read
   * @throws DataException if they do not fit into memory, or the file cannot be read
   */
  public Images read(long first, int... labels) {
    if (first < 0 || first + labels.length > count) {
      throw new IndexOutOfBoundsException(
          "no images " + first + " to " + (first + labels.length - 1) + " among " + count);
    }
    if (labels.length > Images.maxCount(size)) {
      throw new DataException(
          Reason.SIZE,
          "%s: %d images of %s are too many; up to %d fit into memory"
              .formatted(file(), labels.length, size, Images.maxCount(size)));
    }
    Images.Builder images = Images.builder(labels.length, size);
    byte[] imageHwc = new byte[size.bytes()];
    byte[] imageChw = new byte[size.bytes()];
    int blockImages = Math.max(1, BLOCK_BYTES / size.bytes());
    for (int start = 0; start < labels.length; start += blockImages) {
      int end = Math.min(labels.length, start + blockImages);
      byte[] block = array.bytes((first + start) * size.bytes(), (end - start) * size.bytes());
      for (int i = start; i < end; i++) {
        System.arraycopy(block, (i - start) * size.bytes(), imageHwc, 0, imageHwc.length);
        channelsFirst(imageHwc, imageChw, size);
        images.put(i, imageChw, labels[i]);
      }
    }
    return images.build();
  }

  /**
   * Reads an array of labels.
   *
   * @return integers of 0 or more
   * @throws DataException if it is no array, not of integers, not of rank 1, or an element is
   *     negative
   */
  public static int[] readLabels(Path file) {
    NpyFile array = NpyFile.open(file);
    boolean integers = array.type() != NpyType.FLOAT32 && array.type() != NpyType.FLOAT64;
    if (!integers || array.shape().size() != 1) {
      throw new DataException(
          Reason.MIXED_UP,
          "%s: elements of type %s, shape %s; labels are integers, shape (N,)"
              .formatted(file, array.type().descr(), array.shapeText()));
    }
    double[] numbers = array.numbers();
    int[] labels = new int[numbers.length];
    for (int i = 0; i < labels.length; i++) {
      if (numbers[i] < 0 || numbers[i] > Integer.MAX_VALUE) {
        throw new DataException(
            Reason.MISLABELLED,
            "%s: label %d is %.0f; accepted are 0 and more".formatted(file, i, numbers[i]));
      }
      labels[i] = (int) numbers[i];
    }
    return labels;
  }

  static void channelsFirst(byte[] sourceHwc, byte[] targetChw, ImageSize size) {
    int area = size.area();
    int channels = size.channels();
    for (int channel = 0; channel < channels; channel++) {
      for (int i = 0; i < area; i++) {
        targetChw[channel * area + i] = sourceHwc[i * channels + channel];
      }
    }
  }

  static void channelsLast(byte[] sourceChw, byte[] targetHwc, ImageSize size) {
    int area = size.area();
    int channels = size.channels();
    for (int channel = 0; channel < channels; channel++) {
      for (int i = 0; i < area; i++) {
        targetHwc[i * channels + channel] = sourceChw[channel * area + i];
      }
    }
  }
}
