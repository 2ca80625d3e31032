package io.seedcast.core.network;

import io.seedcast.core.filter.FilterRule;
import io.seedcast.core.random.Seed;

/**
 * Where a tensor of a network comes from. Only what is {@link Learned}, or learned inside a {@link
 * Generated}, is sent; the rest of a {@link Generated} and all of a {@link Drawn} tensor comes back
 * from a rule and a seed.
 */
public sealed interface ParameterSource {

  /** The shape of the tensor that the operation uses. */
  Shape shape();

  /** Number of values that are trained and sent. */
  long learnedElements();

  /** Number of values computed from a learned seed by a rule. */
  long generatedElements();

  /** Number of values drawn from a seed and frozen. */
  long drawnElements();

  /** A tensor that is trained and sent whole. */
  record Learned(Shape shape, Initialisation initialisation) implements ParameterSource {
    @Override
    public long learnedElements() {
      return shape.elements();
    }

    @Override
    public long generatedElements() {
      return 0;
    }

    @Override
    public long drawnElements() {
      return 0;
    }
  }

  /**
   * A filter bank computed from learned seed filters by a filter generation function with frozen,
   * drawn exponents.
   *
   * @param shape of the full bank, (outChannels, inChannels, k, k), outChannels a multiple of the
   *     rule's seed filters and inChannels k k at least 2
   * @param rule how a filter follows from its seed filter
   * @param seed of the exponents, and then the biases, of this layer
   * @param initialisation of the seed filters
   */
  record Generated(Shape shape, FilterRule rule, Seed seed, Initialisation initialisation)
      implements ParameterSource {
    public Generated {
      if (shape.rank() != 4) {
        throw new IllegalArgumentException(
            "a generated filter bank has shape (outChannels, inChannels, k, k): got " + shape);
      }
      if (shape.dimension(0) % rule.seedFilters() != 0) {
        throw new IllegalArgumentException(
            "the number of seed filters must divide outChannels: got "
                + rule.seedFilters()
                + " for "
                + shape.dimension(0));
      }
      if (shape.elements() / shape.dimension(0) < 2) {
        throw new IllegalArgumentException(
            "a generated filter needs at least 2 elements to be standardised: got " + shape);
      }
      long drawn = rule.drawnElements(shape.dimension(0), shape.dimension(1));
      if (drawn > Integer.MAX_VALUE) {
        throw new IllegalArgumentException(
            "a generated filter bank has at most 2147483647 exponents and biases: got " + drawn);
      }
    }

    /** The shape of the seed filters, (seedFilters, inChannels, k, k). */
    public Shape seedShape() {
      return Shape.of(
          rule.seedFilters(), shape.dimension(1), shape.dimension(2), shape.dimension(3));
    }

    @Override
    public long learnedElements() {
      return seedShape().elements();
    }

    @Override
    public long generatedElements() {
      return shape.elements();
    }

    @Override
    public long drawnElements() {
      return rule.drawnElements(shape.dimension(0), shape.dimension(1));
    }
  }

  /**
   * A frozen tensor that comes back from a seed alone.
   *
   * @param distribution of the elements; normal ones are as many as the stream draws at once,
   *     {@link io.seedcast.core.random.StreamAlgorithm#fewestNormals}, or more
   * @param seed of the stream that yields the elements in row-major order
   * @param skip uniform numbers of the stream that belong to tensors drawn from it before, 0 to
   *     2^20
   */
  record Drawn(Shape shape, Distribution distribution, Seed seed, int skip)
      implements ParameterSource {
    private static final int LARGEST_SKIP = 1 << 20;

    public Drawn {
      if (skip < 0 || skip > LARGEST_SKIP) {
        throw new IllegalArgumentException("skip must be 0 to 1048576: got " + skip);
      }
      int fewest = seed.stream().fewestNormals();
      if (distribution instanceof Distribution.Normal && shape.elements() < fewest) {
        throw new IllegalArgumentException(
            "the stream "
                + seed.stream().id()
                + " draws at least "
                + fewest
                + " normal numbers at once: got a tensor of "
                + shape);
      }
    }

    /** The first tensor drawn from a seed. */
    public Drawn(Shape shape, Distribution distribution, Seed seed) {
      this(shape, distribution, seed, 0);
    }

    @Override
    public long learnedElements() {
      return 0;
    }

    @Override
    public long generatedElements() {
      return 0;
    }

    @Override
    public long drawnElements() {
      return shape.elements();
    }
  }
}
