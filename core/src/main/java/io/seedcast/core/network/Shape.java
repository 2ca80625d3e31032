package io.seedcast.core.network;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The shape of a tensor, slowest dimension first. Activations are given without their batch
 * dimension: (channels, height, width) or (features).
 *
 * @param dimensions each at least 1
 */
public record Shape(List<Integer> dimensions) {
  public Shape {
    dimensions = List.copyOf(dimensions);
    long elements = 1;
    for (int dimension : dimensions) {
      if (dimension < 1) {
        throw new IllegalArgumentException("every dimension must be at least 1: got " + dimensions);
      }
      elements *= dimension;
      if (elements > Integer.MAX_VALUE) {
        throw new IllegalArgumentException(
            "a tensor holds at most 2147483647 elements: got " + dimensions);
      }
    }
  }

  /** Returns the shape with these dimensions. */
  public static Shape of(Integer... dimensions) {
    return new Shape(Arrays.asList(dimensions));
  }

  /** The number of dimensions. */
  public int rank() {
    return dimensions.size();
  }

  /** The size of one dimension, counted from 0. */
  public int dimension(int axis) {
    return dimensions.get(axis);
  }

  /** The product of all dimensions. */
  public int elements() {
    int elements = 1;
    for (int dimension : dimensions) {
      elements *= dimension;
    }
    return elements;
  }

  /** The dimensions as PyTorch and ONNX take them. */
  public long[] toLongArray() {
    return dimensions.stream().mapToLong(Integer::longValue).toArray();
  }

  /** The dimensions joined by x, as in {@code 3x32x32}. */
  @Override
  public String toString() {
    return dimensions.stream().map(String::valueOf).collect(Collectors.joining("x"));
  }
}
