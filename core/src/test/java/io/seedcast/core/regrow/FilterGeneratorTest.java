package io.seedcast.core.regrow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.seedcast.core.filter.FilterNormalization;
import io.seedcast.core.filter.FilterRule;
import io.seedcast.core.filter.GenerationFunction;
import io.seedcast.core.network.FloatTensor;
import io.seedcast.core.network.Initialisation;
import io.seedcast.core.network.ParameterSource.Generated;
import io.seedcast.core.network.Shape;
import io.seedcast.core.random.Seed;
import io.seedcast.core.random.StreamAlgorithm;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FilterGeneratorTest {
  private static final float[] NO_FACTORS = {};

  /**
   * Golden values are float64; a filter is rounded to float32 once. Values reach 6, so half an ulp
   * is 2.4e-7.
   */
  private static final float ROUNDING = 3e-7f;

  @Test
  void reproducesTheWorkedExample() {
    Generated layer = layer(FilterRule.DEFAULT, 2, 1, 2);
    FloatTensor seed = FloatTensor.of(Shape.of(1, 1, 2, 2), new float[] {0.5f, -0.25f, 1, -1});
    float[] bank = new float[8];

    FilterGenerator.of(layer, FrozenDraw.of(new float[] {2, 1}, new float[0]), seed)
        .generate(0, 2, NO_FACTORS, bank);

    float[] expected = {
      0.24526551f, -0.13206604f, 1.1508613f, -1.2640607f,
      0.49999428f, -0.35713878f, 1.0714163f, -1.2142718f
    };
    for (int i = 0; i < bank.length; i++) {
      assertThat(bank[i]).isCloseTo(expected[i], within(2e-7f));
    }
  }

  static Stream<String> goldenCases() throws IOException {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(
                    FilterGeneratorTest.class.getResourceAsStream("golden-filters.csv")),
                StandardCharsets.UTF_8))) {
      return reader.lines().filter(line -> !line.startsWith("#")).toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("goldenCases")
  void reproducesFiltersComputedInFloat64(String line) {
    String[] parts = line.split(";", -1);
    String[] head = parts[0].split(",", -1);
    int filters = Integer.parseInt(head[5]);
    int channels = Integer.parseInt(head[6]);
    int kernel = Integer.parseInt(head[7]);
    FilterRule rule =
        new FilterRule(
            function(head[0]),
            Integer.parseInt(head[4]),
            Integer.parseInt(head[2]),
            1,
            7,
            head[1].equals("l2") ? FilterNormalization.L2 : FilterNormalization.STANDARDIZE,
            Boolean.parseBoolean(head[3]));
    Generated layer = layer(rule, filters, channels, kernel);
    FloatTensor seed = FloatTensor.of(layer.seedShape(), floats(parts[1]));
    float[] bank = new float[layer.shape().elements()];

    FilterGenerator.of(layer, FrozenDraw.of(floats(parts[2]), floats(parts[3])), seed)
        .generate(0, filters, NO_FACTORS, bank);

    float[] expected = floats(parts[4]);
    assertThat(bank).hasSameSizeAs(expected);
    for (int i = 0; i < bank.length; i++) {
      assertThat(bank[i]).isCloseTo(expected[i], within(ROUNDING));
    }
  }

  @Test
  void multipliesTheFactorBeforeTheOnlyRounding() {
    Generated layer = layer(FilterRule.DEFAULT, 3, 5, 3);
    FloatTensor seed = FloatTensor.of(layer.seedShape(), ramp(45));
    float[] plain = new float[135];
    float[] scaled = new float[135];

    FilterGenerator.of(layer, seed).generate(0, 3, NO_FACTORS, plain);
    FilterGenerator.of(layer, seed).generate(0, 3, new float[] {2, -0.5f, 1}, scaled);

    for (int i = 0; i < 45; i++) {
      assertThat(scaled[i]).isEqualTo(2 * plain[i]);
      assertThat(scaled[45 + i]).isEqualTo(-0.5f * plain[45 + i]);
      assertThat(scaled[90 + i]).isEqualTo(plain[90 + i]);
    }
  }

  @Test
  void computesAnyRangeOfFiltersAlone() {
    Generated layer = layer(FilterRule.DEFAULT, 7, 2, 3);
    FilterGenerator generator =
        FilterGenerator.of(layer, FloatTensor.of(layer.seedShape(), ramp(18)));
    float[] whole = new float[126];
    float[] parts = new float[126];

    generator.generate(0, 7, NO_FACTORS, whole);
    generator.generate(4, 7, NO_FACTORS, parts);
    generator.generate(0, 4, NO_FACTORS, parts);

    assertThat(parts).isEqualTo(whole);
  }

  @Test
  void aSeedOfZerosGivesZeros() {
    Generated layer = layer(FilterRule.DEFAULT, 2, 3, 3);
    float[] bank = new float[54];
    Arrays.fill(bank, 9);

    FilterGenerator.of(layer, FloatTensor.of(layer.seedShape(), new float[27]))
        .generate(0, 2, NO_FACTORS, bank);

    assertThat(bank).containsOnly(0);
  }

  /** |0|^0 is 1, its sign 0: the weight is 0 as with any other exponent. */
  @Test
  void aSeedWeightOfZeroIsZeroWhateverItsExponent() {
    Generated layer = layer(FilterRule.DEFAULT, 2, 1, 2);
    FloatTensor seed = FloatTensor.of(Shape.of(1, 1, 2, 2), new float[] {0, 0.5f, 0, -0.25f});
    float[] bank = new float[8];

    FilterGenerator.of(layer, FrozenDraw.of(new float[] {0, 1}, new float[0]), seed)
        .generate(0, 2, NO_FACTORS, bank);

    // Before they are standardised: 0, 1, 0, -1 and 0, 0.5, 0, -0.25.
    double deviation = StrictMath.sqrt(2 / 3.0) + 1e-5;
    assertThat(bank).startsWith(0, (float) (1 / deviation), 0, (float) (-1 / deviation));
    assertThat(bank[4]).isEqualTo(bank[6]).isBetween(-0.3f, -0.1f);
    for (float weight : bank) {
      assertThat(weight).isFinite();
    }
  }

  @Test
  void drawsExponentsFromTheLayersSeedOnTheirRange() {
    Generated layer = layer(FilterRule.DEFAULT, 16, 8, 3);

    FrozenDraw draw = FrozenDraw.of(layer);

    assertThat(draw.exponents()).hasSize(128).isEqualTo(FrozenDraw.of(layer).exponents());
    for (float exponent : draw.exponents()) {
      assertThat(exponent).isBetween(1f, 7f);
    }
    assertThat(draw.biases()).isEmpty();
  }

  @Test
  void refusesSeedFiltersOfAnotherShape() {
    Generated layer = layer(FilterRule.DEFAULT, 2, 3, 3);

    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> FilterGenerator.of(layer, FloatTensor.of(Shape.of(1, 3, 3, 2), new float[18])))
        .withMessage("seed filters must have shape 1x3x3x3: got 1x3x3x2");
  }

  @Test
  void refusesExponentsBelowZero() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new FilterRule(
                    GenerationFunction.MONOMIAL,
                    1,
                    1,
                    -0.5,
                    7,
                    FilterNormalization.STANDARDIZE,
                    false))
        .withMessage("exponents lie on a range a..b with 0 <= a < b <= 64: got -0.5..7.0");
  }

  @Test
  void refusesMoreExponentsThanAnArrayHolds() {
    FilterRule rule =
        new FilterRule(
            GenerationFunction.MONOMIAL, 1, 16, 1, 7, FilterNormalization.STANDARDIZE, false);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> layer(rule, 16384, 16384, 1))
        .withMessage(
            "a generated filter bank has at most 2147483647 exponents and biases: got 4294967296");
  }

  private static Generated layer(FilterRule rule, int filters, int channels, int kernel) {
    return new Generated(
        Shape.of(filters, channels, kernel, kernel),
        rule,
        new Seed(StreamAlgorithm.PHILOX4X32_10, 1),
        new Initialisation.Constant(0));
  }

  private static GenerationFunction function(String id) {
    return Stream.of(GenerationFunction.values())
        .filter(function -> function.id().equals(id))
        .findFirst()
        .orElseThrow();
  }

  private static float[] ramp(int n) {
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = (i - n / 3f) / n;
    }
    return values;
  }

  private static float[] floats(String list) {
    if (list.isEmpty()) {
      return new float[0];
    }
    String[] parts = list.split(",", -1);
    float[] values = new float[parts.length];
    for (int i = 0; i < parts.length; i++) {
      values[i] = (float) Double.parseDouble(parts[i]);
    }
    return values;
  }
}
