package io.seedcast.artifact;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * Groups the bytes of a safetensors file's values by their place: the lowest byte of every value of
 * every tensor, then the next of those that have one, so that the bytes with sign and exponent,
 * which resemble each other, become neighbours for the compressor. The header stays as it is.
 */
final class ByteShuffle {
  private ByteShuffle() {}

  /**
   * The values of one tensor.
   *
   * @param width bytes of each
   */
  record Run(int values, int width) {
    private int bytes() {
      return values * width;
    }
  }

  /**
   * Returns the shuffled file.
   *
   * @param runs the file's tensors, in the order of their data
   */
  static byte[] shuffle(byte[] safetensors, List<Run> runs) {
    byte[] shuffled = safetensors.clone();
    move(safetensors, runs, (plain, grouped) -> shuffled[grouped] = safetensors[plain]);
    return shuffled;
  }

  /**
   * Undoes {@link #shuffle}; what was no safetensors file of these tensors still is none.
   *
   * @param runs as they were given to {@link #shuffle}
   */
  static byte[] unshuffle(byte[] shuffled, List<Run> runs) {
    byte[] safetensors = shuffled.clone();
    move(shuffled, runs, (plain, grouped) -> safetensors[plain] = shuffled[grouped]);
    return safetensors;
  }

  /** The positions of a byte in both files. */
  @FunctionalInterface
  private interface Move {
    void copy(int plain, int grouped);
  }

  private static void move(byte[] file, List<Run> runs, Move move) {
    int start = dataStart(file);
    long bytes = runs.stream().mapToLong(Run::bytes).sum();
    if (bytes != file.length - start) {
      return; // the reader says what is wrong with it
    }
    int widest = runs.stream().mapToInt(Run::width).max().orElse(0);
    int grouped = start;
    for (int k = 0; k < widest; k++) {
      int first = start;
      for (Run run : runs) {
        for (int i = 0; k < run.width() && i < run.values(); i++) {
          move.copy(first + i * run.width() + k, grouped++);
        }
        first += run.bytes();
      }
    }
  }

  private static int dataStart(byte[] file) {
    if (file.length < Long.BYTES) {
      return file.length;
    }
    long header = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong();
    boolean fits = header >= 0 && header <= file.length - Long.BYTES;
    return fits ? Long.BYTES + (int) header : file.length;
  }
}
