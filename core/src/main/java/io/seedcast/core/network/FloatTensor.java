package io.seedcast.core.network;

import java.util.Arrays;

/**
 * A float32 tensor on the Java heap, row-major. Weights are OIHW (outputs, inputs, height, width).
 *
 * <p>The array is not copied: the creator hands it over, and readers of {@link #values} must not
 * write to it.
 */
public final class FloatTensor {
  private final Shape shape;
  private final float[] values;

  private FloatTensor(Shape shape, float[] values) {
    this.shape = shape;
    this.values = values;
  }

  /**
   * Wraps values in a tensor and takes ownership of the array.
   *
   * @throws IllegalArgumentException if the array's length is not the shape's number of elements
   */
  public static FloatTensor of(Shape shape, float[] values) {
    if (values.length != shape.elements()) {
      throw new IllegalArgumentException(
          "a tensor of shape "
              + shape
              + " holds "
              + shape.elements()
              + " values: got "
              + values.length);
    }
    return new FloatTensor(shape, values);
  }

  /** The tensor's shape. */
  public Shape shape() {
    return shape;
  }

  /** The live array of values, row-major; read only. */
  public float[] values() {
    return values;
  }

  /** Equal if shape and every bit of every value are equal. */
  @Override
  public boolean equals(Object other) {
    if (!(other instanceof FloatTensor that) || !shape.equals(that.shape)) {
      return false;
    }
    for (int i = 0; i < values.length; i++) {
      if (Float.floatToRawIntBits(values[i]) != Float.floatToRawIntBits(that.values[i])) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int hashCode() {
    return 31 * shape.hashCode() + Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return "FloatTensor[" + shape + "]";
  }
}
