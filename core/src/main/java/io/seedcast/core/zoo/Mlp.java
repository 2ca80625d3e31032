package io.seedcast.core.zoo;

import io.seedcast.core.network.Arrangement.Flatten;
import io.seedcast.core.network.Network;
import io.seedcast.core.network.Operation.Linear;

/** A perceptron with one hidden layer of 128 units and ReLU; it has no convolution. */
final class Mlp {
  private static final int HIDDEN = 128;

  private Mlp() {}

  static Network of(String name, ConvolutionStyle style, Dimensions dimensions) {
    Trunk trunk = new Trunk(style, dimensions);
    trunk.add("flatten", new Flatten());
    trunk.add("hidden", new Linear(trunk.channels(), dimensions.channels(HIDDEN)));
    trunk.relu("relu");
    return trunk.classifyFeatures(name);
  }
}
