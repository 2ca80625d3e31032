package io.seedcast.core.network;

/**
 * What the elements of a drawn tensor are distributed as, and how many uniform numbers of the
 * tensor's stream they take. {@code io.seedcast.core.regrow.DrawnTensor} does the drawing.
 */
public sealed interface Distribution {

  /**
   * Uniform on [low, high): element i is {@code low + (high - low) u_i}, in double, rounded once.
   *
   * @param high above {@code low}; both finite
   */
  record Uniform(double low, double high) implements Distribution {
    public Uniform {
      if (!(low < high) || Double.isInfinite(low) || Double.isInfinite(high)) {
        throw new IllegalArgumentException(
            "a uniform distribution takes a finite range that is not empty: got "
                + low
                + " to "
                + high);
      }
    }
  }

  /**
   * A whole number: {@code 2 bound u_i - bound} rounded to the nearest, halves to even. Bound 1
   * gives -1, 0 and 1 with probabilities 1/4, 1/2 and 1/4.
   *
   * @param bound above 0, at most 127
   */
  record RoundedUniform(double bound) implements Distribution {
    private static final int HIGHEST = 127;

    public RoundedUniform {
      if (!(bound > 0 && bound <= HIGHEST)) {
        throw new IllegalArgumentException("bound must be above 0 and at most 127: got " + bound);
      }
    }
  }

  /**
   * Normal with mean 0, as {@code RandomStream.fillNormal} draws it, times the deviation in double,
   * rounded once.
   *
   * @param deviation above 0 and at most 1e37, so that float32 holds what is drawn
   */
  record Normal(double deviation) implements Distribution {
    private static final double HIGHEST = 1e37;

    public Normal {
      requireDeviation("deviation", deviation);
    }

    /**
     * Refuses what is no deviation.
     *
     * @param name of the value, for the message
     * @throws IllegalArgumentException if it is not above 0, or above 1e37
     */
    public static void requireDeviation(String name, double deviation) {
      if (!(deviation > 0 && deviation <= HIGHEST)) {
        throw new IllegalArgumentException(
            name + " must be above 0 and at most " + HIGHEST + ": got " + deviation);
      }
    }
  }

  /**
   * -1, 0 or 1. The stream yields one uniform u for every element, then a second one v: the sign is
   * 1 where {@code u < 0.5} and -1 elsewhere; the element is kept where {@code v > sparsity} and 0
   * elsewhere. So {@code sparsity} is the expected fraction of zeros.
   *
   * <p>Source: Juefei-Xu et al., "Local binary convolutional neural networks", CVPR 2017, as in
   * MonoCNN's released code.
   *
   * @param sparsity at least 0, below 1
   */
  record Ternary(double sparsity) implements Distribution {
    public Ternary {
      requireSparsity(sparsity);
    }

    /**
     * Refuses what is no sparsity.
     *
     * @throws IllegalArgumentException if it is below 0, or 1 or more
     */
    public static void requireSparsity(double sparsity) {
      if (!(sparsity >= 0 && sparsity < 1)) {
        throw new IllegalArgumentException("sparsity must be 0 to below 1: got " + sparsity);
      }
    }
  }
}
