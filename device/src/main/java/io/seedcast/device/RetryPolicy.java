package io.seedcast.device;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How long a device waits for its hub, and how often it asks again. Only what is safe to repeat is
 * asked again: reading, and a report, of which the last one counts.
 *
 * @param attempts in all, at least 1
 * @param firstDelay before the second attempt; it doubles before each further one
 * @param maxDelay that no delay exceeds
 * @param connectTimeout to establish a connection
 * @param idleTimeout without a byte, after which an attempt is given up
 * @param attemptTimeout after which an attempt is given up in any case
 */
public record RetryPolicy(
    int attempts,
    Duration firstDelay,
    Duration maxDelay,
    Duration connectTimeout,
    Duration idleTimeout,
    Duration attemptTimeout) {

  /** Five attempts within some 15 seconds, 5 s to connect, 30 s without a byte, 10 min in all. */
  public static final RetryPolicy DEFAULT =
      new RetryPolicy(
          5,
          Duration.ofSeconds(1),
          Duration.ofSeconds(30),
          Duration.ofSeconds(5),
          Duration.ofSeconds(30),
          Duration.ofMinutes(10));

  private static final int MAX_DOUBLINGS = 20;

  public RetryPolicy {
    if (attempts < 1) {
      throw new IllegalArgumentException("attempts must be at least 1: got " + attempts);
    }
    requirePositive("firstDelay", firstDelay);
    requirePositive("maxDelay", maxDelay);
    requirePositive("connectTimeout", connectTimeout);
    requirePositive("idleTimeout", idleTimeout);
    requirePositive("attemptTimeout", attemptTimeout);
  }

  private static void requirePositive(String name, Duration duration) {
    if (duration.isNegative() || duration.isZero()) {
      throw new IllegalArgumentException(name + " must be above 0: got " + duration);
    }
  }

  /**
   * The delay after a failed attempt, shortened by up to half at random, so that a fleet does not
   * come back as one.
   *
   * @param attempt counted from 1
   */
  Duration delayAfter(int attempt) {
    long doubled = firstDelay.toMillis() << StrictMath.min(attempt - 1, MAX_DOUBLINGS);
    long bounded = StrictMath.min(doubled, maxDelay.toMillis());
    return Duration.ofMillis((long) (bounded * ThreadLocalRandom.current().nextDouble(0.5, 1)));
  }
}
