package io.seedcast.core.network;

import io.seedcast.core.network.Normalization.BatchNormalization;

/**
 * What a network costs to send and to run.
 *
 * @param learnable values that are trained; batch normalisation counts as its scale and shift
 * @param sentBytes the bytes of these with real numbers as float32 and whole numbers as int8, batch
 *     normalisation folded
 * @param generated weights computed from learned seed filters
 * @param drawn values drawn from a seed and frozen
 * @param held values of the regrown tensors, {@code io.seedcast.core.regrow.RegrownNetwork}:
 *     filters instead of what they are generated from, shifts as the filters that move their
 *     channels, of a batch normalisation behind a convolution the shift alone
 * @param batchNormStatistics running means and variances, gathered in training and folded away
 *     before sending
 * @param macs multiply-accumulates of convolution and linear layers for one image
 */
public record Cost(
    long learnable,
    long sentBytes,
    long generated,
    long drawn,
    long held,
    long batchNormStatistics,
    long macs) {

  /** Counts a network. Source: Ding et al., MonoCNN, Table 1, whose counts this reproduces. */
  public static Cost of(Network network) {
    long learnable = 0;
    long sentBytes = 0;
    long generated = 0;
    long drawn = 0;
    long held = 0;
    for (Parameter parameter : network.parameters()) {
      learnable += parameter.source().learnedElements();
      sentBytes += parameter.source().learnedElements() * parameter.wire().bytes();
      generated += parameter.source().generatedElements();
      drawn += parameter.source().drawnElements();
    }
    for (Node node : network.nodes()) {
      held += node.operation().regrownElements();
      if (node.operation() instanceof BatchNormalization normalization
          && network.convolutionFoldedWith(node).isPresent()) {
        held -= normalization.channels(); // The scale is multiplied into the filters.
      }
    }
    long statistics = network.statisticsShapes().values().stream().mapToLong(Shape::elements).sum();
    var shapes = network.shapes();
    long macs =
        network.nodes().stream()
            .mapToLong(
                node -> node.operation().macs(shapes.getOrDefault(node.name(), network.input())))
            .sum();
    return new Cost(learnable, sentBytes, generated, drawn, held, statistics, macs);
  }

  /** The bytes of the regrown tensors as float32, as a device that stores them has them. */
  public long storedBytes() {
    return held * Float.BYTES;
  }
}
