package io.seedcast.core.zoo;

import io.seedcast.core.filter.FilterRule;
import io.seedcast.core.network.Initialisation;
import io.seedcast.core.network.Operation.Convolution;
import io.seedcast.core.network.Operation.GroupNormalization;
import io.seedcast.core.network.Operation.Relu;
import io.seedcast.core.network.ParameterSource.Generated;
import io.seedcast.core.network.Shape;
import io.seedcast.core.random.Seed;
import io.seedcast.core.random.SeedMap;
import io.seedcast.core.random.StreamAlgorithm;
import java.math.BigInteger;

/**
 * MonoCNN: a replaced convolution learns one seed filter (or a few), and all its filters are
 * generated from it.
 *
 * <p>With {@code pointwise}, a replaced k x k convolution is followed by group normalisation (16
 * groups, or the greatest common divisor of 16 and the channels), ReLU and a learned 1x1
 * convolution, as in the network behind the paper's Table 1. A replaced 1x1 shortcut is generated
 * alone: it has to stay linear.
 *
 * <p>Source: Ding et al., "MonoCNN", 2022, section 3 and released code.
 *
 * @param rule how filters follow from seed filters
 * @param replacement which convolutions are replaced
 * @param pointwise whether GN, ReLU and a learned 1x1 convolution follow
 * @param stream generator of the frozen values
 * @param baseSeed from which each layer's seed is derived
 * @param seedMap how it is derived
 */
public record MonoStyle(
    FilterRule rule,
    Replacement replacement,
    boolean pointwise,
    StreamAlgorithm stream,
    long baseSeed,
    SeedMap seedMap)
    implements ConvolutionStyle {

  /** The network of the paper's Table 1: stride-1 convolutions replaced, with 1x1 convolutions. */
  public static final MonoStyle DEFAULT =
      new MonoStyle(
          FilterRule.DEFAULT,
          Replacement.STRIDE1,
          true,
          StreamAlgorithm.PHILOX4X32_10,
          1,
          SeedMap.EQDIFF);

  private static final BigInteger PREFERRED_GROUPS = BigInteger.valueOf(16);

  @Override
  public String method() {
    return "mono";
  }

  @Override
  public String convolve(NetworkBuilder builder, ConvolutionSlot slot, String input) {
    if (!replacement.includes(slot)) {
      return new StandardStyle().convolve(builder, slot, input);
    }
    int layer = builder.nextGeneratedLayer();
    Shape bank =
        Shape.of(slot.outChannels(), slot.inChannels(), slot.kernelSize(), slot.kernelSize());
    Generated weight =
        new Generated(
            bank,
            rule,
            new Seed(stream, seedMap.seedOf(baseSeed, layer)),
            Initialisation.Uniform.ofFanIn(bank.elements() / slot.outChannels()));
    String generated =
        builder.add(
            slot.name(), new Convolution(slot.stride(), slot.kernelSize() / 2, 1, weight), input);
    if (!pointwise || slot.kernelSize() == 1) {
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
