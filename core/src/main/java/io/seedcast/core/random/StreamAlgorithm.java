package io.seedcast.core.random;

/** The random generators a network description may name. */
public enum StreamAlgorithm {
  /** {@link Philox}, the default. */
  PHILOX4X32_10("philox4x32-10"),
  /** {@link MersenneTwister}, for parity with models whose frozen tensors were drawn by PyTorch. */
  MT19937_TORCH("mt19937-torch");

  private final String id;

  StreamAlgorithm(String id) {
    this.id = id;
  }

  /** The name in descriptions and on the command line. */
  public String id() {
    return id;
  }

  /** Opens the stream of a layer's seed at its beginning. */
  public RandomStream open(long seed) {
    return switch (this) {
      case PHILOX4X32_10 -> Philox.of(seed, Purpose.FILTERS.stream(0));
      case MT19937_TORCH -> MersenneTwister.of(seed);
    };
  }

  /** The fewest normal numbers that can be drawn at once; see {@link RandomStream#fillNormal}. */
  public int fewestNormals() {
    return switch (this) {
      case PHILOX4X32_10 -> 1;
      case MT19937_TORCH -> MersenneTwister.FEWEST_NORMALS;
    };
  }
}
