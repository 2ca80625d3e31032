package io.seedcast.core.zoo;

import io.seedcast.core.network.Network;
import io.seedcast.core.network.Normalization.BatchNormalization;
import io.seedcast.core.network.Normalization.InputNormalization;
import io.seedcast.core.network.Operation;
import io.seedcast.core.network.Operation.Relu;
import io.seedcast.core.network.Pooling.GlobalAveragePool;
import io.seedcast.core.network.Shape;
import io.seedcast.core.zoo.ConvolutionSlot.Kind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What all architectures are built from: the end of the network so far, to which every method adds.
 * The first node normalises pixels; convolutions are built by the style.
 */
final class Trunk {
  /** Images with a longer side get the stems for 224x224, which reduce them first. */
  private static final int LARGEST_SMALL_IMAGE = 64;

  /** CIFAR-10's channel means and deviations, which the authors use for every data set. */
  private static final List<Float> MEAN = List.of(0.4914f, 0.4822f, 0.4465f);

  private static final List<Float> DEVIATION = List.of(0.2023f, 0.1994f, 0.2010f);

  private final ConvolutionStyle style;
  private final Dimensions dimensions;
  private final NetworkBuilder builder;
  private final List<String> taps = new ArrayList<>();
  private String end;

  Trunk(ConvolutionStyle style, Dimensions dimensions) {
    this.style = style;
    this.dimensions = dimensions;
    this.builder = new NetworkBuilder(Network.INPUT, dimensions.input());
    this.end =
        builder.add(
            "normalize",
            inputNormalization(dimensions.input().dimension(0), dimensions.pixels()),
            Network.INPUT);
  }

  private static InputNormalization inputNormalization(int channels, PixelScaling pixels) {
    if (pixels == PixelScaling.UNIT) {
      return new InputNormalization(
          Collections.nCopies(channels, 0f), Collections.nCopies(channels, 1f));
    }
    if (channels == MEAN.size()) {
      return new InputNormalization(MEAN, DEVIATION);
    }
    return new InputNormalization(
        Collections.nCopies(channels, 0.5f), Collections.nCopies(channels, 0.25f));
  }

  /**
   * Refuses images that the poolings to come would leave nothing of.
   *
   * @param side the fewest pixels of height and of width
   */
  void requireSide(String architecture, int side) {
    Shape input = dimensions.input();
    if (StrictMath.min(input.dimension(1), input.dimension(2)) < side) {
      throw new IllegalArgumentException(
          architecture
              + " takes images of at least "
              + side
              + "x"
              + side
              + " pixels: got "
              + input.dimension(1)
              + "x"
              + input.dimension(2));
    }
  }

  /** Whether images are so large that the stem should reduce them. */
  boolean largeImages() {
    Shape input = dimensions.input();
    return StrictMath.max(input.dimension(1), input.dimension(2)) > LARGEST_SMALL_IMAGE;
  }

  Dimensions dimensions() {
    return dimensions;
  }

  /** The name of the last node of the main path. */
  String end() {
    return end;
  }

  /** The number of channels or features at the end. */
  int channels() {
    return channels(end);
  }

  private int channels(String node) {
    return builder.shapeOf(node).dimension(0);
  }

  /** Continues the main path with an operation that reads its end, and then these nodes. */
  void add(String name, Operation operation, String... others) {
    List<String> inputs = new ArrayList<>(List.of(end));
    inputs.addAll(List.of(others));
    end = builder.add(name, operation, inputs.toArray(String[]::new));
  }

  /** Continues with a convolution and its batch normalisation. */
  void convolve(String name, String norm, Kind kind, int channels, int kernelSize, int stride) {
    end = convolved(name, norm, kind, end, channels, kernelSize, stride, 1);
  }

  /** Continues with a depthwise 3x3 convolution and its batch normalisation. */
  void convolveDepthwise(String name, String norm, int stride) {
    end = convolved(name, norm, Kind.BODY, end, channels(), 3, stride, channels());
  }

  /**
   * Returns what is added to the end of a residual block: the block's input, or its 1x1 projection
   * if stride or channels change.
   */
  String shortcut(String name, String norm, String input, int channels, int stride) {
    if (stride == 1 && channels(input) == channels) {
      return input;
    }
    return convolved(name, norm, Kind.SHORTCUT, input, channels, 1, stride, 1);
  }

  private String convolved(
      String name,
      String norm,
      Kind kind,
      String input,
      int channels,
      int kernelSize,
      int stride,
      int groups) {
    ConvolutionSlot slot =
        new ConvolutionSlot(name, kind, channels(input), channels, kernelSize, stride, groups);
    String x = builder.convolve(style, slot, input);
    return builder.add(norm, BatchNormalization.of(channels(x)), x);
  }

  void relu(String name) {
    add(name, new Relu());
  }

  /** Makes the end a tap for distillation. */
  void tap() {
    taps.add(end);
  }

  /** Ends the network with global average pooling and a linear classifier. */
  Network classify(String architecture) {
    add("pool", new GlobalAveragePool());
    return classifyFeatures(architecture);
  }

  /**
   * Ends the network with a linear classifier.
   *
   * @throws IllegalArgumentException if the style was to replace convolutions and found none
   */
  Network classifyFeatures(String architecture) {
    if (builder.replaced() == 0 && !(style instanceof StandardStyle)) {
      throw new IllegalArgumentException(
          style.method()
              + " finds no convolution to replace in "
              + architecture
              + ", which would be the plain network: choose another network, method or replacement");
    }
    add("linear", style.classifier(channels(), dimensions.classes()));
    return new Network(architecture, style.method(), dimensions.input(), builder.nodes(), taps);
  }
}
