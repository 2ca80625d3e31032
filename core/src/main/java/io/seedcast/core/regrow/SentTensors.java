package io.seedcast.core.regrow;

import io.seedcast.core.network.FloatTensor;
import io.seedcast.core.network.NamedTensors;
import io.seedcast.core.network.Network;
import io.seedcast.core.network.Node;
import io.seedcast.core.network.Normalization.BatchNormalization;
import io.seedcast.core.network.Operation.Shift;
import io.seedcast.core.network.Parameter;
import io.seedcast.core.network.Shape;
import io.seedcast.core.network.Wire;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The tensors that a device needs from the cloud: everything learned, with each batch normalisation
 * folded to one scale and one shift per channel. Their number of values is exactly {@code
 * Cost.learnable}.
 */
public final class SentTensors {
  private SentTensors() {}

  /** Names and shapes of the sent tensors, in node order. */
  public static Map<String, Shape> shapes(Network network) {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    for (Node node : network.nodes()) {
      if (node.operation() instanceof BatchNormalization normalization) {
        shapes.put(scaleOf(node), Shape.of(normalization.channels()));
        shapes.put(shiftOf(node), Shape.of(normalization.channels()));
        continue;
      }
      for (Parameter parameter : node.parameters()) {
        if (parameter.source().learnedElements() > 0) {
          shapes.put(parameter.learnedName(), parameter.learnedShape());
        }
      }
    }
    return shapes;
  }

  /** The sent tensors that are whole numbers, with the bound of their size, in node order. */
  public static Map<String, Wire.Whole> wholeNumbers(Network network) {
    Map<String, Wire.Whole> wholeNumbers = new LinkedHashMap<>();
    for (Parameter parameter : network.parameters()) {
      if (parameter.source().learnedElements() > 0
          && parameter.wire() instanceof Wire.Whole whole) {
        wholeNumbers.put(parameter.learnedName(), whole);
      }
    }
    return wholeNumbers;
  }

  /**
   * Refuses tensors that a network cannot regrow from.
   *
   * @param sent at least the tensors of {@link #shapes}
   * @throws IllegalArgumentException if a tensor is missing, misshapen or holds a value that is not
   *     finite, or, where whole numbers are sent, is none within their bound; it names the tensor,
   *     the position and the value
   */
  public static void require(Network network, NamedTensors sent) {
    shapes(network).forEach((name, shape) -> requireFinite(name, sent.get(name, shape)));
    wholeNumbers(network)
        .forEach((name, whole) -> requireWhole(name, sent.get(name), whole.bound()));
  }

  /** The name of a batch normalisation's folded scale. */
  public static String scaleOf(Node node) {
    return node.name() + ".scale";
  }

  /** The name of a batch normalisation's folded shift. */
  public static String shiftOf(Node node) {
    return node.name() + ".shift";
  }

  /**
   * Folds a trained network: {@code scale = gamma / sqrt(var + epsilon)}, {@code shift = beta -
   * mean scale}, in double, rounded once. Learned shifts become whole pixels.
   *
   * @param trained the network's learned tensors and running statistics
   * @throws IllegalArgumentException if a tensor is missing, misshapen or holds a value that is not
   *     finite
   */
  public static NamedTensors fold(Network network, NamedTensors trained) {
    Map<String, FloatTensor> sent = new LinkedHashMap<>();
    for (Node node : network.nodes()) {
      if (node.operation() instanceof BatchNormalization normalization) {
        fold(node, normalization, trained, sent);
        continue;
      }
      for (Parameter parameter : node.parameters()) {
        if (parameter.source().learnedElements() > 0) {
          FloatTensor tensor = trained.get(parameter.learnedName(), parameter.learnedShape());
          sent.put(
              parameter.learnedName(),
              node.operation() instanceof Shift shift
                  ? ShiftKernel.wholePixels(shift, tensor)
                  : tensor);
        }
      }
    }
    sent.forEach(SentTensors::requireFinite);
    return NamedTensors.of(sent);
  }

  private static void fold(
      Node node,
      BatchNormalization normalization,
      NamedTensors trained,
      Map<String, FloatTensor> sent) {
    Shape shape = Shape.of(normalization.channels());
    float[] gamma = trained.get(node.name() + ".weight", shape).values();
    float[] beta = trained.get(node.name() + ".bias", shape).values();
    float[] mean = trained.get(Network.runningMean(node), shape).values();
    float[] variance = trained.get(Network.runningVariance(node), shape).values();
    float[] scales = new float[gamma.length];
    float[] shifts = new float[gamma.length];
    for (int i = 0; i < gamma.length; i++) {
      double scale = gamma[i] / StrictMath.sqrt(variance[i] + normalization.epsilon());
      scales[i] = (float) scale;
      shifts[i] = (float) (beta[i] - mean[i] * scale);
    }
    sent.put(scaleOf(node), FloatTensor.of(shape, scales));
    sent.put(shiftOf(node), FloatTensor.of(shape, shifts));
  }

  private static void requireWhole(String name, FloatTensor tensor, int bound) {
    float[] values = tensor.values();
    for (int i = 0; i < values.length; i++) {
      if (values[i] != StrictMath.rint(values[i]) || StrictMath.abs(values[i]) > bound) {
        throw new IllegalArgumentException(
            "tensor \""
                + name
                + "\" must hold whole numbers from "
                + -bound
                + " to "
                + bound
                + ": element "
                + i
                + " is "
                + values[i]);
      }
    }
  }

  private static void requireFinite(String name, FloatTensor tensor) {
    float[] values = tensor.values();
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        throw new IllegalArgumentException(
            "tensor \"" + name + "\" must hold finite values: element " + i + " is " + values[i]);
      }
    }
  }
}
