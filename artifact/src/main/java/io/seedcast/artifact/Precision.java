package io.seedcast.artifact;

import io.seedcast.core.network.FloatTensor;
import io.seedcast.core.network.NamedTensors;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** How the real numbers of a package are stored. */
public enum Precision {
  /** IEEE 754 binary32, four bytes: exact. */
  FLOAT32("float32", DataType.F32),
  /** IEEE 754 binary16, two bytes: rounded to nearest, ties to even. */
  FLOAT16("float16", DataType.F16);

  private final String id;
  private final DataType type;

  Precision(String id, DataType type) {
    this.id = id;
    this.type = type;
  }

  /** The name on the command line and in packages. */
  public String id() {
    return id;
  }

  /** The bytes of one value. */
  public int bytes() {
    return type.bytes();
  }

  DataType type() {
    return type;
  }

  /**
   * Finds a precision by its {@link #id}.
   *
   * @throws IllegalArgumentException if there is none of that name
   */
  public static Precision parse(String id) {
    for (Precision precision : values()) {
      if (precision.id.equals(id)) {
        return precision;
      }
    }
    throw new IllegalArgumentException(
        "unknown precision \""
            + id
            + "\"; accepted: "
            + Arrays.stream(values()).map(Precision::id).collect(Collectors.joining(", ")));
  }

  /** Returns the value that is read back after this one has been stored. */
  public float round(float value) {
    return type.round(value);
  }

  /**
   * Returns the tensors that are read back after these have been stored: what a package holds and a
   * device regrows from.
   *
   * @throws IllegalArgumentException if a finite value is too large for this precision
   */
  public NamedTensors round(NamedTensors tensors) {
    if (this == FLOAT32) {
      return tensors;
    }
    Map<String, FloatTensor> rounded = new LinkedHashMap<>();
    tensors.asMap().forEach((name, tensor) -> rounded.put(name, round(name, tensor)));
    return NamedTensors.of(rounded);
  }

  private FloatTensor round(String name, FloatTensor tensor) {
    float[] values = tensor.values();
    float[] rounded = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      rounded[i] = round(values[i]);
      if (Float.isInfinite(rounded[i]) && Float.isFinite(values[i])) {
        throw new IllegalArgumentException(
            "tensor \""
                + name
                + "\" does not fit "
                + id
                + ": element "
                + i
                + " is "
                + values[i]
                + ", at most 65504 can be stored; use float32");
      }
    }
    return FloatTensor.of(tensor.shape(), rounded);
  }
}
