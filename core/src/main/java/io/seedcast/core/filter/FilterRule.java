package io.seedcast.core.filter;

import java.util.Locale;

/**
 * How a layer's filters follow from its seed filters.
 *
 * <p>Filter o (of m) uses seed filter {@code o mod seedFilters}. With weights w of that seed,
 * exponents b[t, o, c] (c the input channel, shared over the k k positions) and, if asked for,
 * biases a[o, c]:
 *
 * <pre>
 *   raw[o, c, y, x] = sum over terms t of phi(w[c, y, x]; b[t, o, c])   (monomial: plus sign(w) a[o, c])
 *   filter[o]       = (raw[o] - mean(raw[o])) / (deviation(raw[o]) + epsilon)
 * </pre>
 *
 * <p>Source: Ding et al., "MonoCNN", 2022, section 3, and its released code, which has one exponent
 * per (filter, input channel) where the paper's text has one per filter.
 *
 * @param function phi
 * @param seedFilters seed filters a layer learns, at least 1
 * @param terms exponents summed for each weight, 1 to 16; 1 is the paper's best. The paper and its
 *     code have several terms for the monomial only; the sum of radial functions is ours
 * @param low lower end of the uniform distribution of the exponents, at least 0; below 1 the
 *     monomial's gradient at 0 is infinite
 * @param high upper end, above {@code low} and at most 64
 * @param bias whether frozen biases, uniform on [0, 1), are added to the magnitudes; monomial only
 */
public record FilterRule(
    GenerationFunction function,
    int seedFilters,
    int terms,
    double low,
    double high,
    FilterNormalization normalization,
    boolean bias) {

  /**
   * The paper's best: monomial, one seed filter, one term, exponents on [1, 7], standardised, no
   * bias.
   */
  public static final FilterRule DEFAULT =
      new FilterRule(
          GenerationFunction.MONOMIAL, 1, 1, 1, 7, FilterNormalization.STANDARDIZE, false);

  private static final int MAX_TERMS = 16;
  private static final double MAX_EXPONENT = 64;

  public FilterRule {
    if (seedFilters < 1) {
      throw new IllegalArgumentException(
          "seed filters per layer must be at least 1: got " + seedFilters);
    }
    if (terms < 1 || terms > MAX_TERMS) {
      throw new IllegalArgumentException("terms must be 1 to " + MAX_TERMS + ": got " + terms);
    }
    if (!(low >= 0 && low < high && high <= MAX_EXPONENT)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "exponents lie on a range a..b with 0 <= a < b <= %.0f: got %s..%s",
              MAX_EXPONENT,
              low,
              high));
    }
    if (bias && function != GenerationFunction.MONOMIAL) {
      throw new IllegalArgumentException(
          "a bias is defined for the monomial function only: got " + function.id());
    }
  }

  /**
   * The number of frozen values of a layer: exponents [terms, m, inChannels] and perhaps biases [m,
   * inChannels].
   */
  public long drawnElements(int filters, int inChannels) {
    return (long) filters * inChannels * (terms + (bias ? 1 : 0));
  }
}
