package io.seedcast.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.seedcast.core.filter.FilterNormalization;
import io.seedcast.core.filter.FilterRule;
import io.seedcast.core.filter.GenerationFunction;
import io.seedcast.core.network.FloatTensor;
import io.seedcast.core.network.Initialisation.Uniform;
import io.seedcast.core.network.ParameterSource.Generated;
import io.seedcast.core.network.Shape;
import io.seedcast.core.random.Philox;
import io.seedcast.core.random.Seed;
import io.seedcast.core.random.StreamAlgorithm;
import io.seedcast.core.regrow.FilterGenerator;
import io.seedcast.core.regrow.FrozenDraw;
import java.util.stream.Stream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class GeneratedFiltersTest {
  /** float32 rounding of a handful of operations, on values of order 1. */
  private static final double FLOAT32 = 2e-5;

  /** A layer whose seed weights are large enough to bend every function. */
  private static Generated narrow(FilterRule rule) {
    return layer(rule, Shape.of(6, 5, 3, 3), new Uniform(0.5));
  }

  /** As wide as the last layers of ResNet18: weights are small, and radial functions nearly 1. */
  private static Generated wide(FilterRule rule) {
    return layer(rule, Shape.of(6, 512, 3, 3), Uniform.ofFanIn(512 * 3 * 3));
  }

  private static Generated layer(FilterRule rule, Shape bank, Uniform seedWeights) {
    return new Generated(bank, rule, new Seed(StreamAlgorithm.PHILOX4X32_10, 7), seedWeights);
  }

  @BeforeAll
  static void startTorch() {
    Torch.start();
  }

  static Stream<FilterRule> rules() {
    Stream<FilterRule> functions =
        Stream.of(GenerationFunction.values())
            .flatMap(
                function ->
                    Stream.of(FilterNormalization.values())
                        .map(norm -> new FilterRule(function, 1, 1, 1, 7, norm, false)));
    FilterNormalization standard = FilterNormalization.STANDARDIZE;
    return Stream.concat(
        functions,
        Stream.of(
            new FilterRule(GenerationFunction.MONOMIAL, 3, 2, 1, 7, standard, true),
            new FilterRule(GenerationFunction.GAUSSIAN, 2, 3, 0, 4, standard, false)));
  }

  @Test
  void reproducesTheWorkedExample() {
    FilterRule rule = FilterRule.DEFAULT;
    float[] weights = {0.5f, -0.25f, 1, -1};

    float[] bank = filters(rule, Shape.of(2, 1, 2, 2), new float[] {2, 1}, weights);

    assertThat(bank)
        .containsExactly(
            new float[] {
              0.24526551f, -0.13206604f, 1.1508613f, -1.2640607f,
              0.49999428f, -0.35713878f, 1.0714163f, -1.2142718f
            },
            within(1e-6f));
  }

  @ParameterizedTest
  @MethodSource("rules")
  void agreesWithTheDefinitionThatDevicesRegrowBy(FilterRule rule) {
    assertAgrees(narrow(rule), FLOAT32 * 5);
  }

  @ParameterizedTest
  @MethodSource("rules")
  void agreesWithTheDefinitionInAWideLayer(FilterRule rule) {
    assertAgrees(wide(rule), FLOAT32 / 2);
  }

  private static void assertAgrees(Generated layer, double tolerance) {
    float[] weights = weights(layer, 1);
    float[] expected = new float[layer.shape().elements()];
    FilterGenerator.of(layer, FloatTensor.of(layer.seedShape(), weights))
        .generate(0, layer.shape().dimension(0), new float[0], expected);

    float[] actual;
    try (PointerScope scope = new PointerScope();
        GeneratedFilters filters = new GeneratedFilters(layer)) {
      Tensor seeds = Torch.tensor(weights, layer.seedShape().toLongArray());
      actual = Torch.toJava(filters.of(seeds), layer.shape()).values();
    }

    double largest = 0;
    for (int i = 0; i < expected.length; i++) {
      largest = Math.max(largest, Math.abs((double) actual[i] - expected[i]));
    }
    assertThat(largest).as("largest difference").isLessThan(tolerance);
  }

  @ParameterizedTest
  @MethodSource("rules")
  void gradientsAgreeWithFiniteDifferencesOfTheDefinition(FilterRule rule) {
    assertGradientsAgree(narrow(rule), 1);
  }

  /** Of every 641st seed weight, for each takes two passes over all filters. */
  @ParameterizedTest
  @MethodSource("rules")
  void gradientsAgreeWithFiniteDifferencesInAWideLayer(FilterRule rule) {
    assertGradientsAgree(wide(rule), 641);
  }

  private static void assertGradientsAgree(Generated layer, int step) {
    float[] weights = weights(layer, 2);
    float[] upstream = new float[layer.shape().elements()];
    Philox.of(3, 0).fillNormal(upstream);
    double[] expected = finiteDifferences(layer, weights, upstream, step);

    float[] actual = gradient(layer, weights, upstream);

    double largest = 0;
    for (double value : expected) {
      largest = Math.max(largest, Math.abs(value));
    }
    for (int i = 0; i < expected.length; i++) {
      assertThat((double) actual[i * step])
          .as("seed weight %d = %s", i * step, weights[i * step])
          .isCloseTo(expected[i], within(2e-4 * largest));
    }
  }

  @ParameterizedTest
  @MethodSource("rules")
  void aSeedWeightOfZeroHasGradientZero(FilterRule rule) {
    Generated layer = narrow(rule);
    float[] weights = weights(layer, 4);
    weights[0] = 0;
    weights[7] = -0f;
    weights[11] = Float.MIN_VALUE;
    float[] upstream = new float[layer.shape().elements()];
    Philox.of(5, 0).fillNormal(upstream);

    float[] gradient = gradient(layer, weights, upstream);

    assertThat(gradient[0]).isZero();
    assertThat(gradient[7]).isZero();
    for (float value : gradient) {
      assertThat(value).isFinite();
    }
  }

  /** The squares of such filters vanish in float32: their variance is 0. */
  @ParameterizedTest
  @EnumSource
  void filtersThatVanishHaveAFiniteGradient(FilterNormalization normalization) {
    Generated layer =
        wide(new FilterRule(GenerationFunction.MONOMIAL, 1, 1, 20, 24, normalization, false));
    float[] upstream = new float[layer.shape().elements()];
    Philox.of(6, 0).fillNormal(upstream);

    float[] gradient = gradient(layer, weights(layer, 6), upstream);

    for (float value : gradient) {
      assertThat(value).isFinite();
    }
  }

  /** Drawn as the layer's seed weights are. */
  private static float[] weights(Generated layer, long seed) {
    double bound = ((Uniform) layer.initialisation()).bound();
    float[] weights = new float[layer.seedShape().elements()];
    Philox.of(seed, 0).fillUniform(weights);
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) (bound * (2 * weights[i] - 1));
    }
    return weights;
  }

  private static float[] filters(
      FilterRule rule, Shape bank, float[] exponents, float[] seedWeights) {
    try (PointerScope scope = new PointerScope();
        GeneratedFilters filters = new GeneratedFilters(rule, bank, exponents, new float[0])) {
      Tensor seeds =
          Torch.tensor(
              seedWeights,
              rule.seedFilters(),
              bank.dimension(1),
              bank.dimension(2),
              bank.dimension(3));
      return Torch.toJava(filters.of(seeds), bank).values();
    }
  }

  /** The gradient of sum(upstream filters) by the seed filters. */
  private static float[] gradient(Generated layer, float[] weights, float[] upstream) {
    try (PointerScope scope = new PointerScope();
        GeneratedFilters filters = new GeneratedFilters(layer)) {
      Tensor seeds = Torch.tensor(weights, layer.seedShape().toLongArray());
      seeds.requires_grad_(true);
      filters.of(seeds).mul(Torch.tensor(upstream, layer.shape().toLongArray())).sum().backward();
      return Torch.toJava(seeds.grad(), layer.seedShape()).values();
    }
  }

  /** The gradient by every {@code step}-th seed weight. */
  private static double[] finiteDifferences(
      Generated layer, float[] weights, float[] upstream, int step) {
    double[] w = new double[weights.length];
    for (int i = 0; i < w.length; i++) {
      w[i] = weights[i];
    }
    double[] gradient = new double[(w.length + step - 1) / step];
    double h = 1e-6;
    for (int i = 0; i < gradient.length; i++) {
      double middle = w[i * step];
      w[i * step] = middle + h;
      double above = weightedSum(layer, w, upstream);
      w[i * step] = middle - h;
      double below = weightedSum(layer, w, upstream);
      w[i * step] = middle;
      gradient[i] = (above - below) / (2 * h);
    }
    return gradient;
  }

  /** Sum of upstream times filters, in double, straight from the rule's formulas. */
  private static double weightedSum(Generated layer, double[] weights, float[] upstream) {
    FrozenDraw draw = FrozenDraw.of(layer);
    FilterRule rule = layer.rule();
    Shape bank = layer.shape();
    int outChannels = bank.dimension(0);
    int inChannels = bank.dimension(1);
    int area = bank.dimension(2) * bank.dimension(3);
    int size = inChannels * area;
    double result = 0;
    for (int o = 0; o < outChannels; o++) {
      double[] raw = new double[size];
      double mean = 0;
      for (int i = 0; i < size; i++) {
        int row = o * inChannels + i / area;
        double w = weights[(o % rule.seedFilters()) * size + i];
        for (int t = 0; t < rule.terms(); t++) {
          raw[i] += phi(rule.function(), w, draw.exponents()[t * outChannels * inChannels + row]);
        }
        raw[i] += rule.bias() ? Math.signum(w) * draw.biases()[row] : 0;
        mean += raw[i] / size;
      }
      double squares = 0;
      for (double value : raw) {
        squares += (value - mean) * (value - mean);
      }
      double divisor =
          rule.normalization() == FilterNormalization.L2
              ? Math.sqrt(squares) + 1e-12
              : Math.sqrt(squares / (size - 1)) + 1e-5;
      for (int i = 0; i < size; i++) {
        result += upstream[o * size + i] * (raw[i] - mean) / divisor;
      }
    }
    return result;
  }

  private static double phi(GenerationFunction function, double w, double b) {
    double square = (b * w) * (b * w);
    return switch (function) {
      case MONOMIAL -> Math.signum(w) * Math.pow(Math.abs(w), b);
      case GAUSSIAN -> Math.exp(-square);
      case MULTIQUADRIC -> Math.sqrt(1 + square);
      case INVERSE_QUADRATIC -> 1 / (1 + square);
      case INVERSE_MULTIQUADRIC -> 1 / Math.sqrt(1 + square);
    };
  }
}
