package io.seedcast.core.network;

import io.seedcast.core.network.ParameterSource.Learned;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a node of a network computes. A closed family: an operation is added here, and the compiler
 * and the tests then name the back ends that must learn it.
 *
 * <p>Shapes are without the batch dimension. Convolution is cross-correlation; MACs count
 * convolution and linear multiply-accumulates only.
 */
public sealed interface Operation {

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
      requireAtLeast("stride", stride, 1);
      requireAtLeast("padding", padding, 0);
      if (padding > shape.dimension(2)) {
        throw new IllegalArgumentException(
            "padding must be at most the kernel's size: got "
                + padding
                + " for "
                + shape.dimension(2));
      }
      requireAtLeast("groups", groups, 1);
      if (shape.dimension(0) % groups != 0) {
        throw new IllegalArgumentException(
            "groups must divide outChannels: got " + groups + " for " + shape.dimension(0));
      }
    }

    /** A dense convolution with "same" padding, learned from PyTorch's default initialisation. */
    public static Convolution learned(int inChannels, int outChannels, int kernelSize, int stride) {
      Shape shape = Shape.of(outChannels, inChannels, kernelSize, kernelSize);
      return new Convolution(
          stride,
          kernelSize / 2,
          1,
          new Learned(shape, Initialisation.Uniform.ofFanIn(inChannels * kernelSize * kernelSize)));
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
      Shape input = requireImage("convolution", inputs.get(0), inChannels());
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
   * Batch normalisation with a learned scale (gamma) and shift (beta) per channel; in evaluation it
   * uses running statistics, in training the batch's, with the biased variance. The running
   * variance takes the unbiased one.
   *
   * @param epsilon added to the variance
   * @param momentum weight of the newest batch in the running statistics
   */
  record BatchNormalization(int channels, double epsilon, double momentum) implements Operation {
    public BatchNormalization {
      requireAtLeast("channels", channels, 1);
      requirePositive("epsilon", epsilon);
      if (!(momentum >= 0 && momentum <= 1)) {
        throw new IllegalArgumentException("momentum must be 0 to 1: got " + momentum);
      }
    }

    /** With the customary epsilon 1e-5 and momentum 0.1. */
    public static BatchNormalization of(int channels) {
      return new BatchNormalization(channels, 1e-5, 0.1);
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
      return requireImage("batch normalisation", inputs.get(0), channels);
    }

    @Override
    public Map<String, ParameterSource> parameters() {
      return affine(channels);
    }
  }

  /**
   * Group normalisation over (channels / groups, H, W) with the biased variance, and a learned
   * scale and shift per channel.
   *
   * @param groups a divisor of channels
   */
  record GroupNormalization(int channels, int groups, double epsilon) implements Operation {
    public GroupNormalization {
      requireAtLeast("channels", channels, 1);
      requirePositive("epsilon", epsilon);
      requireAtLeast("groups", groups, 1);
      if (channels % groups != 0) {
        throw new IllegalArgumentException(
            "groups must divide channels: got " + groups + " for " + channels);
      }
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
      return requireImage("group normalisation", inputs.get(0), channels);
    }

    @Override
    public Map<String, ParameterSource> parameters() {
      return affine(channels);
    }
  }

  /** max(x, 0). */
  record Relu() implements Operation {
    @Override
    public Shape outputShape(List<Shape> inputs) {
      return inputs.get(0);
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
      if (!inputs.get(0).equals(inputs.get(1))) {
        throw new IllegalArgumentException(
            "both inputs of an addition must have one shape: got "
                + inputs.get(0)
                + " and "
                + inputs.get(1));
      }
      return inputs.get(0);
    }
  }

  /** The mean over height and width: (channels, H, W) to (channels). */
  record GlobalAveragePool() implements Operation {
    @Override
    public Shape outputShape(List<Shape> inputs) {
      Shape input = inputs.get(0);
      if (input.rank() != 3) {
        throw new IllegalArgumentException(
            "global average pooling takes (channels, height, width): got " + input);
      }
      return Shape.of(input.dimension(0));
    }
  }

  /** A learned affine map: (inFeatures) to (outFeatures), with bias. */
  record Linear(int inFeatures, int outFeatures) implements Operation {
    public Linear {
      requireAtLeast("inFeatures", inFeatures, 1);
      requireAtLeast("outFeatures", outFeatures, 1);
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
      return weightAndBias(
          new Learned(Shape.of(outFeatures, inFeatures), initialisation),
          new Learned(Shape.of(outFeatures), initialisation));
    }
  }

  /**
   * A fixed normalisation of pixels on [0, 1]: (x - mean) / deviation per channel, both constants
   * of the description.
   *
   * @param mean one per channel
   * @param deviation one per channel, above 0
   */
  record InputNormalization(List<Float> mean, List<Float> deviation) implements Operation {
    public InputNormalization {
      mean = List.copyOf(mean);
      deviation = List.copyOf(deviation);
      if (mean.size() != deviation.size() || deviation.stream().anyMatch(d -> !(d > 0))) {
        throw new IllegalArgumentException(
            "input normalisation takes one mean and one deviation above 0 per channel: got "
                + mean
                + " and "
                + deviation);
      }
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
      return requireImage("input normalisation", inputs.get(0), mean.size());
    }
  }

  private static Map<String, ParameterSource> affine(int channels) {
    return weightAndBias(
        new Learned(Shape.of(channels), new Initialisation.Constant(1)),
        new Learned(Shape.of(channels), new Initialisation.Constant(0)));
  }

  private static Map<String, ParameterSource> weightAndBias(
      ParameterSource weight, ParameterSource bias) {
    Map<String, ParameterSource> parameters = new LinkedHashMap<>();
    parameters.put("weight", weight);
    parameters.put("bias", bias);
    return Collections.unmodifiableMap(parameters);
  }

  private static Shape requireImage(String operation, Shape input, int channels) {
    if (input.rank() != 3 || input.dimension(0) != channels) {
      throw new IllegalArgumentException(
          operation + " takes (" + channels + ", height, width): got " + input);
    }
    return input;
  }

  private static void requirePositive(String name, double value) {
    if (!(value > 0) || Double.isInfinite(value)) {
      throw new IllegalArgumentException(name + " must be above 0 and finite: got " + value);
    }
  }

  private static void requireAtLeast(String name, int value, int minimum) {
    if (value < minimum) {
      throw new IllegalArgumentException(name + " must be at least " + minimum + ": got " + value);
    }
  }
}
