package io.seedcast.core.network;

/**
 * What a network costs to send and to run.
 *
 * @param learnable values that are trained; batch normalisation counts as its scale and shift
 * @param generated weights computed from learned seed filters
 * @param drawn values drawn from a seed and frozen
 * @param batchNormStatistics running means and variances, gathered in training and folded away
 *     before sending
 * @param macs multiply-accumulates of convolution and linear layers for one image
 */
public record Cost(
    long learnable, long generated, long drawn, long batchNormStatistics, long macs) {

  /** Counts a network. Source: Ding et al., MonoCNN, Table 1, whose counts this reproduces. */
  public static Cost of(Network network) {
    long learnable = 0;
    long generated = 0;
    long drawn = 0;
    for (Parameter parameter : network.parameters()) {
      learnable += parameter.source().learnedElements();
      generated += parameter.source().generatedElements();
      drawn += parameter.source().drawnElements();
    }
    long statistics = network.statisticsShapes().values().stream().mapToLong(Shape::elements).sum();
    var shapes = network.shapes();
    long macs =
        network.nodes().stream()
            .mapToLong(
                node -> node.operation().macs(shapes.getOrDefault(node.name(), network.input())))
            .sum();
    return new Cost(learnable, generated, drawn, statistics, macs);
  }

  /** The bytes of everything learned as float32, batch normalisation folded. */
  public long sentBytes() {
    return learnable * Float.BYTES;
  }
}
