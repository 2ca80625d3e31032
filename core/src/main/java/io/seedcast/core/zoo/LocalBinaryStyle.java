package io.seedcast.core.zoo;

import io.seedcast.core.network.Distribution.Ternary;
import io.seedcast.core.network.Operation.Convolution;
import io.seedcast.core.network.Operation.Relu;
import io.seedcast.core.network.ParameterSource.Drawn;

/**
 * LBCNN, local binary convolution: a 3x3 convolution whose filters of -1, 0 and 1 are drawn and
 * frozen, ReLU, and a learned 1x1 convolution that mixes its responses.
 *
 * <p>Source: Juefei-Xu et al., "Local binary convolutional neural networks", CVPR 2017, in the form
 * of MonoCNN's released code (as many frozen filters as output channels, no biases).
 *
 * @param replacement which convolutions are replaced, {@code stride1} or {@code 3x3}
 * @param sparsity expected fraction of zeros in the frozen filters, 0 to below 1
 * @param seeds of the frozen filters
 */
public record LocalBinaryStyle(Replacement replacement, double sparsity, FrozenSeeds seeds)
    implements ConvolutionStyle {
  private static final MethodOption SPARSITY =
      MethodOption.value("sparsity", "X", "0.9", "fraction of zeros in the frozen filters");

  static final Method METHOD =
      new Method(
          "lbcnn",
          "frozen sparse binary 3x3 filters, learned 1x1 convolutions",
          FrozenSeeds.optionsAfter(Replacement.OPTION, SPARSITY),
          options ->
              new LocalBinaryStyle(
                  Replacement.of(options), options.number(SPARSITY), FrozenSeeds.of(options)));

  /** The paper's: 90 % zeros. */
  public static final LocalBinaryStyle DEFAULT =
      new LocalBinaryStyle(Replacement.STRIDE1, 0.9, FrozenSeeds.DEFAULT);

  public LocalBinaryStyle {
    replacement.requireSpatial(METHOD.id());
    Ternary.requireSparsity(sparsity);
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
    int channels = slot.outChannels();
    Drawn filters =
        new Drawn(
            Convolution.filters(slot.inChannels(), channels, slot.kernelSize(), 1),
            new Ternary(sparsity),
            seeds.next(builder));
    String x =
        builder.add(
            slot.name(), new Convolution(slot.stride(), slot.kernelSize() / 2, 1, filters), input);
    x = builder.add(slot.name() + ".relu", new Relu(), x);
    return builder.add(
        slot.name() + ".pointwise", Convolution.learned(channels, channels, 1, 1), x);
  }
}
