package io.seedcast.onnx;

import io.seedcast.core.network.Arrangement.ChannelShuffle;
import io.seedcast.core.network.Arrangement.Concat;
import io.seedcast.core.network.Arrangement.Flatten;
import io.seedcast.core.network.Arrangement.Slice;
import io.seedcast.core.network.NamedTensors;
import io.seedcast.core.network.Network;
import io.seedcast.core.network.Node;
import io.seedcast.core.network.Normalization.BatchNormalization;
import io.seedcast.core.network.Normalization.GroupNormalization;
import io.seedcast.core.network.Normalization.InputNormalization;
import io.seedcast.core.network.Normalization.L2Normalization;
import io.seedcast.core.network.Operation;
import io.seedcast.core.network.Operation.Add;
import io.seedcast.core.network.Operation.AddMap;
import io.seedcast.core.network.Operation.Affine;
import io.seedcast.core.network.Operation.ChannelBias;
import io.seedcast.core.network.Operation.Convolution;
import io.seedcast.core.network.Operation.Linear;
import io.seedcast.core.network.Operation.Relu;
import io.seedcast.core.network.Operation.Relu6;
import io.seedcast.core.network.Operation.Shift;
import io.seedcast.core.network.Operation.Sine;
import io.seedcast.core.network.Operation.Subtract;
import io.seedcast.core.network.Pooling.AveragePool;
import io.seedcast.core.network.Pooling.GlobalAveragePool;
import io.seedcast.core.network.Pooling.MaxPool;
import io.seedcast.core.network.Pooling.MixedAveragePool;
import io.seedcast.core.network.Shape;
import io.seedcast.core.network.Window;
import io.seedcast.core.regrow.RegrownNetwork;
import java.util.Arrays;
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
      values.put(node.name(), run(node, inputs));
    }
    return found(values, regrown.network().output().name());
  }

  private double[] run(Node node, List<double[]> inputs) {
    Operation operation = node.operation();
    double[] x = inputs.get(0);
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
        y[i] = x[i] + inputs.get(1)[i];
      }
    } else if (operation instanceof Subtract) {
      for (int i = 0; i < y.length; i++) {
        y[i] = x[i] - inputs.get(1)[i];
      }
    } else if (operation instanceof AddMap) {
      float[] map = tensor(node, "map");
      for (int i = 0; i < y.length; i++) {
        y[i] = x[i] + map[i];
      }
    } else if (operation instanceof ChannelBias) {
      float[] bias = tensor(node, "bias");
      for (int i = 0; i < y.length; i++) {
        y[i] = x[i] + bias[i / (y.length / bias.length)];
      }
    } else if (operation instanceof L2Normalization normalization) {
      unitLength(x, input.dimension(0), normalization.epsilon(), y);
    } else if (operation instanceof Relu6) {
      for (int i = 0; i < y.length; i++) {
        y[i] = Math.min(Math.max(x[i], 0), 6);
      }
    } else if (operation instanceof Sine sine) {
      float[] periods = tensor(node, "period");
      float[] shifts = tensor(node, "shift");
      for (int i = 0; i < y.length; i++) {
        int run = i / (y.length / sine.runs());
        y[i] = Math.sin((x[i] - shifts[run]) * periods[run]);
      }
    } else if (operation instanceof Shift shift) {
      move(shift, tensor(node, "kernel"), input, x, y);
    } else if (operation instanceof MaxPool max) {
      pool(max.window(), input, x, found(shapes, node.name()), y, true);
    } else if (operation instanceof AveragePool average) {
      pool(average.window(), input, x, found(shapes, node.name()), y, false);
    } else if (operation instanceof MixedAveragePool mixed) {
      poolRuns(mixed, input, x, found(shapes, node.name()), y);
    } else if (operation instanceof Concat) {
      int to = 0;
      for (double[] part : inputs) {
        System.arraycopy(part, 0, y, to, part.length);
        to += part.length;
      }
    } else if (operation instanceof Slice slice) {
      int area = x.length / input.dimension(0);
      System.arraycopy(x, slice.from() * area, y, 0, y.length);
    } else if (operation instanceof ChannelShuffle shuffle) {
      int area = x.length / input.dimension(0);
      int columns = input.dimension(0) / shuffle.rows();
      for (int row = 0; row < shuffle.rows(); row++) {
        for (int column = 0; column < columns; column++) {
          int from = (row * columns + column) * area;
          System.arraycopy(x, from, y, (column * shuffle.rows() + row) * area, area);
        }
      }
    } else if (operation instanceof Flatten) {
      System.arraycopy(x, 0, y, 0, y.length);
    } else if (operation instanceof GlobalAveragePool) {
      int area = x.length / y.length;
      for (int i = 0; i < x.length; i++) {
        y[i / area] += x[i] / area;
      }
    } else if (operation instanceof Linear || operation instanceof Affine) {
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

  private static void unitLength(double[] x, int channels, double epsilon, double[] y) {
    int area = x.length / channels;
    for (int pixel = 0; pixel < area; pixel++) {
      double squares = 0;
      for (int i = pixel; i < x.length; i += area) {
        squares += x[i] * x[i];
      }
      for (int i = pixel; i < x.length; i += area) {
        y[i] = x[i] / Math.max(Math.sqrt(squares), epsilon);
      }
    }
  }

  /** Reads the offset of every channel off its kernel, and moves the channel by it. */
  private static void move(Shift shift, float[] kernel, Shape input, double[] x, double[] y) {
    int side = 2 * shift.reach() + 1;
    int height = input.dimension(1);
    int width = input.dimension(2);
    for (int channel = 0; channel < input.dimension(0); channel++) {
      int one = 0;
      while (kernel[channel * side * side + one] == 0) {
        one++;
      }
      int rows = shift.reach() - one / side;
      int columns = shift.reach() - one % side;
      for (int row = 0; row < height; row++) {
        for (int column = 0; column < width; column++) {
          int fromRow = row - rows;
          int fromColumn = column - columns;
          if (fromRow >= 0 && fromRow < height && fromColumn >= 0 && fromColumn < width) {
            y[(channel * height + row) * width + column] =
                x[(channel * height + fromRow) * width + fromColumn];
          }
        }
      }
    }
  }

  private static void pool(
      Window window, Shape input, double[] x, Shape output, double[] y, boolean largest) {
    int height = input.dimension(1);
    int width = input.dimension(2);
    int i = 0;
    for (int channel = 0; channel < output.dimension(0); channel++) {
      for (int row = 0; row < output.dimension(1); row++) {
        for (int column = 0; column < output.dimension(2); column++) {
          double sum = 0;
          double max = Double.NEGATIVE_INFINITY;
          for (int u = 0; u < window.kernelSize(); u++) {
            for (int v = 0; v < window.kernelSize(); v++) {
              int yIn = row * window.stride() + u - window.padding();
              int xIn = column * window.stride() + v - window.padding();
              if (yIn >= 0 && yIn < height && xIn >= 0 && xIn < width) {
                double value = x[(channel * height + yIn) * width + xIn];
                sum += value;
                max = Math.max(max, value);
              }
            }
          }
          y[i++] = largest ? max : sum / (window.kernelSize() * window.kernelSize());
        }
      }
    }
  }

  /** Averages every channel as an image of its own; its run is counted from the last channel. */
  private static void poolRuns(
      MixedAveragePool mixed, Shape input, double[] x, Shape output, double[] y) {
    int channels = input.dimension(0);
    int runLength = channels / mixed.kernelSizes().size();
    int inArea = x.length / channels;
    int outArea = y.length / channels;
    for (int channel = 0; channel < channels; channel++) {
      int runsBehind = (channels - 1 - channel) / runLength;
      int run = Math.max(0, mixed.kernelSizes().size() - 1 - runsBehind);
      int size = mixed.kernelSizes().get(run);
      double[] plane = Arrays.copyOfRange(x, channel * inArea, (channel + 1) * inArea);
      double[] pooled = new double[outArea];
      pool(
          new Window(size, mixed.stride(), size / 2),
          Shape.of(1, input.dimension(1), input.dimension(2)),
          plane,
          Shape.of(1, output.dimension(1), output.dimension(2)),
          pooled,
          false);
      System.arraycopy(pooled, 0, y, channel * outArea, outArea);
    }
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
