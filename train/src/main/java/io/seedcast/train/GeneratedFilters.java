package io.seedcast.train;

import io.seedcast.core.filter.FilterNormalization;
import io.seedcast.core.filter.FilterRule;
import io.seedcast.core.filter.GenerationFunction;
import io.seedcast.core.network.ParameterSource.Generated;
import io.seedcast.core.network.Shape;
import io.seedcast.core.regrow.FrozenDraw;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.T_TensorTensor_T;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * A layer's filters as a differentiable float32 expression of its seed filters: what {@code
 * FilterGenerator} defines in double, up to rounding.
 *
 * <p>|w|^b is {@code exp(b ln|w|)}: one logarithm per seed weight and one exponential per filter
 * weight, where a power would cost both for every weight. |w| is kept above 1e-30, whose powers
 * vanish in float32; the gradient at 0 is 0.
 *
 * <p>A radial function phi of (b w)^2 is computed as phi - 1, which changes no filter, for every
 * normalisation subtracts the mean. In a wide layer (b w)^2 is about 1e-3 and phi nearly 1: in
 * float32, phi itself keeps few digits of what makes one weight differ from the next.
 *
 * <p>Owns its frozen constants.
 */
final class GeneratedFilters implements AutoCloseable {
  private static final double SMALLEST = 1e-30;

  /**
   * Large exponents make weights whose squares vanish in float32: their variance is 0, where the
   * square root has an infinite slope. Kept at the least positive number, its gradient is 0 there,
   * and every other variance is as it is.
   */
  private static final double SMALLEST_VARIANCE = Float.MIN_VALUE;

  private final FilterRule rule;
  private final Shape bank;

  /**
   * One tensor (outChannels, inChannels, 1, 1) per term: exponents b of the monomial, b^2 of radial
   * functions.
   */
  private final List<Tensor> exponents = new ArrayList<>();

  /** One tensor (outChannels, inChannels, 1, 1), or none. */
  private final List<Tensor> biases = new ArrayList<>();

  /** Draws the frozen constants of a layer. */
  GeneratedFilters(Generated layer) {
    this(layer, FrozenDraw.of(layer));
  }

  private GeneratedFilters(Generated layer, FrozenDraw draw) {
    this(layer.rule(), layer.shape(), draw.exponents(), draw.biases());
  }

  /**
   * Takes frozen constants as they are.
   *
   * @param exponents (terms, outChannels, inChannels)
   * @param frozenBiases (outChannels, inChannels), or empty
   */
  GeneratedFilters(FilterRule rule, Shape bank, float[] exponents, float[] frozenBiases) {
    this.rule = rule;
    this.bank = bank;
    int size = bank.dimension(0) * bank.dimension(1);
    try (PointerScope scope = new PointerScope()) {
      for (int term = 0; term < rule.terms(); term++) {
        float[] values = Arrays.copyOfRange(exponents, term * size, (term + 1) * size);
        if (rule.function() != GenerationFunction.MONOMIAL) {
          square(values);
        }
        this.exponents.add(frozen(values));
      }
      if (rule.bias()) {
        this.biases.add(frozen(frozenBiases));
      }
    }
  }

  private static void square(float[] values) {
    for (int i = 0; i < values.length; i++) {
      values[i] *= values[i];
    }
  }

  private Tensor frozen(float[] values) {
    Tensor tensor = Torch.tensor(values, bank.dimension(0), bank.dimension(1), 1, 1);
    tensor.retainReference();
    return tensor;
  }

  /**
   * Returns the filters, (outChannels, inChannels, k, k), in the current scope.
   *
   * @param seedFilters (seedFilters, inChannels, k, k)
   */
  Tensor of(Tensor seedFilters) {
    int repeats = bank.dimension(0) / rule.seedFilters();
    // A single seed filter is broadcast; several are tiled, filter o using seed o mod seedFilters.
    Tensor seeds = rule.seedFilters() == 1 ? seedFilters : seedFilters.repeat(repeats, 1, 1, 1);
    return normalize(raw(seeds));
  }

  private Tensor raw(Tensor seeds) {
    return switch (rule.function()) {
      case MONOMIAL -> monomial(seeds);
      case GAUSSIAN -> radial(seeds, GeneratedFilters::gaussian);
      case MULTIQUADRIC -> radial(seeds, GeneratedFilters::multiquadric);
      case INVERSE_QUADRATIC -> radial(seeds, GeneratedFilters::inverseQuadratic);
      case INVERSE_MULTIQUADRIC -> radial(seeds, GeneratedFilters::inverseMultiquadric);
    };
  }

  private Tensor monomial(Tensor seeds) {
    Tensor logarithms = seeds.abs().clamp_min(new Scalar(SMALLEST)).log();
    Tensor magnitude = logarithms.mul(exponents.get(0)).exp_();
    for (Tensor exponent : exponents.subList(1, exponents.size())) {
      magnitude = magnitude.add(logarithms.mul(exponent).exp_());
    }
    for (Tensor bias : biases) {
      magnitude = magnitude.add(bias);
    }
    return magnitude.mul(seeds.detach().sign());
  }

  private Tensor radial(Tensor seeds, UnaryOperator<Tensor> less1) {
    Tensor squares = seeds.square();
    Tensor sum = less1.apply(squares.mul(exponents.get(0)));
    for (Tensor exponent : exponents.subList(1, exponents.size())) {
      sum = sum.add(less1.apply(squares.mul(exponent)));
    }
    return sum;
  }

  /** exp(-s) - 1. */
  private static Tensor gaussian(Tensor s) {
    return s.neg().expm1_();
  }

  /** q - 1 with q = sqrt(1 + s): s / (1 + q). */
  private static Tensor multiquadric(Tensor s) {
    Tensor root = onePlus(s).sqrt_();
    return shifted(root, s.detach().div(onePlus(root.detach())));
  }

  /** r - 1 with r = 1 / (1 + s): -s r. */
  private static Tensor inverseQuadratic(Tensor s) {
    Tensor inverse = onePlus(s).reciprocal_();
    return shifted(inverse, s.detach().mul(inverse.detach()).neg_());
  }

  /** r - 1 with r = 1 / sqrt(1 + s): -s r^2 / (1 + r). */
  private static Tensor inverseMultiquadric(Tensor s) {
    Tensor inverse = onePlus(s).rsqrt_();
    Tensor r = inverse.detach();
    return shifted(inverse, s.detach().mul(r).mul_(r).div_(onePlus(r)).neg_());
  }

  private static Tensor onePlus(Tensor s) {
    return s.add(new Scalar(1));
  }

  /**
   * Returns {@code exact}, with the gradient of {@code plain}: the derivative of phi loses nothing,
   * and takes fewer operations than that of the quotient that phi - 1 is computed by.
   */
  private static Tensor shifted(Tensor plain, Tensor exact) {
    return plain.sub(plain.detach()).add_(exact);
  }

  private Tensor normalize(Tensor raw) {
    long filters = bank.dimension(0);
    T_TensorTensor_T varianceAndMean =
        torch.var_mean(raw.flatten(1, 3), new long[] {1}, new ScalarOptional(new Scalar(1)), true);
    Tensor deviation = varianceAndMean.get0().clamp_min(new Scalar(SMALLEST_VARIANCE)).sqrt();
    if (rule.normalization() == FilterNormalization.L2) {
      int size = bank.elements() / bank.dimension(0);
      deviation = deviation.mul(new Scalar(StrictMath.sqrt(size - 1.0)));
    }
    Tensor divisor = deviation.add(new Scalar(rule.normalization().epsilon()));
    Tensor centred = raw.sub(varianceAndMean.get1().view(filters, 1, 1, 1));
    return centred.div(divisor.view(filters, 1, 1, 1));
  }

  @Override
  public void close() {
    exponents.forEach(Tensor::releaseReference);
    biases.forEach(Tensor::releaseReference);
  }
}
