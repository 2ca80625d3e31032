package io.seedcast.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Starts libtorch and prints the native libraries of PyTorch that the process then uses. */
final class FirstStart {
  private FirstStart() {}

  /** Takes no arguments. */
  public static void main(String[] args) throws IOException {
    Torch.start();
    Files.readAllLines(Path.of("/proc/self/maps")).stream()
        .map(line -> line.substring(line.indexOf('/') < 0 ? line.length() : line.indexOf('/')))
        .filter(path -> path.matches(".*/lib(c10|torch|torch_cpu|openblas|gomp)\\.so.*"))
        .distinct()
        .forEach(System.out::println);
  }
}
