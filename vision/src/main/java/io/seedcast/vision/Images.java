package io.seedcast.vision;

import io.seedcast.core.random.Philox;
import io.seedcast.core.random.Purpose;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Labelled images of one size, held in memory as bytes: uint8, layout (N, C, H, W), channels in the
 * order red, green, blue.
 *
 * <p>Immutable and safe for any number of threads; pixels leave only as copies. Built once with a
 * {@link Builder}, so that the pixels are in memory once.
 */
public final class Images {
  /** The stream of {@link Purpose#SAMPLE}, which tells of the others. */
  private static final int BALANCED_SAMPLE = 1;

  private final ImageSize size;
  private final byte[] pixelsNchw;
  private final int[] labels;
  private volatile @Nullable String sha256;

  private Images(ImageSize size, byte[] pixelsNchw, int[] labels) {
    this.size = size;
    this.pixelsNchw = pixelsNchw;
    this.labels = labels;
  }

  /**
   * Reserves memory for images to be put in one by one.
   *
   * @param count the exact number of images, 0 or more
   * @throws IllegalArgumentException if the images need more than 2 GiB
   */
  public static Builder builder(int count, ImageSize size) {
    if (count < 0) {
      throw new IllegalArgumentException("the number of images must not be negative: got " + count);
    }
    if (count > maxCount(size)) {
      throw new IllegalArgumentException(
          "at most " + maxCount(size) + " images of " + size + " fit into one array: got " + count);
    }
    return new Builder(size, new byte[count * size.bytes()], count);
  }

  /** The most images of a size that can be held together: they share one array of at most 2 GiB. */
  public static int maxCount(ImageSize size) {
    return (Integer.MAX_VALUE - 8) / size.bytes();
  }

  /** The size of every image. */
  public ImageSize size() {
    return size;
  }

  /** The number of images. */
  public int count() {
    return labels.length;
  }

  /** Whether there is no image. */
  public boolean isEmpty() {
    return labels.length == 0;
  }

  /** The class of one image, counted from 0. */
  public int label(int index) {
    return labels[index];
  }

  /** The classes of all images, a copy. */
  public int[] labels() {
    return labels.clone();
  }

  /** How often each class occurs, for classes 0 to {@code classes - 1}. */
  public int[] countPerClass(int classes) {
    int[] counts = new int[classes];
    for (int label : labels) {
      counts[label]++;
    }
    return counts;
  }

  /** One value, 0 to 255. */
  public int pixel(int index, int channel, int y, int x) {
    checkIndex(index);
    if (channel < 0
        || channel >= size.channels()
        || y < 0
        || y >= size.height()
        || x < 0
        || x >= size.width()) {
      throw new IndexOutOfBoundsException(
          "no pixel (" + channel + ", " + y + ", " + x + ") in an image of " + size);
    }
    int position = (channel * size.height() + y) * size.width() + x;
    return pixelsNchw[index * size.bytes() + position] & 0xFF;
  }

  /** One image, layout (C, H, W), a copy. */
  public byte[] image(int index) {
    byte[] imageChw = new byte[size.bytes()];
    copyImage(index, imageChw, 0);
    return imageChw;
  }

  /** Copies one image, layout (C, H, W), into {@code target} from {@code offset} on. */
  public void copyImage(int index, byte[] target, int offset) {
    checkIndex(index);
    System.arraycopy(pixelsNchw, index * size.bytes(), target, offset, size.bytes());
  }

  /** All images, layout (N, C, H, W), a copy. */
  public byte[] pixels() {
    return pixelsNchw.clone();
  }

  /** Returns the images at the given positions, in that order, as copies. */
  public Images select(int... indices) {
    Builder selected = builder(indices.length, size);
    byte[] imageChw = new byte[size.bytes()];
    for (int i = 0; i < indices.length; i++) {
      copyImage(indices[i], imageChw, 0);
      selected.put(i, imageChw, labels[indices[i]]);
    }
    return selected.build();
  }

  /** Returns the first {@code count} images, or all of them if there are fewer. */
  public Images first(int count) {
    return count >= count() ? this : select(IntStream.range(0, count).toArray());
  }

  /**
   * Draws a fraction of every class, and keeps the order of the images. A class of n images gives
   * the whole number nearest to {@code fraction * n}, but at least one. Of two fractions drawn with
   * one seed, the larger has all the images of the smaller.
   *
   * @param fraction above 0, at most 1
   */
  public Images balancedSample(double fraction, long seed) {
    if (!(fraction > 0 && fraction <= 1)) {
      throw new IllegalArgumentException("fraction must be above 0 and at most 1: got " + fraction);
    }
    int[] wanted = countPerClass(1 + Arrays.stream(labels).max().orElse(-1));
    for (int i = 0; i < wanted.length; i++) {
      wanted[i] = (int) StrictMath.max(1, StrictMath.rint(fraction * wanted[i]));
    }
    int[] order = IntStream.range(0, count()).toArray();
    Philox random = Philox.of(seed, Purpose.SAMPLE.stream(BALANCED_SAMPLE));
    BitSet sample = new BitSet(count());
    for (int i = 0; i < order.length; i++) {
      int other = i + random.nextInt(order.length - i);
      int drawn = order[other];
      order[other] = order[i];
      if (wanted[labels[drawn]]-- > 0) {
        sample.set(drawn);
      }
    }
    return sample.cardinality() == count() ? this : select(sample.stream().toArray());
  }

  /**
   * Returns the SHA-256 over everything held: the line {@code seedcast-images-v1 N C H W} in ASCII
   * with a line feed, the labels as 32-bit big-endian integers, then the pixels.
   *
   * <p>Computed at the first call, then remembered.
   *
   * @return 64 lowercase hexadecimal digits
   */
  public String sha256() {
    String known = sha256;
    if (known == null) {
      known = digest();
      sha256 = known;
    }
    return known;
  }

  private String digest() {
    MessageDigest digest = newSha256();
    String header =
        "seedcast-images-v1 %d %d %d %d\n"
            .formatted(count(), size.channels(), size.height(), size.width());
    digest.update(header.getBytes(StandardCharsets.US_ASCII));
    ByteBuffer labelBytes = ByteBuffer.allocate(labels.length * Integer.BYTES);
    labelBytes.asIntBuffer().put(labels);
    digest.update(labelBytes);
    digest.update(pixelsNchw);
    return HexFormat.of().formatHex(digest.digest());
  }

  static MessageDigest newSha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform provides SHA-256", e);
    }
  }

  private void checkIndex(int index) {
    if (index < 0 || index >= labels.length) {
      throw new IndexOutOfBoundsException("no image " + index + " among " + labels.length);
    }
  }

  @Override
  public String toString() {
    return "Images[" + count() + " of " + size + "]";
  }

  /**
   * Collects images until all are there. Images of different positions may be put by different
   * threads, as long as {@link #build} happens after all of them.
   */
  public static final class Builder {
    private static final int MISSING = -1;

    private final ImageSize size;
    private final int[] labels;
    private byte @Nullable [] pixelsNchw;

    private Builder(ImageSize size, byte[] pixelsNchw, int count) {
      this.size = size;
      this.pixelsNchw = pixelsNchw;
      this.labels = new int[count];
      Arrays.fill(labels, MISSING);
    }

    /**
     * Copies an image to its position.
     *
     * @param imageChw its pixels, layout (C, H, W)
     * @param label its class, 0 or more
     */
    public Builder put(int index, byte[] imageChw, int label) {
      if (imageChw.length != size.bytes()) {
        throw new IllegalArgumentException(
            "an image of " + size + " has " + size.bytes() + " bytes: got " + imageChw.length);
      }
      return put(index, imageChw, 0, label);
    }

    /** Copies an image to its position, reading {@code source} from {@code offset} on. */
    public Builder put(int index, byte[] source, int offset, int label) {
      if (label < 0) {
        throw new IllegalArgumentException("a label must not be negative: got " + label);
      }
      byte[] target = pixels();
      labels[index] = label;
      System.arraycopy(source, offset, target, index * size.bytes(), size.bytes());
      return this;
    }

    /**
     * Returns the images. The builder cannot be used again.
     *
     * @throws IllegalStateException if an image is missing
     */
    public Images build() {
      byte[] pixels = pixels();
      for (int i = 0; i < labels.length; i++) {
        if (labels[i] == MISSING) {
          throw new IllegalStateException("image " + i + " of " + labels.length + " was not put");
        }
      }
      pixelsNchw = null;
      return new Images(size, pixels, labels);
    }

    private byte[] pixels() {
      byte[] pixels = pixelsNchw;
      if (pixels == null) {
        throw new IllegalStateException("the images have been built");
      }
      return pixels;
    }
  }
}
