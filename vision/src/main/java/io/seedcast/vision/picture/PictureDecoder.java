package io.seedcast.vision.picture;

import io.seedcast.vision.DataException;
import io.seedcast.vision.DataException.Reason;
import io.seedcast.vision.ImageSize;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Reads PNG and JPEG files by means of {@code javax.imageio}; the rules are in {@link
 * Picture#read}.
 */
final class PictureDecoder {
  private static final int MAX_FILE_BYTES = 64 << 20;
  private static final long MAX_PIXELS = 64_000_000;

  private PictureDecoder() {}

  /**
   * Reads a picture.
   *
   * @param overWhite whether transparent pixels are laid over white, or else taken as opaque
   */
  static Picture read(Path file, int channels, boolean overWhite) {
    byte[] content = content(file);
    PngChunks.check(file, content);
    BufferedImage image = decode(file, content);
    ImageSize size = new ImageSize(channels, image.getHeight(), image.getWidth());
    byte[] pixelsChw = new byte[size.bytes()];
    if (isGrey(image)) {
      copyGrey(image, size, overWhite, pixelsChw);
    } else {
      copyColour(image, size, overWhite, pixelsChw);
    }
    return Picture.wrap(size, pixelsChw);
  }

  private static byte[] content(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] content = in.readNBytes(MAX_FILE_BYTES + 1);
      if (content.length > MAX_FILE_BYTES) {
        throw new DataException(
            Reason.SIZE, file + ": the file is too long; images are read up to 64 MiB");
      }
      return content;
    } catch (NoSuchFileException e) {
      throw new DataException(Reason.MISSING, file + ": there is no such file", e);
    } catch (IOException e) {
      throw new DataException(Reason.UNREADABLE, file + ": the image cannot be read: " + e, e);
    }
  }

  private static BufferedImage decode(Path file, byte[] content) {
    try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(content))) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
      if (!readers.hasNext()) {
        throw new DataException(
            Reason.UNDECODABLE,
            file
                + ": not an image: the file begins with "
                + beginning(content)
                + "; PNG and JPEG are accepted");
      }
      ImageReader reader = readers.next();
      try {
        return decode(file, reader, in);
      } finally {
        reader.dispose();
      }
    } catch (IOException e) {
      throw undecodable(file, e.getMessage(), e);
    }
  }

  private static BufferedImage decode(Path file, ImageReader reader, ImageInputStream in)
      throws IOException {
    String format = reader.getFormatName().toLowerCase(Locale.ROOT);
    if (!format.equals("png") && !format.equals("jpeg")) {
      throw new DataException(
          Reason.UNDECODABLE,
          file + ": an image in the format " + format + "; PNG and JPEG are accepted");
    }
    // The JPEG decoder completes a file that was cut short with grey and only warns of it.
    reader.addIIOReadWarningListener(
        (source, warning) -> {
          throw undecodable(file, warning, null);
        });
    reader.setInput(in, true, true);
    try {
      int height = reader.getHeight(0);
      int width = reader.getWidth(0);
      if (height > ImageSize.MAX_SIDE
          || width > ImageSize.MAX_SIDE
          || (long) height * width > MAX_PIXELS) {
        throw new DataException(
            Reason.SIZE,
            "%s: an image of %d x %d pixels is too large; accepted are sides up to %d and %d pixels"
                .formatted(file, height, width, ImageSize.MAX_SIDE, MAX_PIXELS));
      }
      return reader.read(0);
    } catch (DataException e) {
      throw e;
    } catch (RuntimeException e) {
      // The platform's decoders meet some damage with IndexOutOfBoundsException and the like.
      throw undecodable(file, e.toString(), e);
    }
  }

  private static DataException undecodable(
      Path file, @Nullable String detail, @Nullable Exception cause) {
    return new DataException(Reason.UNDECODABLE, file + ": the image is damaged: " + detail, cause);
  }

  private static String beginning(byte[] content) {
    if (content.length == 0) {
      return "nothing (0 bytes)";
    }
    return "bytes " + HexFormat.ofDelimiter(" ").formatHex(content, 0, Math.min(4, content.length));
  }

  private static boolean isGrey(BufferedImage image) {
    return image.getRaster().getNumBands() <= 2
        && !(image.getColorModel() instanceof IndexColorModel);
  }

  /** Takes grey samples as they are: {@code getRGB} would apply a change of gamma to them. */
  private static void copyGrey(
      BufferedImage image, ImageSize size, boolean overWhite, byte[] pixelsChw) {
    Raster raster = image.getRaster();
    boolean hasAlpha = overWhite && raster.getNumBands() == 2;
    int depth = image.getColorModel().getComponentSize(0);
    for (int y = 0; y < size.height(); y++) {
      for (int x = 0; x < size.width(); x++) {
        int grey = to8Bits(raster.getSample(x, y, 0), depth);
        if (hasAlpha) {
          grey = overWhite(grey, to8Bits(raster.getSample(x, y, 1), depth));
        }
        for (int channel = 0; channel < size.channels(); channel++) {
          pixelsChw[(channel * size.height() + y) * size.width() + x] = (byte) grey;
        }
      }
    }
  }

  private static int to8Bits(int sample, int depth) {
    return depth > 8 ? sample >>> (depth - 8) : sample * 255 / ((1 << depth) - 1);
  }

  private static void copyColour(
      BufferedImage image, ImageSize size, boolean overWhite, byte[] pixelsChw) {
    int area = size.area();
    int[] argb = image.getRGB(0, 0, size.width(), size.height(), null, 0, size.width());
    for (int i = 0; i < area; i++) {
      int alpha = overWhite ? argb[i] >>> 24 : 255;
      int red = overWhite(argb[i] >>> 16 & 0xFF, alpha);
      int green = overWhite(argb[i] >>> 8 & 0xFF, alpha);
      int blue = overWhite(argb[i] & 0xFF, alpha);
      if (size.channels() == 1) {
        pixelsChw[i] = (byte) ((77 * red + 150 * green + 29 * blue + 128) >> 8);
      } else {
        pixelsChw[i] = (byte) red;
        pixelsChw[area + i] = (byte) green;
        pixelsChw[2 * area + i] = (byte) blue;
      }
    }
  }

  private static int overWhite(int value, int alpha) {
    return (value * alpha + 255 * (255 - alpha) + 127) / 255;
  }
}
