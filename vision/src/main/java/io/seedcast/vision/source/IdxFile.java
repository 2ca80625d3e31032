package io.seedcast.vision.source;

import io.seedcast.vision.DataException;
import io.seedcast.vision.DataException.Reason;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * One IDX file of unsigned bytes, plain or gzipped.
 *
 * <p>Format: two zero bytes; the type of value, 8 for unsigned bytes; the number of dimensions;
 * each dimension as a 32-bit big-endian integer; the values, last dimension fastest. Nothing
 * follows.
 *
 * <p>Source: Y. LeCun, C. Cortes, C. Burges, "The MNIST database of handwritten digits".
 */
final class IdxFile {
  private static final int UNSIGNED_BYTE = 8;
  private static final long MAX_VALUES = Integer.MAX_VALUE - 8;

  private final List<Integer> dimensions;
  private final byte[] values;

  private IdxFile(List<Integer> dimensions, byte[] values) {
    this.dimensions = dimensions;
    this.values = values;
  }

  /** The array's extents, each at least 1. */
  List<Integer> dimensions() {
    return dimensions;
  }

  /** The array, row-major: the live array. */
  byte[] values() {
    return values;
  }

  /**
   * Reads a file.
   *
   * @param rank the number of dimensions it must have: 1 for labels, 3 for images
   */
  static IdxFile read(Path file, int rank) {
    SourceFiles.size(file);
    boolean gzipped = file.toString().endsWith(".gz");
    try (InputStream raw = new BufferedInputStream(Files.newInputStream(file));
        InputStream in = gzipped ? new GZIPInputStream(raw, 1 << 16) : raw) {
      List<Integer> dimensions = readDimensions(file, in, rank);
      long count = 1;
      for (int dimension : dimensions) {
        count *= dimension;
        if (dimension < 1 || count > MAX_VALUES) {
          throw new DataException(
              Reason.SIZE,
              "%s: dimensions %s are not accepted; each must be at least 1 and their product at most %d"
                  .formatted(file, dimensions, MAX_VALUES));
        }
      }
      byte[] values = in.readNBytes((int) count);
      if (values.length < count) {
        throw new DataException(
            Reason.TRUNCATED,
            "%s: the header announces %d values (%s), the file holds %d"
                .formatted(file, count, dimensions, values.length));
      }
      if (in.read() >= 0) {
        throw new DataException(
            Reason.SIZE,
            "%s: the header announces %d values (%s), the file holds more"
                .formatted(file, count, dimensions));
      }
      return new IdxFile(dimensions, values);
    } catch (EOFException e) {
      throw new DataException(Reason.TRUNCATED, file + ": the gzipped file is cut short", e);
    } catch (ZipException e) {
      throw new DataException(
          Reason.UNDECODABLE, file + ": not a sound gzip file: " + e.getMessage(), e);
    } catch (IOException e) {
      throw SourceFiles.unreadable(file, e);
    }
  }

  private static List<Integer> readDimensions(Path file, InputStream in, int rank)
      throws IOException {
    ByteBuffer magic = readInt(file, in);
    if (magic.getShort(0) != 0 || magic.get(2) != UNSIGNED_BYTE) {
      throw new DataException(
          Reason.UNDECODABLE,
          "%s: not an IDX file of unsigned bytes: it begins with %08x, expected %08x"
              .formatted(file, magic.getInt(0), UNSIGNED_BYTE << 8 | rank));
    }
    if (magic.get(3) != rank) {
      throw new DataException(
          Reason.MIXED_UP,
          "%s: the file has %d dimensions, expected %d; images have 3 dimensions, labels 1"
              .formatted(file, magic.get(3), rank));
    }
    List<Integer> dimensions = new ArrayList<>();
    for (int i = 0; i < rank; i++) {
      dimensions.add(readInt(file, in).getInt(0));
    }
    return List.copyOf(dimensions);
  }

  private static ByteBuffer readInt(Path file, InputStream in) throws IOException {
    byte[] bytes = in.readNBytes(Integer.BYTES);
    if (bytes.length < Integer.BYTES) {
      throw new DataException(Reason.TRUNCATED, file + ": the file ends within its header");
    }
    return ByteBuffer.wrap(bytes);
  }
}
