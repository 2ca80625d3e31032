package io.seedcast.artifact;

import io.seedcast.core.network.FloatTensor;
import io.seedcast.core.network.NamedTensors;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Prints the comparison in docs/reference/package-format.md. */
final class CompressionComparison {
  private CompressionComparison() {}

  /** Takes the path of a safetensors file; tensors of an optimiser's momentum are left out. */
  public static void main(String[] args) throws IOException {
    Path path = Path.of(args[0]);
    Map<String, FloatTensor> kept = new LinkedHashMap<>();
    Safetensors.read(Files.readAllBytes(path), path.toString())
        .tensors()
        .asMap()
        .forEach(
            (name, tensor) -> {
              if (!name.contains("momentum")) {
                kept.put(name, tensor);
              }
            });
    NamedTensors tensors = NamedTensors.of(kept);
    for (Precision precision : Precision.values()) {
      for (int level : new int[] {1, 3, 9, 19}) {
        print(tensors, precision, level, System.out);
      }
    }
  }

  private static void print(
      NamedTensors tensors, Precision precision, int level, PrintStream target) throws IOException {
    byte[] plain = Safetensors.write(tensors, precision, Map.of());
    byte[] whole = ByteShuffle.shuffle(plain, runs(tensors, precision));
    long start = System.nanoTime();
    int wholeBytes = Compression.compress(whole, level).length;
    long millis = (System.nanoTime() - start) / 1_000_000;
    target.printf(
        "%s %d bytes, level %d: not shuffled %d, each tensor %d, whole %d in %d ms%n",
        precision.id(),
        plain.length,
        level,
        Compression.compress(plain, level).length,
        Compression.compress(shuffledEach(tensors, precision), level).length,
        wholeBytes,
        millis);
  }

  private static List<ByteShuffle.Run> runs(NamedTensors tensors, Precision precision) {
    return Encoding.of(precision).runs(Encoding.shapes(tensors));
  }

  private static byte[] shuffledEach(NamedTensors tensors, Precision precision) throws IOException {
    byte[] whole = Safetensors.write(tensors, precision, Map.of());
    int dataBytes = (int) tensors.elements() * precision.bytes();
    ByteArrayOutputStream file = new ByteArrayOutputStream(whole.length);
    file.write(whole, 0, whole.length - dataBytes);
    for (Map.Entry<String, FloatTensor> entry : tensors.asMap().entrySet()) {
      NamedTensors one = NamedTensors.of(Map.of(entry.getKey(), entry.getValue()));
      byte[] shuffled =
          ByteShuffle.shuffle(Safetensors.write(one, precision, Map.of()), runs(one, precision));
      int bytes = (int) one.elements() * precision.bytes();
      file.write(shuffled, shuffled.length - bytes, bytes);
    }
    return file.toByteArray();
  }
}
