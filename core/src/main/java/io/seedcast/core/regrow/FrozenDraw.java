package io.seedcast.core.regrow;

import io.seedcast.core.filter.FilterRule;
import io.seedcast.core.network.ParameterSource.Generated;
import io.seedcast.core.random.RandomStream;

/**
 * The random, frozen values of one generated layer. The layer's stream yields the exponents in the
 * order [term][filter][input channel] as {@code low + (high - low) u}, then the biases
 * [filter][input channel] as u; computed in double, rounded once. Nothing else reads that stream.
 */
public final class FrozenDraw {
  private final float[] exponents;
  private final float[] biases;

  private FrozenDraw(float[] exponents, float[] biases) {
    this.exponents = exponents;
    this.biases = biases;
  }

  /** Draws the values of a layer from its seed. */
  public static FrozenDraw of(Generated layer) {
    FilterRule rule = layer.rule();
    int filtersTimesChannels = layer.shape().dimension(0) * layer.shape().dimension(1);
    RandomStream stream = layer.seed().open();
    float[] exponents = new float[rule.terms() * filtersTimesChannels];
    double range = rule.high() - rule.low();
    for (int i = 0; i < exponents.length; i++) {
      exponents[i] = (float) (rule.low() + range * stream.nextUniform());
    }
    float[] biases = new float[rule.bias() ? filtersTimesChannels : 0];
    stream.fillUniform(biases);
    return new FrozenDraw(exponents, biases);
  }

  static FrozenDraw of(float[] exponents, float[] biases) {
    return new FrozenDraw(exponents, biases);
  }

  /** Exponents, [terms, outChannels, inChannels] row-major; live, read only. */
  public float[] exponents() {
    return exponents;
  }

  /**
   * Biases, [outChannels, inChannels] row-major, or empty if the rule has none; live, read only.
   */
  public float[] biases() {
    return biases;
  }
}
