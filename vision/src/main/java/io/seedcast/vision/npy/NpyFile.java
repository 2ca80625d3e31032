package io.seedcast.vision.npy;

import io.seedcast.vision.DataException;
import io.seedcast.vision.DataException.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One array in NumPy's file format; the header has been checked against the file's length, the
 * elements stay on disk until they are asked for.
 *
 * <p><b>Format.</b> Bytes {@code 93 'N' 'U' 'M' 'P' 'Y'}, major and minor version, the header's
 * length (little-endian, 16 bits in version 1, 32 bits in 2 and 3), a Python dictionary in text
 * with {@code descr}, {@code fortran_order} and {@code shape}, then the elements. Read are arrays
 * in C order (the last index runs fastest) of the types of {@link NpyType}. Source: NEP 1, "A
 * simple file format for NumPy arrays".
 */
public final class NpyFile {
  static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final int PREFIX_BYTES = MAGIC.length + 2;
  private static final int MAX_HEADER_BYTES = 1 << 16;
  private static final int MAX_RANK = 32;
  private static final Pattern DESCR = Pattern.compile("'descr'\\s*:\\s*'([^']*)'");
  private static final Pattern ORDER = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
  private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([0-9,\\sL]*)\\)");

  private final Path file;
  private final NpyType type;
  private final List<Long> shape;
  private final long dataOffset;

  private NpyFile(Path file, NpyType type, List<Long> shape, long dataOffset) {
    this.file = file;
    this.type = type;
    this.shape = shape;
    this.dataOffset = dataOffset;
  }

  /**
   * Reads the header.
   *
   * @throws DataException if there is no such file, it is no such array, of a type or order that is
   *     not read, or its length is not what the header says
   */
  public static NpyFile open(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new DataException(
          Reason.MISSING,
          file + (Files.exists(file) ? ": this is not a file" : ": there is no such file"));
    }
    try (FileChannel channel = FileChannel.open(file)) {
      requireMagic(read(channel, 0, (int) Math.min(channel.size(), MAGIC.length), file), file);
      byte[] begin = read(channel, 0, PREFIX_BYTES + 4, file);
      int major = version(begin, file);
      ByteBuffer prefix = ByteBuffer.wrap(begin).order(ByteOrder.LITTLE_ENDIAN);
      int lengthBytes = major == 1 ? 2 : 4;
      long headerBytes =
          major == 1
              ? prefix.getShort(PREFIX_BYTES) & 0xFFFF
              : prefix.getInt(PREFIX_BYTES) & 0xFFFFFFFFL;
      if (headerBytes > MAX_HEADER_BYTES) {
        throw malformed(file, "its header has " + headerBytes + " bytes, more than 65536");
      }
      int headerOffset = PREFIX_BYTES + lengthBytes;
      byte[] header = read(channel, headerOffset, (int) headerBytes, file);
      String text = new String(header, StandardCharsets.UTF_8);
      NpyFile opened =
          new NpyFile(file, type(text, file), shape(text, file), headerOffset + headerBytes);
      opened.checkLength(channel.size());
      return opened;
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  private static void requireMagic(byte[] bytes, Path file) {
    if (Arrays.mismatch(bytes, 0, bytes.length, MAGIC, 0, bytes.length) >= 0) {
      throw new DataException(
          Reason.UNDECODABLE,
          file
              + ": not a .npy file: it begins with bytes "
              + HexFormat.ofDelimiter(" ").formatHex(bytes)
              + "; expected 93 4e 55 4d 50 59");
    }
  }

  private static int version(byte[] bytes, Path file) {
    int major = bytes[MAGIC.length];
    if (major < 1 || major > 3) {
      throw malformed(file, "its version is " + major + "; 1, 2 and 3 are read");
    }
    return major;
  }

  private static NpyType type(String header, Path file) {
    String descr = find(DESCR, header, "descr", file);
    if (find(ORDER, header, "fortran_order", file).equals("True")) {
      throw new DataException(
          Reason.MIXED_UP,
          file + ": the array is in Fortran order; save numpy.ascontiguousarray(array) instead");
    }
    return NpyType.of(descr)
        .orElseThrow(
            () ->
                new DataException(
                    Reason.MIXED_UP,
                    file
                        + ": elements of type \""
                        + descr
                        + "\" are not read; accepted: "
                        + NpyType.accepted()));
  }

  private static List<Long> shape(String header, Path file) {
    List<Long> shape = new ArrayList<>();
    for (String dimension : find(SHAPE, header, "shape", file).split(",", -1)) {
      String digits = dimension.replace("L", "").strip();
      if (!digits.isEmpty()) {
        if (digits.length() > 18 || shape.size() == MAX_RANK) {
          throw malformed(file, "its shape is absurd: " + header.strip());
        }
        shape.add(Long.parseLong(digits));
      }
    }
    return List.copyOf(shape);
  }

  private static String find(Pattern pattern, String header, String key, Path file) {
    Matcher matcher = pattern.matcher(header);
    if (!matcher.find()) {
      throw malformed(file, "its header has no usable \"" + key + "\": " + header.strip());
    }
    return matcher.group(1);
  }

  private void checkLength(long found) {
    long expected = type.bytes();
    try {
      for (long dimension : shape) {
        expected = Math.multiplyExact(expected, dimension);
      }
      expected = Math.addExact(expected, dataOffset);
    } catch (ArithmeticException e) {
      throw new DataException(Reason.SIZE, file + ": the shape " + shapeText() + " is absurd", e);
    }
    if (found < expected) {
      throw new DataException(
          Reason.TRUNCATED,
          "%s: the file is cut short: %d bytes, but an array of shape %s needs %d"
              .formatted(file, found, shapeText(), expected));
    }
    if (found > expected) {
      throw new DataException(
          Reason.UNDECODABLE,
          "%s: the file is too long: %d bytes, but an array of shape %s needs %d"
              .formatted(file, found, shapeText(), expected));
    }
  }

  /** Where the array lies. */
  public Path file() {
    return file;
  }

  /** The type of every element. */
  public NpyType type() {
    return type;
  }

  /** The extent of each dimension, the slowest first; empty for a single number. */
  public List<Long> shape() {
    return shape;
  }

  /** The shape as NumPy prints it, as in {@code (10000, 32, 32, 3)}. */
  public String shapeText() {
    StringBuilder text = new StringBuilder("(");
    for (int i = 0; i < shape.size(); i++) {
      text.append(i == 0 ? "" : ", ").append(shape.get(i));
    }
    return text.append(shape.size() == 1 ? ",)" : ")").toString();
  }

  /**
   * Reads consecutive elements as they are stored.
   *
   * @param first index of the first one, counted in the order of storage
   * @param count how many; at most 2 GiB
   * @throws DataException if the file has changed or cannot be read
   */
  public byte[] bytes(long first, int count) {
    long size = (long) count * type.bytes();
    if (first < 0 || count < 0 || size > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "cannot read " + count + " elements from " + first + " on at once");
    }
    try (FileChannel channel = FileChannel.open(file)) {
      return read(channel, dataOffset + first * type.bytes(), (int) size, file);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  /**
   * Reads all elements as numbers; 64-bit integers are exact up to 2^53.
   *
   * @throws DataException if there are too many, or the file cannot be read
   */
  public double[] numbers() {
    long count = 1;
    for (long dimension : shape) {
      count *= dimension;
    }
    if (count * type.bytes() > Integer.MAX_VALUE - 8) {
      throw new DataException(
          Reason.SIZE, file + ": an array of shape " + shapeText() + " is too large");
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes(0, (int) count)).order(ByteOrder.LITTLE_ENDIAN);
    double[] numbers = new double[(int) count];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = type.read(buffer, i * type.bytes());
    }
    return numbers;
  }

  private static byte[] read(FileChannel channel, long offset, int size, Path file)
      throws IOException {
    byte[] bytes = new byte[size];
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, offset + buffer.position()) < 0) {
        throw new DataException(
            Reason.TRUNCATED,
            "%s: the file is cut short: it ends at byte %d, expected at least %d"
                .formatted(file, channel.size(), offset + size));
      }
    }
    return bytes;
  }

  private static DataException malformed(Path file, String detail) {
    return new DataException(
        Reason.UNDECODABLE, file + ": not a .npy file that can be read: " + detail);
  }

  private static DataException unreadable(Path file, IOException cause) {
    return new DataException(
        Reason.UNREADABLE, file + ": the file cannot be read: " + cause, cause);
  }
}
