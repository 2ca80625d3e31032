package io.seedcast.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option that says how many threads compute. */
final class ThreadsOption {
  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads to compute with. Default: all processors.")
  @Nullable Integer given;

  /**
   * The number of threads.
   *
   * @throws IllegalArgumentException if it is less than 1
   */
  int count() {
    if (given == null) {
      return Runtime.getRuntime().availableProcessors();
    }
    if (given < 1) {
      throw new IllegalArgumentException("--threads must be at least 1: got " + given);
    }
    return given;
  }
}
