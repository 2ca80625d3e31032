package io.seedcast.core.zoo;

import io.seedcast.core.network.Network;
import io.seedcast.core.network.Pooling.MaxPool;
import io.seedcast.core.network.Window;
import io.seedcast.core.zoo.ConvolutionSlot.Kind;
import java.util.List;

/**
 * VGG11 with batch normalisation: eight 3x3 convolutions of widths 64, 128, 256, 256, 512, 512, 512
 * and 512, each with BN and ReLU, a 2x2 max pooling where the width is about to grow and at the
 * end, global average pooling (of a single pixel for 32x32 images) and one linear layer. The maps
 * before all poolings but the first are taps.
 *
 * <p>Source: Simonyan and Zisserman, ICLR 2015, as reconstructed from the counts of MonoCNN's Table
 * 1; convolutions without bias.
 */
final class Vgg {
  /** Widths between poolings. */
  private static final List<List<Integer>> STAGES =
      List.of(List.of(64), List.of(128), List.of(256, 256), List.of(512, 512), List.of(512, 512));

  private Vgg() {}

  static Network vgg11(String name, ConvolutionStyle style, Dimensions dimensions) {
    Trunk trunk = new Trunk(style, dimensions);
    trunk.requireSide(name, 1 << STAGES.size());
    int layer = 0;
    for (int stage = 0; stage < STAGES.size(); stage++) {
      for (int width : STAGES.get(stage)) {
        layer++;
        trunk.convolve(
            "conv" + layer,
            "bn" + layer,
            layer == 1 ? Kind.STEM : Kind.BODY,
            dimensions.channels(width),
            3,
            1);
        trunk.relu("relu" + layer);
      }
      if (stage > 0) {
        trunk.tap();
      }
      trunk.add("pool" + (stage + 1), new MaxPool(new Window(2, 2, 0)));
    }
    return trunk.classify(name);
  }
}
