package io.seedcast.core.regrow;

import io.seedcast.core.filter.FilterNormalization;
import io.seedcast.core.filter.GenerationFunction;
import io.seedcast.core.network.FloatTensor;
import io.seedcast.core.network.ParameterSource.Generated;

/**
 * Computes the filters of one generated layer from its seed filters: the definition that cloud and
 * device share.
 *
 * <p><b>Bits.</b> A filter depends on the description, its seed filter and its factor alone, never
 * on threads or platform. All arithmetic is double in the order written here; |w|^b is {@code exp(b
 * ln|w|)} with {@link StrictMath#log} and an exponential of our own; sums run in four lanes (lane j
 * adds elements j, j + 4, ...), combined as {@code (s0 + s1) + (s2 + s3)}; the product of the
 * normalised weight and the factor is rounded to float32 once.
 *
 * <p>Safe for use by several threads on disjoint ranges.
 */
public final class FilterGenerator {
  private static final int LANES = 4;

  /**
   * Stands for ln 0: times an exponent of 0 it is 0, where minus infinity would give no number, and
   * every positive exponent still makes a power of 0 of it.
   */
  private static final double LOG_OF_ZERO = -Double.MAX_VALUE;

  private final Generated layer;
  private final FrozenDraw draw;
  private final int outChannels;
  private final int inChannels;
  private final int kernelArea;
  private final int filterSize;

  /**
   * Seed filters in the form in which the generation function takes them: ln|w| (monomial) or w,
   * [seed][filterSize].
   */
  private final double[] arguments;

  /** The sign of every seed weight: -1, 0 or 1. */
  private final double[] signs;

  private FilterGenerator(Generated layer, FrozenDraw draw, FloatTensor seedFilters) {
    this.layer = layer;
    this.draw = draw;
    this.outChannels = layer.shape().dimension(0);
    this.inChannels = layer.shape().dimension(1);
    this.kernelArea = layer.shape().dimension(2) * layer.shape().dimension(3);
    this.filterSize = inChannels * kernelArea;
    float[] weights = seedFilters.values();
    this.arguments = new double[weights.length];
    this.signs = new double[weights.length];
    boolean monomial = layer.rule().function() == GenerationFunction.MONOMIAL;
    for (int i = 0; i < weights.length; i++) {
      arguments[i] = monomial ? logarithm(weights[i]) : weights[i];
      signs[i] = StrictMath.signum((double) weights[i]);
    }
  }

  private static double logarithm(double weight) {
    return StrictMath.max(StrictMath.log(StrictMath.abs(weight)), LOG_OF_ZERO);
  }

  /**
   * Prepares a layer: draws its exponents and takes one logarithm per seed weight.
   *
   * @param seedFilters float32 (seedFilters, inChannels, k, k)
   * @throws IllegalArgumentException if the seed filters' shape is not the layer's
   */
  public static FilterGenerator of(Generated layer, FloatTensor seedFilters) {
    if (!seedFilters.shape().equals(layer.seedShape())) {
      throw new IllegalArgumentException(
          "seed filters must have shape " + layer.seedShape() + ": got " + seedFilters.shape());
    }
    return of(layer, FrozenDraw.of(layer), seedFilters);
  }

  static FilterGenerator of(Generated layer, FrozenDraw draw, FloatTensor seedFilters) {
    return new FilterGenerator(layer, draw, seedFilters);
  }

  /**
   * Computes filters {@code from} to {@code to - 1} into their places in the whole bank.
   *
   * @param factors one per filter, multiplied into its weights (the folded scale of batch
   *     normalisation), or empty for 1
   * @param bank float32 (outChannels, inChannels, k, k), row-major
   */
  public void generate(int from, int to, float[] factors, float[] bank) {
    double[] raw = new double[filterSize];
    for (int filter = from; filter < to; filter++) {
      fillRaw(filter, raw);
      double factor = factors.length == 0 ? 1 : factors[filter];
      normalize(raw, factor, bank, filter * filterSize);
    }
  }

  private void fillRaw(int filter, double[] raw) {
    int seedOffset = (filter % layer.rule().seedFilters()) * filterSize;
    switch (layer.rule().function()) {
      case MONOMIAL -> fillMonomial(filter, seedOffset, raw);
      case GAUSSIAN ->
          fillSquares(filter, seedOffset, raw, (sum, square) -> sum + Exponential.exp(-square));
      case MULTIQUADRIC ->
          fillSquares(filter, seedOffset, raw, (sum, square) -> sum + StrictMath.sqrt(1 + square));
      case INVERSE_QUADRATIC ->
          fillSquares(filter, seedOffset, raw, (sum, square) -> sum + 1 / (1 + square));
      case INVERSE_MULTIQUADRIC ->
          fillSquares(
              filter, seedOffset, raw, (sum, square) -> sum + 1 / StrictMath.sqrt(1 + square));
    }
  }

  private void fillMonomial(int filter, int seedOffset, double[] raw) {
    float[] exponents = draw.exponents();
    float[] biases = draw.biases();
    int terms = layer.rule().terms();
    for (int channel = 0; channel < inChannels; channel++) {
      int start = channel * kernelArea;
      int row = filter * inChannels + channel;
      double bias = biases.length == 0 ? 0 : biases[row];
      for (int i = start; i < start + kernelArea; i++) {
        raw[i] = bias;
      }
      for (int term = 0; term < terms; term++) {
        double exponent = exponents[term * outChannels * inChannels + row];
        for (int i = start; i < start + kernelArea; i++) {
          raw[i] += Exponential.exp(exponent * arguments[seedOffset + i]);
        }
      }
      for (int i = start; i < start + kernelArea; i++) {
        raw[i] *= signs[seedOffset + i];
      }
    }
  }

  /** Adds one term of a radial function to a weight. */
  @FunctionalInterface
  private interface Radial {
    double add(double sum, double square);
  }

  private void fillSquares(int filter, int seedOffset, double[] raw, Radial radial) {
    float[] exponents = draw.exponents();
    int terms = layer.rule().terms();
    for (int channel = 0; channel < inChannels; channel++) {
      int start = channel * kernelArea;
      for (int i = start; i < start + kernelArea; i++) {
        raw[i] = 0;
      }
      for (int term = 0; term < terms; term++) {
        double exponent = exponents[(term * outChannels + filter) * inChannels + channel];
        for (int i = start; i < start + kernelArea; i++) {
          double scaled = exponent * arguments[seedOffset + i];
          raw[i] = radial.add(raw[i], scaled * scaled);
        }
      }
    }
  }

  private void normalize(double[] raw, double factor, float[] bank, int offset) {
    FilterNormalization normalization = layer.rule().normalization();
    double mean = sum(raw) / filterSize;
    for (int i = 0; i < filterSize; i++) {
      raw[i] -= mean;
    }
    double sumOfSquares = sumOfSquares(raw);
    double size =
        switch (normalization) {
          case STANDARDIZE -> StrictMath.sqrt(sumOfSquares / (filterSize - 1));
          case L2 -> StrictMath.sqrt(sumOfSquares);
        };
    double multiplier = factor / (size + normalization.epsilon());
    for (int i = 0; i < filterSize; i++) {
      bank[offset + i] = (float) (raw[i] * multiplier);
    }
  }

  private static double sum(double[] values) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int i = 0;
    for (; i + LANES <= values.length; i += LANES) {
      s0 += values[i];
      s1 += values[i + 1];
      s2 += values[i + 2];
      s3 += values[i + 3];
    }
    for (; i < values.length; i++) {
      switch (i % LANES) {
        case 0 -> s0 += values[i];
        case 1 -> s1 += values[i];
        default -> s2 += values[i];
      }
    }
    return (s0 + s1) + (s2 + s3);
  }

  private static double sumOfSquares(double[] values) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int i = 0;
    for (; i + LANES <= values.length; i += LANES) {
      s0 += values[i] * values[i];
      s1 += values[i + 1] * values[i + 1];
      s2 += values[i + 2] * values[i + 2];
      s3 += values[i + 3] * values[i + 3];
    }
    for (; i < values.length; i++) {
      double square = values[i] * values[i];
      switch (i % LANES) {
        case 0 -> s0 += square;
        case 1 -> s1 += square;
        default -> s2 += square;
      }
    }
    return (s0 + s1) + (s2 + s3);
  }
}
