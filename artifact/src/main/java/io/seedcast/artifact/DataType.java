package io.seedcast.artifact;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How a value is stored in a safetensors file, under the name that its header has for it. */
enum DataType {
  /** IEEE 754 binary32: exact. */
  F32(Float.BYTES),
  /** IEEE 754 binary16: rounded to nearest, ties to even. */
  F16(Short.BYTES),
  /** A whole number from -128 to 127. */
  I8(Byte.BYTES);

  private final int bytes;

  DataType(int bytes) {
    this.bytes = bytes;
  }

  /** The bytes of one value. */
  int bytes() {
    return bytes;
  }

  /** Returns the type of a name in a header, or null if there is none. */
  static @Nullable DataType named(@Nullable String name) {
    for (DataType type : values()) {
      if (type.name().equals(name)) {
        return type;
      }
    }
    return null;
  }

  /** All names, for messages. */
  static String names() {
    return Arrays.stream(values()).map(DataType::name).collect(Collectors.joining(", "));
  }

  /** Returns the value that is read back after this one has been stored. */
  float round(float value) {
    return switch (this) {
      case F32 -> value;
      case F16 -> Float16.toFloat(Float16.fromFloat(value));
      case I8 -> (byte) value;
    };
  }

  /** Appends values to a little-endian buffer. */
  void put(float[] values, int from, int to, ByteBuffer target) {
    switch (this) {
      case F32 -> {
        target.asFloatBuffer().put(values, from, to - from);
        target.position(target.position() + (to - from) * bytes);
      }
      case F16 -> {
        for (int i = from; i < to; i++) {
          target.putShort(Float16.fromFloat(values[i]));
        }
      }
      case I8 -> {
        for (int i = from; i < to; i++) {
          target.put((byte) values[i]);
        }
      }
    }
  }

  /** Takes values from a little-endian buffer. */
  void get(ByteBuffer source, float[] values, int from, int to) {
    switch (this) {
      case F32 -> {
        source.asFloatBuffer().get(values, from, to - from);
        source.position(source.position() + (to - from) * bytes);
      }
      case F16 -> {
        for (int i = from; i < to; i++) {
          values[i] = Float16.toFloat(source.getShort());
        }
      }
      case I8 -> {
        for (int i = from; i < to; i++) {
          values[i] = source.get();
        }
      }
    }
  }
}
