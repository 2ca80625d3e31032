package io.seedcast.core.filter;

/**
 * The filter generation functions phi(w) with exponent b (called beta in the paper, epsilon in
 * places of its code).
 *
 * <p>Source: Ding et al., "MonoCNN", 2022, eqs. 5 to 9.
 */
public enum GenerationFunction {
  /** sign(w) |w|^b: odd, keeps the sign of the seed. */
  MONOMIAL("monomial"),
  /** exp(-(b w)^2). */
  GAUSSIAN("gaussian"),
  /** sqrt(1 + (b w)^2). */
  MULTIQUADRIC("multiquadric"),
  /** 1 / (1 + (b w)^2). */
  INVERSE_QUADRATIC("inverse-quadratic"),
  /** 1 / sqrt(1 + (b w)^2). */
  INVERSE_MULTIQUADRIC("inverse-multiquadric");

  private final String id;

  GenerationFunction(String id) {
    this.id = id;
  }

  /** The name on the command line and in descriptions. */
  public String id() {
    return id;
  }
}
