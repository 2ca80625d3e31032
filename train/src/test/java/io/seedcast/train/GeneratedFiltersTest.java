package io.seedcast.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.seedcast.core.filter.FilterNormalization;
import io.seedcast.core.filter.FilterRule;
import io.seedcast.core.filter.GenerationFunction;
import io.seedcast.core.network.FloatTensor;
import io.seedcast.core.network.Initialisation;
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
import org.junit.jupiter.params.provider.MethodSource;

class GeneratedFiltersTest {
  /** float32 rounding of a handful of operations, on values of order 1. */
  private static final double FLOAT32 = 2e-5;

  private static final Shape BANK = Shape.of(6, 5, 3, 3);

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
    Generated layer = layer(rule);
    float[] weights = weights(layer, 1);
    float[] expected = new float[BANK.elements()];
    FilterGenerator.of(layer, FloatTensor.of(layer.seedShape(), weights))
        .generate(0, BANK.dimension(0), new float[0], expected);

    float[] actual;
    try (PointerScope scope = new PointerScope();
        GeneratedFilters filters = new GeneratedFilters(layer)) {
      Tensor seeds = Torch.tensor(weights, layer.seedShape().toLongArray());
      actual = Torch.toJava(filters.of(seeds), BANK).values();
    }

    for (int i = 0; i < expected.length; i++) {
      assertThat((double) actual[i]).isCloseTo(expected[i], within(FLOAT32 * 5));
    }
  }

  @ParameterizedTest
  @MethodSource("rules")
  void gradientsAgreeWithFiniteDifferencesOfTheDefinition(FilterRule rule) {
    Generated layer = layer(rule);
    float[] weights = weights(layer, 2);
    float[] upstream = new float[BANK.elements()];
    Philox.of(3, 0).fillNormal(upstream);
    double[] expected = finiteDifferences(layer, weights, upstream);

    float[] actual = gradient(layer, weights, upstream);

    double largest = 0;
    for (double value : expected) {
      largest = Math.max(largest, Math.abs(value));
    }
    for (int i = 0; i < actual.length; i++) {
      assertThat((double) actual[i])
          .as("seed weight %d = %s", i, weights[i])
          .isCloseTo(expected[i], within(2e-4 * largest));
    }
  }

  @ParameterizedTest
  @MethodSource("rules")
  void aSeedWeightOfZeroHasGradientZero(FilterRule rule) {
    Generated layer = layer(rule);
    float[] weights = weights(layer, 4);
    weights[0] = 0;
    weights[7] = -0f;
    weights[11] = Float.MIN_VALUE;
    float[] upstream = new float[BANK.elements()];
    Philox.of(5, 0).fillNormal(upstream);

    float[] gradient = gradient(layer, weights, upstream);

    assertThat(gradient[0]).isZero();
    assertThat(gradient[7]).isZero();
    for (float value : gradient) {
      assertThat(value).isFinite();
    }
  }

  private static Generated layer(FilterRule rule) {
    return new Generated(
        BANK,
        rule,
        new Seed(StreamAlgorithm.PHILOX4X32_10, 7),
        Initialisation.Uniform.ofFanIn(BANK.elements() / BANK.dimension(0)));
  }

  private static float[] weights(Generated layer, long seed) {
    float[] weights = new float[layer.seedShape().elements()];
    Philox.of(seed, 0).fillUniform(weights);
    for (int i = 0; i < weights.length; i++) {
      weights[i] = weights[i] - 0.5f;
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
      filters.of(seeds).mul(Torch.tensor(upstream, BANK.toLongArray())).sum().backward();
      return Torch.toJava(seeds.grad(), layer.seedShape()).values();
    }
  }

  private static double[] finiteDifferences(Generated layer, float[] weights, float[] upstream) {
    double[] w = new double[weights.length];
    for (int i = 0; i < w.length; i++) {
      w[i] = weights[i];
    }
    double[] gradient = new double[w.length];
    double h = 1e-6;
    for (int i = 0; i < w.length; i++) {
      double middle = w[i];
      w[i] = middle + h;
      double above = weightedSum(layer, w, upstream);
      w[i] = middle - h;
      double below = weightedSum(layer, w, upstream);
      w[i] = middle;
      gradient[i] = (above - below) / (2 * h);
    }
    return gradient;
  }

  /** Sum of upstream times filters, in double, straight from the rule's formulas. */
  private static double weightedSum(Generated layer, double[] weights, float[] upstream) {
    FrozenDraw draw = FrozenDraw.of(layer);
    FilterRule rule = layer.rule();
    int outChannels = BANK.dimension(0);
    int inChannels = BANK.dimension(1);
    int area = BANK.dimension(2) * BANK.dimension(3);
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
