package io.seedcast.core.zoo;

import io.seedcast.core.network.Network;
import io.seedcast.core.network.Operation.Add;
import io.seedcast.core.network.Operation.Relu6;
import io.seedcast.core.zoo.ConvolutionSlot.Kind;
import java.util.List;

/**
 * MobileNetV2: a 3x3 stem, 17 inverted residual blocks (1x1 expansion, depthwise 3x3, linear 1x1
 * projection; ReLU6 behind the first two), a 1x1 convolution to 1280 channels, global average
 * pooling and a linear classifier. For images of up to 64 pixels, the stem and the second stage
 * have stride 1 instead of 2. Channels are multiples of 8; the last convolution does not shrink
 * with the width. The outputs of the third, fifth and last stage are taps.
 *
 * <p>Source: Sandler et al., "MobileNetV2", CVPR 2018, Table 2.
 */
final class MobileNetV2 {
  private static final int STEM = 32;
  private static final int LAST = 1280;
  private static final int DIVISOR = 8;
  private static final double LARGEST_LOSS = 0.9;

  /** The stages, and which of them are taps. */
  private record Stage(int expansion, int channels, int blocks, int stride, boolean tap) {}

  private static final List<Stage> STAGES =
      List.of(
          new Stage(1, 16, 1, 1, false),
          new Stage(6, 24, 2, 2, false),
          new Stage(6, 32, 3, 2, true),
          new Stage(6, 64, 4, 2, false),
          new Stage(6, 96, 3, 1, true),
          new Stage(6, 160, 3, 2, false),
          new Stage(6, 320, 1, 1, true));

  private final Trunk trunk;

  private MobileNetV2(Trunk trunk) {
    this.trunk = trunk;
  }

  static Network of(String name, ConvolutionStyle style, Dimensions dimensions) {
    return new MobileNetV2(new Trunk(style, dimensions)).build(name);
  }

  private Network build(String name) {
    double width = trunk.dimensions().width();
    int early = trunk.largeImages() ? 2 : 1;
    convolve("stem", Kind.STEM, channels(STEM, width), 3, early);
    for (int stage = 0; stage < STAGES.size(); stage++) {
      Stage shape = STAGES.get(stage);
      for (int block = 0; block < shape.blocks(); block++) {
        int stride = block > 0 ? 1 : stage == 1 ? early : shape.stride();
        invertedResidual(
            "stage" + (stage + 1) + "." + block,
            shape.expansion(),
            channels(shape.channels(), width),
            stride);
      }
      if (shape.tap()) {
        trunk.tap();
      }
    }
    convolve("last", Kind.BODY, channels(LAST, StrictMath.max(1, width)), 1, 1);
    return trunk.classify(name);
  }

  private void invertedResidual(String name, int expansion, int channels, int stride) {
    String input = trunk.end();
    boolean residual = stride == 1 && trunk.channels() == channels;
    if (expansion > 1) {
      convolve(name + ".expand", Kind.BODY, expansion * trunk.channels(), 1, 1);
    }
    trunk.convolveDepthwise(name + ".depthwise", name + ".depthwise_bn", stride);
    trunk.add(name + ".depthwise_relu", new Relu6());
    trunk.convolve(name + ".project", name + ".project_bn", Kind.BODY, channels, 1, 1);
    if (residual) {
      trunk.add(name + ".add", new Add(), input);
    }
  }

  private void convolve(String name, Kind kind, int channels, int kernelSize, int stride) {
    trunk.convolve(name, name + "_bn", kind, channels, kernelSize, stride);
    trunk.add(name + "_relu", new Relu6());
  }

  /** The nearest multiple of 8, at least 8, that does not lose more than a tenth. */
  private static int channels(int fullWidth, double width) {
    double wanted = fullWidth * width;
    int rounded = (int) (wanted + DIVISOR / 2) / DIVISOR * DIVISOR;
    int channels = StrictMath.max(DIVISOR, rounded);
    return channels < LARGEST_LOSS * wanted ? channels + DIVISOR : channels;
  }
}
