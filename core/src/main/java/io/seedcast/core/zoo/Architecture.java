package io.seedcast.core.zoo;

import io.seedcast.core.network.Network;
import java.util.List;

/** The networks that can be named. */
public enum Architecture {
  /** ResNet with two basic blocks a stage. */
  RESNET18("resnet18"),
  /** ResNet with 3, 4, 6 and 3 basic blocks. */
  RESNET34("resnet34");

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
   * @throws IllegalArgumentException if style and dimensions do not fit each other
   */
  public Network build(ConvolutionStyle style, Dimensions dimensions) {
    return ResNet.of(id, blocksPerStage(), style, dimensions);
  }

  private List<Integer> blocksPerStage() {
    return switch (this) {
      case RESNET18 -> List.of(2, 2, 2, 2);
      case RESNET34 -> List.of(3, 4, 6, 3);
    };
  }
}
