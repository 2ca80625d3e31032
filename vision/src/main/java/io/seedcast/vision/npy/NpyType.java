package io.seedcast.vision.npy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The element types that are read, all little-endian. */
public enum NpyType {
  /** 8 bits, 0 to 255. */
  UINT8("|u1", 1),
  /** 8 bits, -128 to 127. */
  INT8("|i1", 1),
  /** 16 bits, 0 to 65,535. */
  UINT16("<u2", 2),
  /** 16 bits, with a sign. */
  INT16("<i2", 2),
  /** 32 bits, with a sign. */
  INT32("<i4", 4),
  /** 64 bits, with a sign. */
  INT64("<i8", 8),
  /** IEEE 754 single precision. */
  FLOAT32("<f4", 4),
  /** IEEE 754 double precision. */
  FLOAT64("<f8", 8);

  private final String descr;
  private final int bytes;

  NpyType(String descr, int bytes) {
    this.descr = descr;
    this.bytes = bytes;
  }

  /** The type's name in a file, as in {@code <f4}. */
  public String descr() {
    return descr;
  }

  /** Bytes of one element. */
  public int bytes() {
    return bytes;
  }

  /** The type of that name; where an element is one byte, the byte order may be any. */
  static Optional<NpyType> of(String descr) {
    return Arrays.stream(values()).filter(type -> type.isCalled(descr)).findFirst();
  }

  private boolean isCalled(String name) {
    boolean sameKind = name.length() == 3 && name.endsWith(descr.substring(1));
    return bytes == 1 ? sameKind : name.equals(descr);
  }

  /** The types' names and descriptions, for messages. */
  static String accepted() {
    return Arrays.stream(values())
        .map(type -> type.name().toLowerCase(Locale.ROOT) + " (" + type.descr + ")")
        .collect(Collectors.joining(", "));
  }

  /** One element of a little-endian buffer, by its byte offset; exact up to 2^53. */
  double read(ByteBuffer buffer, int offset) {
    return switch (this) {
      case UINT8 -> buffer.get(offset) & 0xFF;
      case INT8 -> buffer.get(offset);
      case UINT16 -> buffer.getShort(offset) & 0xFFFF;
      case INT16 -> buffer.getShort(offset);
      case INT32 -> buffer.getInt(offset);
      case INT64 -> buffer.getLong(offset);
      case FLOAT32 -> buffer.getFloat(offset);
      case FLOAT64 -> buffer.getDouble(offset);
    };
  }
}
