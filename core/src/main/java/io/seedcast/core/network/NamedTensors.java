package io.seedcast.core.network;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Tensors by name, in a fixed order. Immutable as far as {@link FloatTensor} is. */
public final class NamedTensors {
  private final Map<String, FloatTensor> tensors;

  private NamedTensors(Map<String, FloatTensor> tensors) {
    this.tensors = tensors;
  }

  /** Copies a map whose iteration order is the order of the tensors. */
  public static NamedTensors of(Map<String, FloatTensor> tensors) {
    return new NamedTensors(Collections.unmodifiableMap(new LinkedHashMap<>(tensors)));
  }

  /**
   * Returns a tensor.
   *
   * @throws IllegalArgumentException if there is none of that name
   */
  public FloatTensor get(String name) {
    FloatTensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new IllegalArgumentException(
          "no tensor \"" + name + "\" among " + tensors.size() + " tensors");
    }
    return tensor;
  }

  /**
   * Returns a tensor and checks its shape.
   *
   * @throws IllegalArgumentException if there is none of that name, or its shape differs
   */
  public FloatTensor get(String name, Shape shape) {
    FloatTensor tensor = get(name);
    if (!tensor.shape().equals(shape)) {
      throw new IllegalArgumentException(
          "tensor \"" + name + "\" has shape " + tensor.shape() + ", expected " + shape);
    }
    return tensor;
  }

  /** The tensors in order; unmodifiable. */
  public Map<String, FloatTensor> asMap() {
    return tensors;
  }

  /** The number of values in all tensors. */
  public long elements() {
    return tensors.values().stream().mapToLong(tensor -> tensor.shape().elements()).sum();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof NamedTensors that
        && tensors.equals(that.tensors)
        && List.copyOf(tensors.keySet()).equals(List.copyOf(that.tensors.keySet()));
  }

  @Override
  public int hashCode() {
    return tensors.hashCode();
  }

  @Override
  public String toString() {
    return "NamedTensors" + tensors.keySet();
  }
}
