package io.seedcast.vision.corruption;

import io.seedcast.core.random.Philox;
import io.seedcast.core.random.Purpose;

/**
 * Which random stream belongs to what: {@code Purpose.CORRUPTION.stream((8 c + s) 2^40 + i)} to
 * image i under corruption number c, severity s. Severity 0, which draws nothing, leaves frost's
 * streams to its textures.
 */
final class CorruptionStreams {
  private static final int SEVERITY_BITS = 3;
  private static final int IMAGE_BITS = 40;

  private CorruptionStreams() {}

  /** The stream of an image under a corruption. */
  static Philox image(long seed, Corruption corruption, int severity, long image) {
    if (image < 0 || image >>> IMAGE_BITS != 0) {
      throw new IllegalArgumentException("image number must be 0 to 2^40 - 1: got " + image);
    }
    long cell = (long) corruption.number() << SEVERITY_BITS | severity;
    return Philox.of(seed, Purpose.CORRUPTION.stream(cell << IMAGE_BITS | image));
  }

  /** The stream of a field of procedural frost. */
  static Philox texture(long seed, int number) {
    return image(seed, Corruption.FROST, 0, number);
  }
}
