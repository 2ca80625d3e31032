package io.seedcast.core.network;

import io.seedcast.core.network.ParameterSource.Learned;
import java.util.List;
import java.util.Map;

/** Operations that bring their input to a common scale. */
public sealed interface Normalization extends Operation {

  /**
   * Batch normalisation with a learned scale (gamma) and shift (beta) per channel; in evaluation it
   * uses running statistics, in training the batch's, with the biased variance. The running
   * variance takes the unbiased one.
   *
   * @param epsilon added to the variance
   * @param momentum weight of the newest batch in the running statistics
   */
  record BatchNormalization(int channels, double epsilon, double momentum)
      implements Normalization {
    public BatchNormalization {
      Checks.requireAtLeast("channels", channels, 1);
      Checks.requirePositive("epsilon", epsilon);
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
      return Checks.requireImage("batch normalisation", inputs.get(0), channels);
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
  record GroupNormalization(int channels, int groups, double epsilon) implements Normalization {
    public GroupNormalization {
      Checks.requireAtLeast("channels", channels, 1);
      Checks.requirePositive("epsilon", epsilon);
      Checks.requireAtLeast("groups", groups, 1);
      if (channels % groups != 0) {
        throw new IllegalArgumentException(
            "groups must divide channels: got " + groups + " for " + channels);
      }
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
      return Checks.requireImage("group normalisation", inputs.get(0), channels);
    }

    @Override
    public Map<String, ParameterSource> parameters() {
      return affine(channels);
    }
  }

  /**
   * Divides by the L2 norm over the channels of each pixel, or by {@code epsilon} if that is
   * larger.
   *
   * @param epsilon above 0
   */
  record L2Normalization(double epsilon) implements Normalization {
    public L2Normalization {
      Checks.requirePositive("epsilon", epsilon);
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
      return Checks.requireImage("L2 normalisation", inputs.get(0));
    }
  }

  /**
   * A fixed normalisation of pixels on [0, 1]: (x - mean) / deviation per channel, both constants
   * of the description.
   *
   * @param mean one per channel
   * @param deviation one per channel, above 0
   */
  record InputNormalization(List<Float> mean, List<Float> deviation) implements Normalization {
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
      return Checks.requireImage("input normalisation", inputs.get(0), mean.size());
    }
  }

  private static Map<String, ParameterSource> affine(int channels) {
    return NamedSources.weightAndBias(
        new Learned(Shape.of(channels), new Initialisation.Constant(1)),
        new Learned(Shape.of(channels), new Initialisation.Constant(0)));
  }
}
