package io.seedcast.core.zoo;

import io.seedcast.core.network.Distribution.Normal;
import io.seedcast.core.network.Operation.AddMap;
import io.seedcast.core.network.Operation.Convolution;
import io.seedcast.core.network.Operation.Relu;
import io.seedcast.core.network.ParameterSource.Drawn;

/**
 * PNN, perturbative layer: a frozen map of normal noise is added, ReLU, and a learned 1x1
 * convolution, which takes over the stride.
 *
 * <p>The noise is drawn for the network's input size and belongs to the description; the authors'
 * code draws it at the first image it sees.
 *
 * <p>Source: Juefei-Xu et al., "Perturbative neural networks", CVPR 2018, in the form of MonoCNN's
 * released code.
 *
 * @param replacement which convolutions are replaced, {@code stride1} or {@code 3x3}
 * @param noiseLevel deviation of the noise, above 0 and at most 1e37
 * @param seeds of the noise
 */
public record PerturbativeStyle(Replacement replacement, double noiseLevel, FrozenSeeds seeds)
    implements ConvolutionStyle {
  private static final MethodOption NOISE_LEVEL =
      MethodOption.value("noise-level", "X", "0.01", "deviation of the frozen noise maps");

  static final Method METHOD =
      new Method(
          "pnn",
          "frozen noise maps, learned 1x1 convolutions",
          FrozenSeeds.optionsAfter(Replacement.OPTION, NOISE_LEVEL),
          options ->
              new PerturbativeStyle(
                  Replacement.of(options), options.number(NOISE_LEVEL), FrozenSeeds.of(options)));

  /** The paper's: noise of deviation 0.01. */
  public static final PerturbativeStyle DEFAULT =
      new PerturbativeStyle(Replacement.STRIDE1, 0.01, FrozenSeeds.DEFAULT);

  public PerturbativeStyle {
    replacement.requireSpatial(METHOD.id());
    Normal.requireDeviation(NOISE_LEVEL.name(), noiseLevel);
  }

  @Override
  public String method() {
    return METHOD.id();
  }

  @Override
  public boolean replaces(ConvolutionSlot slot) {
    return replacement.includesDense(slot);
  }

  @Override
  public String convolve(NetworkBuilder builder, ConvolutionSlot slot, String input) {
    Drawn noise = new Drawn(builder.shapeOf(input), new Normal(noiseLevel), seeds.next(builder));
    String x = builder.add(slot.name(), new AddMap(noise), input);
    x = builder.add(slot.name() + ".relu", new Relu(), x);
    return builder.add(
        slot.name() + ".pointwise",
        Convolution.learned(slot.inChannels(), slot.outChannels(), 1, slot.stride()),
        x);
  }
}
