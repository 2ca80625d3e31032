package io.seedcast.core.network;

/** How a learned tensor starts before training. */
public sealed interface Initialisation {

  /** Every element is {@code value}. */
  record Constant(float value) implements Initialisation {}

  /**
   * Elements are uniform on [-bound, bound).
   *
   * @param bound above 0 and finite
   */
  record Uniform(double bound) implements Initialisation {
    public Uniform {
      if (!(bound > 0) || Double.isInfinite(bound)) {
        throw new IllegalArgumentException("bound must be above 0 and finite: got " + bound);
      }
    }

    /** PyTorch's default for convolution and linear layers: bound = 1 / sqrt(fanIn). */
    public static Uniform ofFanIn(int fanIn) {
      return new Uniform(1 / StrictMath.sqrt(fanIn));
    }
  }

  /**
   * Elements are normal with mean 0.
   *
   * @param deviation above 0 and finite
   */
  record Normal(double deviation) implements Initialisation {
    public Normal {
      Checks.requirePositive("deviation", deviation);
    }

    /** Kaiming initialisation before a ReLU: deviation = sqrt(2 / fan). */
    public static Normal kaiming(int fan) {
      return new Normal(StrictMath.sqrt(2.0 / fan));
    }
  }
}
