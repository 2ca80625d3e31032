package io.seedcast.core.zoo;

import io.seedcast.core.network.Network;
import io.seedcast.core.network.Operation.Add;
import io.seedcast.core.network.Pooling.MaxPool;
import io.seedcast.core.network.Window;
import io.seedcast.core.zoo.ConvolutionSlot.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * Residual networks: a stem, stages of residual blocks, global average pooling and a linear
 * classifier. The first block of a stage has the stage's stride; the outputs of all stages but the
 * first are taps.
 *
 * <p>A basic block is conv, BN, ReLU, conv, BN; a bottleneck 1x1 conv, BN, ReLU, 3x3 conv (with the
 * stride), BN, ReLU, 1x1 conv to four times the width, BN. Both add their shortcut, then ReLU; the
 * shortcut is the identity, or a 1x1 convolution and BN where stride or width change.
 *
 * <p>The stem is a 3x3 convolution without pooling for images of up to 64 pixels, and a 7x7
 * convolution of stride 2 with 3x3 max pooling of stride 2 for larger ones.
 *
 * <p>Source: He et al., "Deep residual learning", CVPR 2016, for small images in the form of
 * MonoCNN's released code.
 */
final class ResNet {
  private static final int EXPANSION = 4;

  /** The two kinds of residual blocks. */
  enum Block {
    BASIC,
    BOTTLENECK
  }

  /**
   * A stage.
   *
   * @param pooled whether a 2x2 max pooling follows
   */
  record Stage(int width, int blocks, int stride, boolean pooled) {}

  private final Trunk trunk;

  private ResNet(Trunk trunk) {
    this.trunk = trunk;
  }

  /** Builds the network with four stages of widths 64 to 512 and strides 1, 2, 2, 2. */
  static Network of(
      String name,
      Block block,
      List<Integer> blocks,
      ConvolutionStyle style,
      Dimensions dimensions) {
    List<Stage> stages = new ArrayList<>();
    for (int i = 0; i < blocks.size(); i++) {
      stages.add(new Stage(64 << i, blocks.get(i), i == 0 ? 1 : 2, false));
    }
    return new ResNet(new Trunk(style, dimensions)).build(name, block, stages);
  }

  /**
   * Builds the network of MonoCNN's exponent study: 20 layers of 64 channels, nine basic blocks
   * with max pooling after the third and the sixth. Its topology is not published; this one has the
   * layers and channels the paper names.
   */
  static Network ofConstantWidth(String name, ConvolutionStyle style, Dimensions dimensions) {
    List<Stage> stages =
        List.of(new Stage(64, 3, 1, true), new Stage(64, 3, 1, true), new Stage(64, 3, 1, false));
    Trunk trunk = new Trunk(style, dimensions);
    trunk.requireSide(name, 1 << stages.stream().filter(Stage::pooled).count());
    return new ResNet(trunk).build(name, Block.BASIC, stages);
  }

  private Network build(String name, Block block, List<Stage> stages) {
    stem(trunk.dimensions().channels(stages.get(0).width()));
    for (int stage = 0; stage < stages.size(); stage++) {
      Stage shape = stages.get(stage);
      int width = trunk.dimensions().channels(shape.width());
      for (int i = 0; i < shape.blocks(); i++) {
        String blockName = "layer" + (stage + 1) + "." + i;
        int stride = i == 0 ? shape.stride() : 1;
        switch (block) {
          case BASIC -> basic(blockName, width, stride);
          case BOTTLENECK -> bottleneck(blockName, width, stride);
        }
      }
      if (stage > 0) {
        trunk.tap();
      }
      if (shape.pooled()) {
        trunk.add("layer" + (stage + 1) + ".pool", new MaxPool(new Window(2, 2, 0)));
      }
    }
    return trunk.classify(name);
  }

  private void stem(int channels) {
    if (trunk.largeImages()) {
      trunk.convolve("conv1", "bn1", Kind.STEM, channels, 7, 2);
      trunk.relu("relu1");
      trunk.add("pool1", new MaxPool(Window.same(3, 2)));
    } else {
      trunk.convolve("conv1", "bn1", Kind.STEM, channels, 3, 1);
      trunk.relu("relu1");
    }
  }

  private void basic(String name, int width, int stride) {
    String input = trunk.end();
    trunk.convolve(name + ".conv1", name + ".bn1", Kind.BODY, width, 3, stride);
    trunk.relu(name + ".relu1");
    trunk.convolve(name + ".conv2", name + ".bn2", Kind.BODY, width, 3, 1);
    join(name, input, width, stride);
    trunk.relu(name + ".relu2");
  }

  private void bottleneck(String name, int width, int stride) {
    String input = trunk.end();
    trunk.convolve(name + ".conv1", name + ".bn1", Kind.BODY, width, 1, 1);
    trunk.relu(name + ".relu1");
    trunk.convolve(name + ".conv2", name + ".bn2", Kind.BODY, width, 3, stride);
    trunk.relu(name + ".relu2");
    trunk.convolve(name + ".conv3", name + ".bn3", Kind.BODY, EXPANSION * width, 1, 1);
    join(name, input, EXPANSION * width, stride);
    trunk.relu(name + ".relu3");
  }

  private void join(String name, String input, int channels, int stride) {
    String shortcut =
        trunk.shortcut(name + ".shortcut", name + ".shortcut_bn", input, channels, stride);
    trunk.add(name + ".add", new Add(), shortcut);
  }
}
