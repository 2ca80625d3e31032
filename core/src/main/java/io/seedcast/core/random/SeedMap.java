package io.seedcast.core.random;

/**
 * Derives the seed of generated layer i = 0, 1, 2, ... (in forward order) from one base seed b, so
 * that a message carries a single number for all layers. Source: the authors' ReFrame code (its
 * unseeded map is not reproducible and so not offered).
 */
public enum SeedMap {
  /** b + i, the default. */
  EQDIFF("eqdiff"),
  /** b for every layer. */
  CONST("const"),
  /** 10 (b + i). */
  MULTI10("multi10"),
  /** 2^(b + i), for b + i up to 31. */
  POWOF2("powof2"),
  /** The square root of b + i, rounded up. */
  SQRT("sqrt");

  private static final long LARGEST_SEED = 0xFFFFFFFFL;

  private final String id;

  SeedMap(String id) {
    this.id = id;
  }

  /** The name on the command line. */
  public String id() {
    return id;
  }

  /**
   * Returns the seed of a generated layer.
   *
   * @param base b, at least 0
   * @param layer i, at least 0
   * @throws IllegalArgumentException if an argument is negative or the result does not fit 32 bits
   */
  public long seedOf(long base, int layer) {
    if (base < 0 || base > LARGEST_SEED) {
      throw new IllegalArgumentException(
          "base seed must be 0 to " + LARGEST_SEED + ": got " + base);
    }
    if (layer < 0) {
      throw new IllegalArgumentException("layer must be at least 0: got " + layer);
    }
    long sum = base + layer;
    long seed =
        switch (this) {
          case EQDIFF -> sum;
          case CONST -> base;
          case MULTI10 -> 10 * sum;
          case POWOF2 -> sum <= 31 ? 1L << sum : Long.MAX_VALUE;
          case SQRT -> (long) StrictMath.ceil(StrictMath.sqrt((double) sum));
        };
    if (seed > LARGEST_SEED) {
      throw new IllegalArgumentException(
          "the seed map %s gives layer %d the seed %s, at most %d is accepted; choose a filter-seed smaller than %d%s"
              .formatted(
                  id,
                  layer,
                  this == POWOF2 ? "2^" + sum : seed,
                  LARGEST_SEED,
                  base,
                  this == EQDIFF ? "" : ", or the seed map eqdiff"));
    }
    return seed;
  }
}
