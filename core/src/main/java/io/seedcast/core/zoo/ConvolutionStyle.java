package io.seedcast.core.zoo;

import io.seedcast.core.network.Operation;
import io.seedcast.core.network.Operation.Linear;

/** How an architecture's convolutions are built. */
public interface ConvolutionStyle {

  /** The method's name on the command line and in descriptions. */
  String method();

  /**
   * Adds the nodes of one convolution.
   *
   * @param input the node it reads
   * @return the node whose output stands for the convolution's
   */
  String convolve(NetworkBuilder builder, ConvolutionSlot slot, String input);

  /** Returns the linear layer at the end of a network. */
  default Operation classifier(int features, int classes) {
    return new Linear(features, classes);
  }
}
