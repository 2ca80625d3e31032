package io.seedcast.onnx;

import io.seedcast.core.network.NamedTensors;
import io.seedcast.core.network.Network;
import io.seedcast.core.network.Node;
import io.seedcast.core.network.Operation;
import io.seedcast.core.network.Operation.Add;
import io.seedcast.core.network.Operation.BatchNormalization;
import io.seedcast.core.network.Operation.Convolution;
import io.seedcast.core.network.Operation.GroupNormalization;
import io.seedcast.core.network.Operation.InputNormalization;
import io.seedcast.core.network.Operation.Linear;
import io.seedcast.core.network.Operation.Relu;
import io.seedcast.core.network.Pooling.GlobalAveragePool;
import io.seedcast.core.network.Shape;
import io.seedcast.core.regrow.RegrownNetwork;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Runs a regrown network on one image at a time, in double, by the definitions of operations. */
final class ReferenceInterpreter {
  private final RegrownNetwork regrown;
  private final Map<String, Shape> shapes;

  ReferenceInterpreter(RegrownNetwork regrown) {
    this.regrown = regrown;
    this.shapes = regrown.network().shapes();
  }

  /** Returns (count, outputs), row-major, for NCHW pixels on [0, 1]. */
  double[] run(float[] images, int count) {
    int inputs = regrown.network().input().elements();
    int outputs = regrown.network().outputShape().elements();
    double[] result = new double[count * outputs];
    for (int image = 0; image < count; image++) {
      double[] pixels = new double[inputs];
      for (int i = 0; i < inputs; i++) {
        pixels[i] = images[image * inputs + i];
      }
      System.arraycopy(run(pixels), 0, result, image * outputs, outputs);
    }
    return result;
  }

  private double[] run(double[] image) {
    Map<String, double[]> values = new HashMap<>(Map.of(Network.INPUT, image));
    for (Node node : regrown.network().nodes()) {
      List<double[]> inputs = node.inputs().stream().map(name -> found(values, name)).toList();
      values.put(node.name(), run(node, inputs.get(0), inputs.get(inputs.size() - 1)));
    }
    return found(values, regrown.network().output().name());
  }

  private double[] run(Node node, double[] x, double[] last) {
    Operation operation = node.operation();
    Shape input = found(shapes, node.inputs().get(0));
    if (operation instanceof Convolution convolution) {
      return convolve(node, convolution, input, x);
    }
    if (operation instanceof BatchNormalization) {
      return regrown.network().convolutionFoldedWith(node).isPresent()
          ? x
          : affine(x, tensor(node, "scale"), tensor(node, "shift"));
    }
    if (operation instanceof GroupNormalization normalization) {
      double[] normalized = normalize(x, normalization.groups(), normalization.epsilon());
      return affine(normalized, tensor(node, "weight"), tensor(node, "bias"));
    }
    double[] y = new double[found(shapes, node.name()).elements()];
    if (operation instanceof Relu) {
      for (int i = 0; i < y.length; i++) {
        y[i] = Math.max(x[i], 0);
      }
    } else if (operation instanceof Add) {
      for (int i = 0; i < y.length; i++) {
        y[i] = x[i] + last[i];
      }
    } else if (operation instanceof GlobalAveragePool) {
      int area = x.length / y.length;
      for (int i = 0; i < x.length; i++) {
        y[i / area] += x[i] / area;
      }
    } else if (operation instanceof Linear) {
      float[] weight = tensor(node, "weight");
      float[] bias = tensor(node, "bias");
      for (int o = 0; o < y.length; o++) {
        y[o] = bias[o];
        for (int i = 0; i < x.length; i++) {
          y[o] += (double) weight[o * x.length + i] * x[i];
        }
      }
    } else if (operation instanceof InputNormalization normalization) {
      int area = x.length / normalization.mean().size();
      for (int i = 0; i < x.length; i++) {
        y[i] =
            (x[i] - normalization.mean().get(i / area)) / normalization.deviation().get(i / area);
      }
    } else {
      throw new IllegalArgumentException("no reference for " + operation);
    }
    return y;
  }

  private double[] convolve(Node node, Convolution convolution, Shape input, double[] x) {
    Shape output = found(shapes, node.name());
    NamedTensors tensors = regrown.tensors();
    float[] weight = tensor(node, "weight");
    boolean biased = tensors.asMap().containsKey(node.name() + ".bias");
    int k = convolution.kernelSize();
    int channelsPerGroup = convolution.inChannels() / convolution.groups();
    int filtersPerGroup = convolution.outChannels() / convolution.groups();
    int height = input.dimension(1);
    int width = input.dimension(2);
    double[] y = new double[output.elements()];
    int i = 0;
    for (int o = 0; o < output.dimension(0); o++) {
      int firstChannel = o / filtersPerGroup * channelsPerGroup;
      for (int row = 0; row < output.dimension(1); row++) {
        for (int column = 0; column < output.dimension(2); column++) {
          double sum = biased ? tensor(node, "bias")[o] : 0;
          for (int c = 0; c < channelsPerGroup; c++) {
            for (int u = 0; u < k; u++) {
              for (int v = 0; v < k; v++) {
                int yIn = row * convolution.stride() + u - convolution.padding();
                int xIn = column * convolution.stride() + v - convolution.padding();
                if (yIn >= 0 && yIn < height && xIn >= 0 && xIn < width) {
                  sum +=
                      (double) weight[((o * channelsPerGroup + c) * k + u) * k + v]
                          * x[((firstChannel + c) * height + yIn) * width + xIn];
                }
              }
            }
          }
          y[i++] = sum;
        }
      }
    }
    return y;
  }

  private static double[] normalize(double[] x, int groups, double epsilon) {
    double[] y = new double[x.length];
    int size = x.length / groups;
    for (int start = 0; start < x.length; start += size) {
      double mean = 0;
      double variance = 0;
      for (int i = start; i < start + size; i++) {
        mean += x[i] / size;
      }
      for (int i = start; i < start + size; i++) {
        variance += (x[i] - mean) * (x[i] - mean) / size;
      }
      for (int i = start; i < start + size; i++) {
        y[i] = (x[i] - mean) / Math.sqrt(variance + epsilon);
      }
    }
    return y;
  }

  private static double[] affine(double[] x, float[] scale, float[] shift) {
    double[] y = new double[x.length];
    int area = x.length / scale.length;
    for (int i = 0; i < x.length; i++) {
      y[i] = x[i] * scale[i / area] + shift[i / area];
    }
    return y;
  }

  private static <T> T found(Map<String, T> map, String name) {
    return Objects.requireNonNull(map.get(name), name);
  }

  private float[] tensor(Node node, String name) {
    return regrown.tensors().get(node.name() + "." + name).values();
  }
}
