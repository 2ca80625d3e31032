package io.seedcast.vision.picture;

import io.seedcast.vision.DataException;
import io.seedcast.vision.ImageSize;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/**
 * One image outside a dataset: read from a PNG or JPEG file, resized, written as PNG. Bytes, layout
 * (C, H, W), red, green, blue. Immutable.
 */
public final class Picture {
  private final ImageSize size;
  private final byte[] pixelsChw;

  private Picture(ImageSize size, byte[] pixelsChw) {
    this.size = size;
    this.pixelsChw = pixelsChw;
  }

  /** Returns a picture with a copy of these pixels. */
  public static Picture of(ImageSize size, byte[] pixelsChw) {
    if (pixelsChw.length != size.bytes()) {
      throw new IllegalArgumentException(
          "a picture of " + size + " has " + size.bytes() + " bytes: got " + pixelsChw.length);
    }
    return new Picture(size, pixelsChw.clone());
  }

  /** Takes ownership of the array. */
  static Picture wrap(ImageSize size, byte[] pixelsChw) {
    return new Picture(size, pixelsChw);
  }

  /**
   * Reads a PNG or JPEG file, told apart by content.
   *
   * <p>Samples become 8 bits deep. Transparent pixels are laid over white. Between grey and colour:
   * grey is repeated for red, green and blue; colour becomes {@code (77 red + 150 green + 29 blue +
   * 128) / 256}. The file's orientation tag is not applied.
   *
   * @param channels of the result, 1 or 3
   * @throws DataException if there is no such file, it is not PNG or JPEG, damaged, longer than 64
   *     MiB, or has more than 64 million pixels
   */
  public static Picture read(Path file, int channels) {
    return PictureDecoder.read(file, channels, true);
  }

  /**
   * Reads a file as {@link #read} does, but takes transparent pixels in the colour that they are
   * stored with.
   *
   * @param channels of the result, 1 or 3
   * @throws DataException as {@link #read} does
   */
  public static Picture readWithoutAlpha(Path file, int channels) {
    return PictureDecoder.read(file, channels, false);
  }

  /** The picture's size. */
  public ImageSize size() {
    return size;
  }

  /** The pixels, layout (C, H, W), a copy. */
  public byte[] pixelsChw() {
    return pixelsChw.clone();
  }

  /**
   * Returns the picture stretched or shrunk to a new height and width, each on its own.
   *
   * <p>Along an axis that shrinks, a new pixel is the mean of what it covers, parts of pixels
   * counted as parts; along an axis that grows, it is interpolated linearly between the two nearest
   * pixel centres, and equals the outermost pixel beyond the outermost centre. Rows first, then
   * columns, in double precision, rounded once, halves up: equal bytes on every platform.
   */
  public Picture resize(int height, int width) {
    if (height == size.height() && width == size.width()) {
      return this;
    }
    ImageSize target = new ImageSize(size.channels(), height, width);
    return new Picture(target, Resampling.resize(pixelsChw, size, target));
  }

  /** Returns the picture as a PNG file. */
  public byte[] toPng() {
    int type = size.channels() == 1 ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_INT_RGB;
    BufferedImage image = new BufferedImage(size.width(), size.height(), type);
    for (int y = 0; y < size.height(); y++) {
      for (int x = 0; x < size.width(); x++) {
        for (int channel = 0; channel < size.channels(); channel++) {
          int value = pixelsChw[(channel * size.height() + y) * size.width() + x] & 0xFF;
          image.getRaster().setSample(x, y, channel, value);
        }
      }
    }
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    try {
      if (!ImageIO.write(image, "png", png)) {
        throw new IllegalStateException("every Java platform writes PNG");
      }
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory does not fail", e);
    }
    return png.toByteArray();
  }

  @Override
  public String toString() {
    return "Picture[" + size + "]";
  }
}
