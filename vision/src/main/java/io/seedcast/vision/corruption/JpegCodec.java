package io.seedcast.vision.corruption;

import io.seedcast.vision.ImageSize;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * The platform's JPEG codec at one quality, for one thread at a time: baseline, chroma halved both
 * ways, the standard tables.
 *
 * <p>libjpeg, which the benchmark was made with, scales the tables by a whole percentage; the
 * platform takes a fraction, here chosen such that the same tables come out.
 */
final class JpegCodec {
  private static final int MIDDLE_QUALITY = 50;
  private static final int BEST_QUALITY = 100;

  private final ImageWriter writer;
  private final ImageReader reader;
  private final ImageWriteParam settings;

  /**
   * Opens a codec. It holds no resources that need closing.
   *
   * @param platformQuality see {@link #platformQuality}
   */
  JpegCodec(float platformQuality) {
    writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    reader = ImageIO.getImageReadersByFormatName("jpeg").next();
    settings = writer.getDefaultWriteParam();
    settings.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
    settings.setCompressionQuality(platformQuality);
  }

  /** The platform's name for a quality of libjpeg. */
  static float platformQuality(int quality) {
    if (quality < 1 || quality > BEST_QUALITY) {
      throw new IllegalArgumentException("a JPEG quality is 1 to 100: got " + quality);
    }
    if (quality == BEST_QUALITY) {
      return 1;
    }
    int percentage = quality < MIDDLE_QUALITY ? 5000 / quality : 200 - 2 * quality;
    return Math.nextDown(percentage > 100 ? 50f / percentage : 1f - percentage / 200f);
  }

  /** Writes and reads an image, layout (3, H, W); returns a new array. */
  byte[] roundTrip(byte[] imageChw, ImageSize size) {
    try {
      ByteArrayOutputStream file = new ByteArrayOutputStream(size.bytes());
      try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(file)) {
        writer.setOutput(out);
        writer.write(null, new IIOImage(toImage(imageChw, size), null, null), settings);
      }
      try (MemoryCacheImageInputStream in =
          new MemoryCacheImageInputStream(new ByteArrayInputStream(file.toByteArray()))) {
        reader.setInput(in, true, true);
        return fromImage(reader.read(0).getRaster(), size);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory does not fail", e);
    }
  }

  private static BufferedImage toImage(byte[] imageChw, ImageSize size) {
    BufferedImage image =
        new BufferedImage(size.width(), size.height(), BufferedImage.TYPE_3BYTE_BGR);
    int area = size.area();
    byte[] pixels = new byte[size.bytes()];
    for (int channel = 0; channel < Levels.CHANNELS; channel++) {
      for (int i = 0; i < area; i++) {
        pixels[i * Levels.CHANNELS + channel] = imageChw[channel * area + i];
      }
    }
    WritableRaster raster = image.getRaster();
    raster.setDataElements(0, 0, size.width(), size.height(), pixels);
    return image;
  }

  private static byte[] fromImage(Raster raster, ImageSize size) {
    int area = size.area();
    int[] pixels = raster.getPixels(0, 0, size.width(), size.height(), (int[]) null);
    byte[] imageChw = new byte[size.bytes()];
    for (int channel = 0; channel < Levels.CHANNELS; channel++) {
      for (int i = 0; i < area; i++) {
        imageChw[channel * area + i] = (byte) pixels[i * Levels.CHANNELS + channel];
      }
    }
    return imageChw;
  }
}
