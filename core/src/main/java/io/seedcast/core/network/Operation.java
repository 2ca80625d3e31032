package io.seedcast.core.network;

import io.seedcast.core.network.ParameterSource.Learned;
import java.util.List;
import java.util.Map;

/**
 * What a node of a network computes. A closed family: an operation is added here, and the compiler
 * and the tests then name the back ends that must learn it.
 *
 * <p>Shapes are without the batch dimension. Convolution is cross-correlation; MACs count
 * convolution and linear multiply-accumulates only.
 */
public sealed interface Operation
    permits Operation.Convolution,
        Operation.ChannelBias,
        Operation.Relu,
        Operation.Relu6,
        Operation.Sine,
        Operation.Add,
        Operation.Subtract,
        Operation.AddMap,
        Operation.Shift,
        Operation.Linear,
        Operation.Affine,
        Normalization,
        Pooling,
        Arrangement {

  /** The number of inputs. */
  default int arity() {
    return 1;
  }

  /**
   * Returns the output's shape.
   *
   * @throws IllegalArgumentException if the inputs do not fit
   */
  Shape outputShape(List<Shape> inputs);

  /** Returns the multiply-accumulates for one image. */
  default long macs(Shape output) {
    return 0;
  }

  /** The operation's tensors by name, in the order in which they are counted, drawn and sent. */
  default Map<String, ParameterSource> parameters() {
    return Map.of();
  }

  /** The number of values that a runtime holds for this operation once they are regrown. */
  default long regrownElements() {
    return parameters().values().stream().mapToLong(source -> source.shape().elements()).sum();
  }

  /** How what is learned in this operation travels. */
  default Wire wire() {
    return new Wire.Real();
  }

  /**
   * 2-D convolution without bias: (inChannels, H, W) to (outChannels, H', W'), H' = (H + 2 padding
   * - k) / stride + 1.
   *
   * @param padding at most k
   * @param weight of shape (outChannels, inChannels / groups, k, k)
   */
  record Convolution(int stride, int padding, int groups, ParameterSource weight)
      implements Operation {
    public Convolution {
      Shape shape = weight.shape();
      if (shape.rank() != 4 || shape.dimension(2) != shape.dimension(3)) {
        throw new IllegalArgumentException(
            "a convolution's weight has shape (outChannels, inChannels / groups, k, k): got "
                + shape);
      }
      Checks.requireAtLeast("stride", stride, 1);
      Checks.requireAtLeast("padding", padding, 0);
      if (padding > shape.dimension(2)) {
        throw new IllegalArgumentException(
            "padding must be at most the kernel's size: got "
                + padding
                + " for "
                + shape.dimension(2));
      }
      Checks.requireAtLeast("groups", groups, 1);
      if (shape.dimension(0) % groups != 0) {
        throw new IllegalArgumentException(
            "groups must divide outChannels: got " + groups + " for " + shape.dimension(0));
      }
    }

    /** A dense convolution with "same" padding, learned from PyTorch's default initialisation. */
    public static Convolution learned(int inChannels, int outChannels, int kernelSize, int stride) {
      return learned(inChannels, outChannels, kernelSize, stride, 1);
    }

    /**
     * A convolution with "same" padding, learned from PyTorch's default initialisation.
     *
     * @param groups a divisor of both numbers of channels
     */
    public static Convolution learned(
        int inChannels, int outChannels, int kernelSize, int stride, int groups) {
      Shape shape = filters(inChannels, outChannels, kernelSize, groups);
      return new Convolution(
          stride,
          kernelSize / 2,
          groups,
          new Learned(
              shape, Initialisation.Uniform.ofFanIn(shape.elements() / shape.dimension(0))));
    }

    /**
     * The shape of a weight.
     *
     * @throws IllegalArgumentException if the groups do not divide the input channels
     */
    public static Shape filters(int inChannels, int outChannels, int kernelSize, int groups) {
      if (groups < 1 || inChannels % groups != 0) {
        throw new IllegalArgumentException(
            "groups must divide inChannels: got " + groups + " for " + inChannels);
      }
      return Shape.of(outChannels, inChannels / groups, kernelSize, kernelSize);
    }

    /** The number of input channels. */
    public int inChannels() {
      return weight.shape().dimension(1) * groups;
    }

    /** The number of output channels. */
    public int outChannels() {
      return weight.shape().dimension(0);
    }

    /** The height and width of a filter. */
    public int kernelSize() {
      return weight.shape().dimension(2);
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
      Shape input = Checks.requireImage("convolution", inputs.get(0), inChannels());
      int height = extent(input.dimension(1));
      int width = extent(input.dimension(2));
      if (height < 1 || width < 1) {
        throw new IllegalArgumentException(
            "a "
                + kernelSize()
                + "x"
                + kernelSize()
                + " convolution does not fit an input of "
                + input);
      }
      return Shape.of(outChannels(), height, width);
    }

    private int extent(int size) {
      return Math.floorDiv(size + 2 * padding - kernelSize(), stride) + 1;
    }

    @Override
    public long macs(Shape output) {
      return (long) output.elements() * (weight.shape().elements() / outChannels());
    }

    @Override
    public Map<String, ParameterSource> parameters() {
      return Map.of("weight", weight);
    }
  }

  /**
   * Adds a learned number to every channel, as the bias of the convolution before it.
   *
   * @param initialisation of the numbers
   */
  record ChannelBias(int channels, Initialisation initialisation) implements Operation {
    public ChannelBias {
      Checks.requireAtLeast("channels", channels, 1);
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
      return Checks.requireImage("a bias", inputs.get(0), channels);
    }

    @Override
    public Map<String, ParameterSource> parameters() {
      return Map.of("bias", new Learned(Shape.of(channels), initialisation));
    }
  }

  /** max(x, 0). */
  record Relu() implements Operation {
    @Override
    public Shape outputShape(List<Shape> inputs) {
      return inputs.get(0);
    }
  }

  /** min(max(x, 0), 6). */
  record Relu6() implements Operation {
    @Override
    public Shape outputShape(List<Shape> inputs) {
      return inputs.get(0);
    }
  }

  /**
   * {@code sin((x - shift) period)}, with one shift and one period for each run of channels of
   * equal length. Source: GroupNL's nonlinear transformation of feature maps, arXiv 2506.12335.
   *
   * @param period of shape (runs), runs a divisor of the channels
   * @param shift of the same shape
   */
  record Sine(ParameterSource period, ParameterSource shift) implements Operation {
    public Sine {
      if (period.shape().rank() != 1 || !period.shape().equals(shift.shape())) {
        throw new IllegalArgumentException(
            "a sine takes one period and one shift for each run of channels: got "
                + period.shape()
                + " and "
                + shift.shape());
      }
    }

    /** The number of runs of channels. */
    public int runs() {
      return period.shape().dimension(0);
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
      Shape input = Checks.requireImage("a sine", inputs.get(0));
      if (input.dimension(0) % runs() != 0) {
        throw new IllegalArgumentException(
            "the runs of a sine must divide the channels: got "
                + runs()
                + " for "
                + input.dimension(0));
      }
      return input;
    }

    @Override
    public Map<String, ParameterSource> parameters() {
      return NamedSources.of("period", period, "shift", shift);
    }
  }

  /** The element-wise sum of two inputs of the same shape. */
  record Add() implements Operation {
    @Override
    public int arity() {
      return 2;
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
      return requireEqual("an addition", inputs);
    }
  }

  /** The first input minus the second, element by element; both have one shape. */
  record Subtract() implements Operation {
    @Override
    public int arity() {
      return 2;
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
      return requireEqual("a subtraction", inputs);
    }
  }

  /**
   * Adds the same map to every image.
   *
   * @param map of the input's shape, (channels, height, width)
   */
  record AddMap(ParameterSource map) implements Operation {
    public AddMap {
      Checks.requireImage("a map", map.shape());
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
      if (!inputs.get(0).equals(map.shape())) {
        throw new IllegalArgumentException(
            "a map of " + map.shape() + " cannot be added to an input of " + inputs.get(0));
      }
      return inputs.get(0);
    }

    @Override
    public Map<String, ParameterSource> parameters() {
      return Map.of("map", map);
    }
  }

  /**
   * Moves every channel by whole pixels: output (c, y, x) is input {@code (c, y - rows, x -
   * columns)}, 0 outside. Offsets that are learned are real numbers in training; rounded to the
   * nearest whole number, halves to even, and limited to the reach, they move the pixels, and their
   * gradient is that of the bilinear interpolation at the real offset. They travel as these whole
   * numbers.
   *
   * @param offsets of shape (channels, 2): rows, then columns
   * @param reach the largest move in pixels, 1 to 127
   */
  record Shift(ParameterSource offsets, int reach) implements Operation {
    private static final int LARGEST_REACH = 127;

    public Shift {
      if (offsets.shape().rank() != 2 || offsets.shape().dimension(1) != 2) {
        throw new IllegalArgumentException(
            "a shift takes offsets of shape (channels, 2): got " + offsets.shape());
      }
      if (reach < 1 || reach > LARGEST_REACH) {
        throw new IllegalArgumentException("reach must be 1 to 127: got " + reach);
      }
    }

    /** The number of channels. */
    public int channels() {
      return offsets.shape().dimension(0);
    }

    /**
     * The shape of the filters that move the channels as a depthwise convolution with padding
     * {@code reach}: (channels, 1, 2 reach + 1, 2 reach + 1), a single 1 in each.
     */
    public Shape kernelShape() {
      return Shape.of(channels(), 1, 2 * reach + 1, 2 * reach + 1);
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
      return Checks.requireImage("a shift", inputs.get(0), channels());
    }

    @Override
    public Map<String, ParameterSource> parameters() {
      return Map.of("offsets", offsets);
    }

    @Override
    public long regrownElements() {
      return kernelShape().elements();
    }

    @Override
    public Wire wire() {
      return new Wire.Whole(reach);
    }
  }

  /**
   * A learned affine map: (inFeatures) to (outFeatures), with bias, both from PyTorch's default
   * initialisation.
   */
  record Linear(int inFeatures, int outFeatures) implements Operation {
    public Linear {
      Checks.requireAtLeast("inFeatures", inFeatures, 1);
      Checks.requireAtLeast("outFeatures", outFeatures, 1);
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
      if (!inputs.get(0).equals(Shape.of(inFeatures))) {
        throw new IllegalArgumentException(
            "a linear layer of "
                + inFeatures
                + " features does not fit an input of "
                + inputs.get(0));
      }
      return Shape.of(outFeatures);
    }

    @Override
    public long macs(Shape output) {
      return (long) inFeatures * outFeatures;
    }

    @Override
    public Map<String, ParameterSource> parameters() {
      Initialisation initialisation = Initialisation.Uniform.ofFanIn(inFeatures);
      return NamedSources.weightAndBias(
          new Learned(Shape.of(outFeatures, inFeatures), initialisation),
          new Learned(Shape.of(outFeatures), initialisation));
    }
  }

  /**
   * A learned affine map as {@link Linear}, whose tensors start as they say.
   *
   * @param weight of shape (outFeatures, inFeatures)
   * @param bias of shape (outFeatures)
   */
  record Affine(ParameterSource weight, ParameterSource bias) implements Operation {
    public Affine {
      if (weight.shape().rank() != 2
          || !bias.shape().equals(Shape.of(weight.shape().dimension(0)))) {
        throw new IllegalArgumentException(
            "an affine map takes a weight of (outFeatures, inFeatures) and a bias of (outFeatures):"
                + " got "
                + weight.shape()
                + " and "
                + bias.shape());
      }
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
      Shape weightShape = weight.shape();
      return new Linear(weightShape.dimension(1), weightShape.dimension(0)).outputShape(inputs);
    }

    @Override
    public long macs(Shape output) {
      return weight.shape().elements();
    }

    @Override
    public Map<String, ParameterSource> parameters() {
      return NamedSources.weightAndBias(weight, bias);
    }
  }

  private static Shape requireEqual(String operation, List<Shape> inputs) {
    if (!inputs.get(0).equals(inputs.get(1))) {
      throw new IllegalArgumentException(
          "both inputs of "
              + operation
              + " must have one shape: got "
              + inputs.get(0)
              + " and "
              + inputs.get(1));
    }
    return inputs.get(0);
  }
}
