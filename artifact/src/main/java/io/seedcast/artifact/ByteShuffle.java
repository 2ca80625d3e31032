package io.seedcast.artifact;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Groups the bytes of a safetensors file's values by their place: the lowest byte of every value of
 * every tensor, then the next, so that the bytes with sign and exponent, which resemble each other,
 * become neighbours for the compressor. The header stays as it is.
 */
final class ByteShuffle {
  private ByteShuffle() {}

  /**
   * Returns the shuffled file.
   *
   * @param precision of all its tensors
   */
  static byte[] shuffle(byte[] safetensors, Precision precision) {
    byte[] shuffled = safetensors.clone();
    int start = dataStart(safetensors);
    int width = precision.bytes();
    int values = (safetensors.length - start) / width;
    for (int i = 0; i < values; i++) {
      for (int k = 0; k < width; k++) {
        shuffled[start + k * values + i] = safetensors[start + i * width + k];
      }
    }
    return shuffled;
  }

  /** Undoes {@link #shuffle}; what was no safetensors file still is none. */
  static byte[] unshuffle(byte[] shuffled, Precision precision) {
    byte[] safetensors = shuffled.clone();
    int start = dataStart(shuffled);
    int width = precision.bytes();
    int values = (shuffled.length - start) / width;
    for (int i = 0; i < values; i++) {
      for (int k = 0; k < width; k++) {
        safetensors[start + i * width + k] = shuffled[start + k * values + i];
      }
    }
    return safetensors;
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
