package io.seedcast.train.attack;

import io.seedcast.core.random.Philox;
import io.seedcast.core.random.Purpose;

/** The random numbers of adversarial examples: a stream for each seed, round and image. */
final class AttackStreams {
  private static final int ROUND_SHIFT = 32;

  private AttackStreams() {}

  /**
   * Opens the stream of one image.
   *
   * @param round the restart of an attack, or the epoch of adversarial training
   * @param number of the image in the data, whatever sample of it is in use
   */
  static Philox of(long seed, int round, int number) {
    return Philox.of(seed, Purpose.ATTACK.stream((long) round << ROUND_SHIFT | number));
  }
}
