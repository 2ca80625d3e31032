package io.seedcast.artifact;

import io.seedcast.core.network.NamedTensors;
import io.seedcast.core.network.Network;
import io.seedcast.core.network.Shape;
import io.seedcast.core.regrow.SentTensors;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The type in which each tensor of a file is stored.
 *
 * @param precision of real numbers
 * @param wholeNumbers names of the tensors that are stored as {@link DataType#I8}
 */
record Encoding(Precision precision, Set<String> wholeNumbers) {
  Encoding {
    wholeNumbers = Set.copyOf(wholeNumbers);
  }

  /** Of tensors that are all real numbers. */
  static Encoding of(Precision precision) {
    return new Encoding(precision, Set.of());
  }

  /** Of what a network needs sent. */
  static Encoding of(Network network, Precision precision) {
    return new Encoding(precision, SentTensors.wholeNumbers(network).keySet());
  }

  DataType type(String name) {
    return wholeNumbers.contains(name) ? DataType.I8 : precision.type();
  }

  /** The bytes that tensors of these shapes take, in their order. */
  Map<String, Long> bytes(Map<String, Shape> shapes) {
    Map<String, Long> bytes = new LinkedHashMap<>();
    shapes.forEach((name, shape) -> bytes.put(name, (long) shape.elements() * type(name).bytes()));
    return bytes;
  }

  /** What {@link ByteShuffle} moves in a file of tensors of these shapes. */
  List<ByteShuffle.Run> runs(Map<String, Shape> shapes) {
    List<ByteShuffle.Run> runs = new ArrayList<>();
    shapes.forEach(
        (name, shape) -> runs.add(new ByteShuffle.Run(shape.elements(), type(name).bytes())));
    return runs;
  }

  /** The shapes of tensors, in their order. */
  static Map<String, Shape> shapes(NamedTensors tensors) {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    tensors.asMap().forEach((name, tensor) -> shapes.put(name, tensor.shape()));
    return shapes;
  }
}
