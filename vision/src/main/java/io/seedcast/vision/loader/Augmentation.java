package io.seedcast.vision.loader;

import io.seedcast.core.random.Philox;
import io.seedcast.core.random.Purpose;
import io.seedcast.vision.ImageSize;
import java.util.Arrays;

/**
 * How a training image is varied: surrounded by black, cut out again at a random place, and
 * mirrored left to right in half of all cases.
 *
 * <p>The variant of an image is a function of (data seed, epoch, image index) alone, whatever
 * thread makes it and in whatever order. Its stream is {@code Philox.of(dataSeed,
 * Purpose.AUGMENTATION.stream(epoch * 2^32 + index))}, from which the first row of the cut is
 * drawn, then the first column (both 0 to 2 padding), then, with {@code flip}, one word whose
 * lowest bit says whether to mirror.
 *
 * @param padding width of the black border on every side, in pixels, 0 to {@value #MAX_PADDING}
 * @param flip whether to mirror; only for data whose classes survive it, so not for digits
 */
public record Augmentation(int padding, boolean flip) {
  /** The widest border, in pixels. */
  public static final int MAX_PADDING = 1024;

  /** Images as they are. */
  public static final Augmentation NONE = new Augmentation(0, false);

  /** The usual recipe for 32x32 images: a border of 4 pixels and mirroring. */
  public static final Augmentation STANDARD = new Augmentation(4, true);

  /** The largest epoch number that the streams have room for. */
  static final int MAX_EPOCH = (1 << 24) - 1;

  private static final int EPOCH_SHIFT = 32;

  public Augmentation {
    if (padding < 0 || padding > MAX_PADDING) {
      throw new IllegalArgumentException(
          "padding must be 0 to " + MAX_PADDING + " pixels: got " + padding);
    }
  }

  /** Whether images stay as they are. */
  public boolean isNone() {
    return padding == 0 && !flip;
  }

  /** Returns the variation of one image in one epoch. */
  Cut cut(long dataSeed, int epoch, int index) {
    long stream = Purpose.AUGMENTATION.stream((long) epoch << EPOCH_SHIFT | index);
    Philox random = Philox.of(dataSeed, stream);
    int top = random.nextInt(2 * padding + 1);
    int left = random.nextInt(2 * padding + 1);
    boolean mirrored = flip && (random.nextBits() & 1) == 1;
    return new Cut(top - padding, left - padding, mirrored);
  }

  /**
   * Where an image is cut out, relative to its own corner, and whether the result is mirrored.
   *
   * @param top row of the image that becomes row 0; rows outside the image are black
   * @param left column of the image that becomes column 0, before mirroring
   */
  record Cut(int top, int left, boolean mirrored) {

    /**
     * Writes the variant of {@code imageChw} to {@code target} from {@code offset} on; both have
     * the given size.
     */
    void apply(ImageSize size, byte[] imageChw, byte[] target, int offset) {
      int height = size.height();
      int width = size.width();
      int firstColumn = Math.max(0, -left);
      int lastColumn = Math.min(width, width - left);
      Arrays.fill(target, offset, offset + size.bytes(), (byte) 0);
      for (int row = Math.max(0, -top); row < Math.min(height, height - top); row++) {
        for (int channel = 0; channel < size.channels(); channel++) {
          int from = (channel * height + row + top) * width + left;
          int to = offset + (channel * height + row) * width;
          if (mirrored) {
            for (int column = firstColumn; column < lastColumn; column++) {
              target[to + width - 1 - column] = imageChw[from + column];
            }
          } else if (firstColumn < lastColumn) {
            System.arraycopy(
                imageChw, from + firstColumn, target, to + firstColumn, lastColumn - firstColumn);
          }
        }
      }
    }
  }
}
