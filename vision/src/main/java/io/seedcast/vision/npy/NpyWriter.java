package io.seedcast.vision.npy;

import io.seedcast.vision.ImageSize;
import io.seedcast.vision.Images;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * Writes arrays in NumPy's file format, version 1.0, in C order. The header is padded with spaces
 * so that the elements begin at a multiple of 64 bytes.
 */
public final class NpyWriter {
  private static final int ALIGNMENT = 64;
  private static final int PREFIX_BYTES = NpyFile.MAGIC.length + 4;

  private NpyWriter() {}

  /** Writes what precedes the elements of an array of this shape. */
  public static void header(OutputStream out, NpyType type, long... shape) throws IOException {
    String dimensions =
        LongStream.of(shape).mapToObj(Long::toString).collect(Collectors.joining(", "))
            + (shape.length == 1 ? "," : "");
    String text =
        "{'descr': '%s', 'fortran_order': False, 'shape': (%s), }"
            .formatted(type.descr(), dimensions);
    int unpadded = PREFIX_BYTES + text.length() + 1;
    int padding = (ALIGNMENT - unpadded % ALIGNMENT) % ALIGNMENT;
    byte[] header = (text + " ".repeat(padding) + "\n").getBytes(StandardCharsets.US_ASCII);
    out.write(NpyFile.MAGIC);
    out.write(new byte[] {1, 0, (byte) header.length, (byte) (header.length >>> 8)});
    out.write(header);
  }

  /** Writes the header of an array of images, uint8, shape (count, height, width, channels). */
  public static void imagesHeader(OutputStream out, int count, ImageSize size) throws IOException {
    header(out, NpyType.UINT8, count, size.height(), size.width(), size.channels());
  }

  /** Writes images as elements, each with its channels last. */
  public static void images(OutputStream out, Images images) throws IOException {
    ImageSize size = images.size();
    byte[] imageChw = new byte[size.bytes()];
    byte[] imageHwc = new byte[size.bytes()];
    for (int i = 0; i < images.count(); i++) {
      images.copyImage(i, imageChw, 0);
      NpyImages.channelsLast(imageChw, imageHwc, size);
      out.write(imageHwc);
    }
  }

  /** Writes a whole array of labels: int64, shape (N). */
  public static void labels(OutputStream out, int... labels) throws IOException {
    header(out, NpyType.INT64, labels.length);
    ByteBuffer bytes =
        ByteBuffer.allocate(labels.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asLongBuffer().put(Arrays.stream(labels).asLongStream().toArray());
    out.write(bytes.array());
  }
}
