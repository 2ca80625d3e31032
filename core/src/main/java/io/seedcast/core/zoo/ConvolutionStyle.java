package io.seedcast.core.zoo;

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
}
