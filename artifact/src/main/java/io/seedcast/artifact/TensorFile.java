package io.seedcast.artifact;

import io.seedcast.core.network.NamedTensors;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a safetensors file holds.
 *
 * @param tensors in the order of their data
 * @param metadata free text by name; unmodifiable
 */
public record TensorFile(NamedTensors tensors, SortedMap<String, String> metadata) {
  public TensorFile {
    metadata = Collections.unmodifiableSortedMap(new TreeMap<>(metadata));
  }
}
