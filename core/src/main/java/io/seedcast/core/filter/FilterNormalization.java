package io.seedcast.core.filter;

/**
 * What makes a raw generated filter comparable with its neighbours; both subtract the filter's mean
 * first.
 */
public enum FilterNormalization {
  /** Divide by the unbiased standard deviation plus 1e-5, as in the authors' code. */
  STANDARDIZE("standardize"),
  /** Divide by the L2 norm (plus 1e-12, against a constant filter), as in the paper's eq. 3. */
  L2("l2");

  private final String id;

  FilterNormalization(String id) {
    this.id = id;
  }

  /** The name on the command line and in descriptions. */
  public String id() {
    return id;
  }

  /** The number added to the divisor. */
  public double epsilon() {
    return this == STANDARDIZE ? 1e-5 : 1e-12;
  }
}
