package io.seedcast.core.zoo;

import io.seedcast.core.network.Network;
import io.seedcast.core.network.Operation.Add;
import io.seedcast.core.network.Operation.BatchNormalization;
import io.seedcast.core.network.Operation.GlobalAveragePool;
import io.seedcast.core.network.Operation.InputNormalization;
import io.seedcast.core.network.Operation.Linear;
import io.seedcast.core.network.Operation.Relu;
import io.seedcast.core.zoo.ConvolutionSlot.Kind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Residual networks of basic blocks for small images (32x32): a 3x3 stem without pooling, four
 * stages of widths 64, 128, 256 and 512 whose first blocks have strides 1, 2, 2 and 2, global
 * average pooling and a linear classifier.
 *
 * <p>A block is conv, BN, ReLU, conv, BN, plus its shortcut, ReLU; the shortcut is the identity, or
 * a 1x1 convolution and BN where stride or width change. The outputs of stages 2, 3 and 4 are taps.
 * The first node normalises pixels.
 *
 * <p>Source: He et al., "Deep residual learning", CVPR 2016, in the form of MonoCNN's released
 * code.
 */
final class ResNet {
  private static final List<Integer> STAGE_WIDTHS = List.of(64, 128, 256, 512);

  /** CIFAR-10's channel means and deviations, which the authors use for every data set. */
  private static final List<Float> MEAN = List.of(0.4914f, 0.4822f, 0.4465f);

  private static final List<Float> DEVIATION = List.of(0.2023f, 0.1994f, 0.2010f);

  private final ConvolutionStyle style;
  private final NetworkBuilder builder;

  private ResNet(ConvolutionStyle style, NetworkBuilder builder) {
    this.style = style;
    this.builder = builder;
  }

  /** Builds a network with this number of blocks in each stage. */
  static Network of(
      String name, List<Integer> blocks, ConvolutionStyle style, Dimensions dimensions) {
    NetworkBuilder builder = new NetworkBuilder(Network.INPUT, dimensions.input());
    List<String> taps = new ArrayList<>();
    new ResNet(style, builder).build(blocks, dimensions, taps);
    return new Network(name, style.method(), dimensions.input(), builder.nodes(), taps);
  }

  private void build(List<Integer> blocks, Dimensions dimensions, List<String> taps) {
    int imageChannels = dimensions.input().dimension(0);
    String x = builder.add("normalize", inputNormalization(imageChannels), Network.INPUT);
    int channels = dimensions.channels(STAGE_WIDTHS.get(0));
    x = convolve("conv1", Kind.STEM, x, channels, 3, 1);
    x = normalize("bn1", x);
    x = builder.add("relu1", new Relu(), x);
    for (int stage = 0; stage < STAGE_WIDTHS.size(); stage++) {
      channels = dimensions.channels(STAGE_WIDTHS.get(stage));
      for (int block = 0; block < blocks.get(stage); block++) {
        int stride = stage > 0 && block == 0 ? 2 : 1;
        x = basicBlock("layer" + (stage + 1) + "." + block, x, channels, stride);
      }
      if (stage > 0) {
        taps.add(x);
      }
    }
    x = builder.add("pool", new GlobalAveragePool(), x);
    builder.add("linear", new Linear(channels, dimensions.classes()), x);
  }

  private static InputNormalization inputNormalization(int channels) {
    if (channels == MEAN.size()) {
      return new InputNormalization(MEAN, DEVIATION);
    }
    return new InputNormalization(
        Collections.nCopies(channels, 0.5f), Collections.nCopies(channels, 0.25f));
  }

  private String basicBlock(String name, String input, int channels, int stride) {
    String x = convolve(name + ".conv1", Kind.BODY, input, channels, 3, stride);
    x = normalize(name + ".bn1", x);
    x = builder.add(name + ".relu1", new Relu(), x);
    x = convolve(name + ".conv2", Kind.BODY, x, channels, 3, 1);
    x = normalize(name + ".bn2", x);
    String shortcut = input;
    if (stride != 1 || builder.shapeOf(input).dimension(0) != channels) {
      shortcut = convolve(name + ".shortcut", Kind.SHORTCUT, input, channels, 1, stride);
      shortcut = normalize(name + ".shortcut_bn", shortcut);
    }
    x = builder.add(name + ".add", new Add(), x, shortcut);
    return builder.add(name + ".relu2", new Relu(), x);
  }

  private String convolve(
      String name, Kind kind, String input, int outChannels, int kernelSize, int stride) {
    int inChannels = builder.shapeOf(input).dimension(0);
    return style.convolve(
        builder,
        new ConvolutionSlot(name, kind, inChannels, outChannels, kernelSize, stride),
        input);
  }

  private String normalize(String name, String input) {
    return builder.add(name, BatchNormalization.of(builder.shapeOf(input).dimension(0)), input);
  }
}
