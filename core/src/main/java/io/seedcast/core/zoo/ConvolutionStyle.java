package io.seedcast.core.zoo;

import io.seedcast.core.network.Operation;
import io.seedcast.core.network.Operation.Convolution;
import io.seedcast.core.network.Operation.Linear;

/** How an architecture's convolutions are built: which are replaced, and by what. */
public interface ConvolutionStyle {

  /** The method's name on the command line and in descriptions. */
  String method();

  /** Says whether the method puts something else in place of a convolution. */
  boolean replaces(ConvolutionSlot slot);

  /**
   * Adds the nodes that stand in for a convolution which the method replaces.
   *
   * @param input the node they read
   * @return the node whose output stands for the convolution's
   * @throws IllegalArgumentException if the method does not fit the slot
   */
  String convolve(NetworkBuilder builder, ConvolutionSlot slot, String input);

  /** Returns a convolution that the method does not replace: learned whole. */
  default Convolution learned(ConvolutionSlot slot) {
    return Convolution.learned(
        slot.inChannels(), slot.outChannels(), slot.kernelSize(), slot.stride(), slot.groups());
  }

  /** Returns the linear layer at the end of a network. */
  default Operation classifier(int features, int classes) {
    return new Linear(features, classes);
  }
}
