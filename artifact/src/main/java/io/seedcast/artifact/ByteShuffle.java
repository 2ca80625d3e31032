package io.seedcast.artifact;

/**
 * Groups the bytes of a tensor's values by their place: first the lowest byte of every value, then
 * the next, so that the bytes with sign and exponent, which resemble each other, become neighbours
 * for the compressor.
 */
final class ByteShuffle {
  private ByteShuffle() {}

  /** Returns a safetensors file with every tensor's data shuffled; its header stays as it is. */
  static byte[] shuffle(byte[] safetensors) {
    byte[] shuffled = safetensors.clone();
    for (Safetensors.Entry entry : Safetensors.entries(safetensors, "weights")) {
      int width = entry.precision().bytes();
      int values = entry.shape().elements();
      for (int i = 0; i < values; i++) {
        for (int k = 0; k < width; k++) {
          shuffled[entry.begin() + k * values + i] = safetensors[entry.begin() + i * width + k];
        }
      }
    }
    return shuffled;
  }

  /**
   * Undoes {@link #shuffle}.
   *
   * @param source named in failures
   * @throws PackageException if these are not the bytes of a safetensors file
   */
  static byte[] unshuffle(byte[] shuffled, String source) {
    byte[] safetensors = shuffled.clone();
    for (Safetensors.Entry entry : Safetensors.entries(shuffled, source)) {
      int width = entry.precision().bytes();
      int values = entry.shape().elements();
      for (int i = 0; i < values; i++) {
        for (int k = 0; k < width; k++) {
          safetensors[entry.begin() + i * width + k] = shuffled[entry.begin() + k * values + i];
        }
      }
    }
    return safetensors;
  }
}
