package io.seedcast.core.zoo;

import io.seedcast.core.network.Network;
import io.seedcast.core.zoo.ResNet.Block;
import java.util.List;

/** The networks that can be named. */
public enum Architecture {
  /** VGG with eight convolutions and batch normalisation. */
  VGG11("vgg11"),
  /** ResNet with two basic blocks a stage. */
  RESNET18("resnet18"),
  /** ResNet with 3, 4, 6 and 3 basic blocks. */
  RESNET34("resnet34"),
  /** ResNet with 3, 4, 6 and 3 bottleneck blocks. */
  RESNET50("resnet50"),
  /** ResNet with 3, 4, 23 and 3 bottleneck blocks. */
  RESNET101("resnet101"),
  /** Inverted residual blocks with depthwise convolutions. */
  MOBILENETV2("mobilenetv2"),
  /** A perceptron with one hidden layer. */
  MLP("mlp"),
  /** 20 layers of 64 channels, for the study of exponent ranges. */
  RESNET20X64("resnet20x64");

  private final String id;

  Architecture(String id) {
    this.id = id;
  }

  /** The name on the command line and in descriptions. */
  public String id() {
    return id;
  }

  /**
   * Describes the network.
   *
   * @throws IllegalArgumentException if style and dimensions do not fit each other, or the style
   *     finds no convolution to replace
   */
  public Network build(ConvolutionStyle style, Dimensions dimensions) {
    return switch (this) {
      case VGG11 -> Vgg.vgg11(id, style, dimensions);
      case RESNET18 -> ResNet.of(id, Block.BASIC, List.of(2, 2, 2, 2), style, dimensions);
      case RESNET34 -> ResNet.of(id, Block.BASIC, List.of(3, 4, 6, 3), style, dimensions);
      case RESNET50 -> ResNet.of(id, Block.BOTTLENECK, List.of(3, 4, 6, 3), style, dimensions);
      case RESNET101 -> ResNet.of(id, Block.BOTTLENECK, List.of(3, 4, 23, 3), style, dimensions);
      case MOBILENETV2 -> MobileNetV2.of(id, style, dimensions);
      case MLP -> Mlp.of(id, style, dimensions);
      case RESNET20X64 -> ResNet.ofConstantWidth(id, style, dimensions);
    };
  }
}
