package io.seedcast.core.zoo;

import io.seedcast.core.random.Seed;
import io.seedcast.core.random.SeedMap;
import io.seedcast.core.random.StreamAlgorithm;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where the frozen values of a network's layers come from: all that a message needs for them.
 *
 * @param stream generator of the values
 * @param base from which each layer's seed is derived, 0 to 2^32 - 1
 * @param map how it is derived
 */
public record FrozenSeeds(StreamAlgorithm stream, long base, SeedMap map) {

  /** Philox, base seed 1, layers counted up from it. */
  public static final FrozenSeeds DEFAULT =
      new FrozenSeeds(StreamAlgorithm.PHILOX4X32_10, 1, SeedMap.EQDIFF);

  private static final MethodOption BASE =
      MethodOption.value("filter-seed", "N", "1", "base seed of the frozen values");
  private static final MethodOption MAP =
      MethodOption.value(
          "seed-map",
          "NAME",
          "eqdiff",
          "how layers' seeds follow from it: eqdiff, const, multi10, powof2 or sqrt");
  private static final MethodOption STREAM =
      MethodOption.value(
          "stream", "NAME", "philox4x32-10", "random stream: philox4x32-10 or mt19937-torch");

  /** Returns a method's own options, and then those of every method with frozen values. */
  static List<MethodOption> optionsAfter(MethodOption... own) {
    return Stream.concat(Stream.of(own), Stream.of(BASE, MAP, STREAM)).toList();
  }

  private static final long LARGEST_BASE = 0xFFFFFFFFL;

  public FrozenSeeds {
    if (base < 0 || base > LARGEST_BASE) {
      throw new IllegalArgumentException(
          BASE.name() + " must be 0 to " + LARGEST_BASE + ": got " + base);
    }
  }

  static FrozenSeeds of(MethodOptions options) {
    return new FrozenSeeds(
        options.choice(STREAM, List.of(StreamAlgorithm.values()), StreamAlgorithm::id),
        options.longInteger(BASE),
        options.choice(MAP, List.of(SeedMap.values()), SeedMap::id));
  }

  /** Returns the seed of the builder's next layer with frozen values. */
  Seed next(NetworkBuilder builder) {
    return new Seed(stream, map.seedOf(base, builder.nextFrozenLayer()));
  }
}
