package io.seedcast.core.random;

/**
 * Where a frozen tensor's random numbers come from: a generator and its seed. This is all that
 * crosses the network for such a tensor.
 *
 * @param stream the generator
 * @param value its seed; {@code mt19937-torch} takes 0 to 2^32 - 1
 */
public record Seed(StreamAlgorithm stream, long value) {
  public Seed {
    if (stream == StreamAlgorithm.MT19937_TORCH && value >>> 32 != 0) {
      throw new IllegalArgumentException(
          "a seed of mt19937-torch must be 0 to 4294967295: got " + value);
    }
  }

  /** Opens the stream at its beginning. */
  public RandomStream open() {
    return stream.open(value);
  }
}
