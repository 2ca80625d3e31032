package io.seedcast.core.zoo;

import io.seedcast.core.filter.FilterNormalization;
import io.seedcast.core.filter.FilterRule;
import io.seedcast.core.filter.GenerationFunction;
import io.seedcast.core.network.Initialisation;
import io.seedcast.core.network.Normalization.GroupNormalization;
import io.seedcast.core.network.Operation.Convolution;
import io.seedcast.core.network.Operation.Relu;
import io.seedcast.core.network.ParameterSource.Generated;
import io.seedcast.core.network.Shape;
import java.math.BigInteger;
import java.util.List;

/**
 * MonoCNN: a replaced convolution learns one seed filter (or a few), and all its filters are
 * generated from it.
 *
 * <p>With {@code pointwise}, a replaced k x k convolution is followed by group normalisation (16
 * groups, or the greatest common divisor of 16 and the channels), ReLU and a learned 1x1
 * convolution, as in the network behind the paper's Table 1. A replaced 1x1 convolution is
 * generated alone, for a shortcut has to stay linear; so is a depthwise one, which the architecture
 * follows with a 1x1 convolution of its own.
 *
 * <p>Source: Ding et al., "MonoCNN", 2022, section 3 and released code.
 *
 * @param rule how filters follow from seed filters
 * @param replacement which convolutions are replaced
 * @param pointwise whether GN, ReLU and a learned 1x1 convolution follow
 * @param seeds of the exponents
 */
public record MonoStyle(
    FilterRule rule, Replacement replacement, boolean pointwise, FrozenSeeds seeds)
    implements ConvolutionStyle {

  private static final MethodOption POINTWISE =
      MethodOption.flag(
          "pointwise", true, "GN, ReLU and a learned 1x1 convolution after each generated 3x3 one");
  private static final MethodOption FUNCTION =
      MethodOption.value(
          "function",
          "NAME",
          "monomial",
          "filter generation function: monomial, gaussian, multiquadric, inverse-quadratic or inverse-multiquadric");
  private static final MethodOption SEED_FILTERS =
      MethodOption.value("seed-filters", "N", "1", "seed filters a layer learns");
  private static final MethodOption TERMS =
      MethodOption.value("terms", "N", "1", "terms summed for each weight");
  private static final MethodOption EXPONENTS =
      MethodOption.value("exponents", "A..B", "1..7", "range of the random exponents");
  private static final MethodOption EXPONENTS_BELOW_ONE =
      MethodOption.flag(
          "exponents-below-one",
          false,
          "allow exponents below 1, where the monomial's gradient at 0 is infinite");
  private static final MethodOption NORMALIZATION =
      MethodOption.value(
          "normalization",
          "NAME",
          "standardize",
          "standardize (as in the code) or l2 (as in the paper)");
  private static final MethodOption FILTER_BIAS =
      MethodOption.flag(
          "filter-bias", false, "add frozen random biases to the magnitudes (monomial only)");

  static final Method METHOD =
      new Method(
          "mono",
          "filters generated from one learned seed filter a layer",
          FrozenSeeds.optionsAfter(
              Replacement.OPTION,
              POINTWISE,
              FUNCTION,
              SEED_FILTERS,
              TERMS,
              EXPONENTS,
              EXPONENTS_BELOW_ONE,
              NORMALIZATION,
              FILTER_BIAS),
          MonoStyle::of);

  /** The network of the paper's Table 1: stride-1 convolutions replaced, with 1x1 convolutions. */
  public static final MonoStyle DEFAULT =
      new MonoStyle(FilterRule.DEFAULT, Replacement.STRIDE1, true, FrozenSeeds.DEFAULT);

  private static final BigInteger PREFERRED_GROUPS = BigInteger.valueOf(16);

  private static MonoStyle of(MethodOptions options) {
    MethodOptions.Range exponents = options.range(EXPONENTS);
    FilterRule rule =
        new FilterRule(
            options.choice(FUNCTION, List.of(GenerationFunction.values()), GenerationFunction::id),
            options.integer(SEED_FILTERS),
            options.integer(TERMS),
            exponents.low(),
            exponents.high(),
            options.choice(
                NORMALIZATION, List.of(FilterNormalization.values()), FilterNormalization::id),
            options.flag(FILTER_BIAS));
    if (rule.function() == GenerationFunction.MONOMIAL
        && rule.low() < 1
        && !options.flag(EXPONENTS_BELOW_ONE)) {
      throw new IllegalArgumentException(
          "the monomial's gradient at 0 is infinite for exponents below 1: got "
              + options.text(EXPONENTS)
              + "; "
              + EXPONENTS_BELOW_ONE.name()
              + " allows it");
    }
    return new MonoStyle(
        rule, Replacement.of(options), options.flag(POINTWISE), FrozenSeeds.of(options));
  }

  @Override
  public String method() {
    return METHOD.id();
  }

  @Override
  public boolean replaces(ConvolutionSlot slot) {
    return replacement.includes(slot);
  }

  @Override
  public String convolve(NetworkBuilder builder, ConvolutionSlot slot, String input) {
    Shape bank =
        Convolution.filters(
            slot.inChannels(), slot.outChannels(), slot.kernelSize(), slot.groups());
    Generated weight =
        new Generated(
            bank,
            rule,
            seeds.next(builder),
            Initialisation.Uniform.ofFanIn(bank.elements() / slot.outChannels()));
    String generated =
        builder.add(
            slot.name(),
            new Convolution(slot.stride(), slot.kernelSize() / 2, slot.groups(), weight),
            input);
    if (!pointwise || slot.kernelSize() == 1 || slot.depthwise()) {
      return generated;
    }
    int channels = slot.outChannels();
    int groups = PREFERRED_GROUPS.gcd(BigInteger.valueOf(channels)).intValueExact();
    String normalized =
        builder.add(
            slot.name() + ".norm", new GroupNormalization(channels, groups, 1e-5), generated);
    String activated = builder.add(slot.name() + ".relu", new Relu(), normalized);
    return builder.add(
        slot.name() + ".pointwise", Convolution.learned(channels, channels, 1, 1), activated);
  }
}
