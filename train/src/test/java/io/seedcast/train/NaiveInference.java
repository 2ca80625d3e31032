package io.seedcast.train;

import io.seedcast.core.network.FloatTensor;
import io.seedcast.core.network.Network;
import io.seedcast.core.network.Node;
import io.seedcast.core.network.Normalization.BatchNormalization;
import io.seedcast.core.network.Normalization.GroupNormalization;
import io.seedcast.core.network.Normalization.InputNormalization;
import io.seedcast.core.network.Operation;
import io.seedcast.core.network.Operation.Add;
import io.seedcast.core.network.Operation.Affine;
import io.seedcast.core.network.Operation.Convolution;
import io.seedcast.core.network.Operation.Linear;
import io.seedcast.core.network.Operation.Relu;
import io.seedcast.core.network.Pooling.GlobalAveragePool;
import io.seedcast.core.network.Shape;
import io.seedcast.core.regrow.RegrownNetwork;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.DoubleUnaryOperator;

/**
 * Runs a regrown network on one image with plain loops in double: what the training graph's
 * evaluation must come to, by another road.
 */
final class NaiveInference {
  private final RegrownNetwork regrown;
  private final Map<String, Shape> shapes;

  NaiveInference(RegrownNetwork regrown) {
    this.regrown = regrown;
    this.shapes = regrown.network().shapes();
  }

  /** Returns the output of every node for pixels (C, H, W) on [0, 1]. */
  Map<String, double[]> run(double[] pixelsChw) {
    Map<String, double[]> values = new HashMap<>();
    values.put(Network.INPUT, pixelsChw);
    for (Node node : regrown.network().nodes()) {
      double[] x = at(values, node.inputs().get(0));
      values.put(node.name(), compute(node, x, values));
    }
    return values;
  }

  /** The value of a key that is there. */
  static <T> T at(Map<String, T> map, String key) {
    return Objects.requireNonNull(map.get(key), key);
  }

  private double[] compute(Node node, double[] x, Map<String, double[]> values) {
    Operation operation = node.operation();
    if (operation instanceof Convolution convolution) {
      return convolve(node, convolution, x);
    } else if (operation instanceof BatchNormalization) {
      if (regrown.tensors().asMap().containsKey(node.name() + ".scale")) {
        throw new IllegalStateException("not folded: " + node.name());
      }
      return x;
    } else if (operation instanceof GroupNormalization normalization) {
      return normalizeGroups(node, normalization, x);
    } else if (operation instanceof Relu) {
      return map(x, value -> Math.max(value, 0));
    } else if (operation instanceof Add) {
      double[] other = at(values, node.inputs().get(1));
      double[] sum = x.clone();
      for (int i = 0; i < sum.length; i++) {
        sum[i] += other[i];
      }
      return sum;
    } else if (operation instanceof GlobalAveragePool) {
      int channels = at(shapes, node.name()).elements();
      double[] means = new double[channels];
      int area = x.length / channels;
      for (int i = 0; i < x.length; i++) {
        means[i / area] += x[i] / area;
      }
      return means;
    } else if (operation instanceof Linear || operation instanceof Affine) {
      return linear(node, x);
    } else if (operation instanceof InputNormalization normalization) {
      double[] result = x.clone();
      int area = x.length / normalization.mean().size();
      for (int i = 0; i < x.length; i++) {
        int channel = i / area;
        result[i] =
            (x[i] - normalization.mean().get(channel)) / normalization.deviation().get(channel);
      }
      return result;
    }
    throw new IllegalStateException("unknown operation " + operation);
  }

  private double[] convolve(Node node, Convolution convolution, double[] x) {
    float[] weights = regrown.tensors().get(node.name() + ".weight").values();
    FloatTensor bias = regrown.tensors().asMap().get(node.name() + ".bias");
    Shape input = at(shapes, node.inputs().get(0));
    Shape output = at(shapes, node.name());
    int k = convolution.kernelSize();
    int inChannels = input.dimension(0);
    int height = input.dimension(1);
    int width = input.dimension(2);
    double[] result = new double[output.elements()];
    int target = 0;
    for (int o = 0; o < output.dimension(0); o++) {
      for (int row = 0; row < output.dimension(1); row++) {
        for (int column = 0; column < output.dimension(2); column++) {
          double sum = bias == null ? 0 : bias.values()[o];
          for (int c = 0; c < inChannels; c++) {
            for (int i = 0; i < k; i++) {
              int y = row * convolution.stride() - convolution.padding() + i;
              for (int j = 0; j < k; j++) {
                int z = column * convolution.stride() - convolution.padding() + j;
                if (y >= 0 && y < height && z >= 0 && z < width) {
                  sum +=
                      (double) weights[((o * inChannels + c) * k + i) * k + j]
                          * x[(c * height + y) * width + z];
                }
              }
            }
          }
          result[target++] = sum;
        }
      }
    }
    return result;
  }

  private double[] normalizeGroups(Node node, GroupNormalization normalization, double[] x) {
    float[] gamma = regrown.tensors().get(node.name() + ".weight").values();
    float[] beta = regrown.tensors().get(node.name() + ".bias").values();
    double[] result = new double[x.length];
    int size = x.length / normalization.groups();
    int area = x.length / normalization.channels();
    for (int start = 0; start < x.length; start += size) {
      double mean = 0;
      double square = 0;
      for (int i = start; i < start + size; i++) {
        mean += x[i] / size;
      }
      for (int i = start; i < start + size; i++) {
        square += (x[i] - mean) * (x[i] - mean) / size;
      }
      for (int i = start; i < start + size; i++) {
        double normalized = (x[i] - mean) / Math.sqrt(square + normalization.epsilon());
        result[i] = normalized * gamma[i / area] + beta[i / area];
      }
    }
    return result;
  }

  private double[] linear(Node node, double[] x) {
    float[] weights = regrown.tensors().get(node.name() + ".weight").values();
    float[] biases = regrown.tensors().get(node.name() + ".bias").values();
    double[] result = new double[biases.length];
    for (int o = 0; o < result.length; o++) {
      result[o] = biases[o];
      for (int i = 0; i < x.length; i++) {
        result[o] += weights[o * x.length + i] * x[i];
      }
    }
    return result;
  }

  private static double[] map(double[] x, DoubleUnaryOperator function) {
    return Arrays.stream(x).map(function).toArray();
  }
}
