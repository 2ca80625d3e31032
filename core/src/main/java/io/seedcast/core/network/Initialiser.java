package io.seedcast.core.network;

import io.seedcast.core.network.Initialisation.Constant;
import io.seedcast.core.network.Initialisation.Normal;
import io.seedcast.core.network.Initialisation.Uniform;
import io.seedcast.core.random.Philox;
import io.seedcast.core.random.Purpose;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** Draws the values with which training starts. */
public final class Initialiser {
  private Initialiser() {}

  /**
   * Returns initial values for everything that training learns and gathers: {@link
   * Network#learnedShapes} from the seed, each tensor from a stream of its own, and {@link
   * Network#statisticsShapes} with mean 0 and variance 1.
   *
   * @param seed of the run's initialisation
   */
  public static NamedTensors initialise(Network network, long seed) {
    Map<String, FloatTensor> tensors = new LinkedHashMap<>();
    long index = 0;
    for (Parameter parameter : network.parameters()) {
      if (parameter.source().learnedElements() > 0) {
        Philox stream = Philox.of(seed, Purpose.INITIALISATION.stream(index++));
        float[] values = new float[parameter.learnedShape().elements()];
        fill(values, initialisation(parameter.source()), stream);
        tensors.put(parameter.learnedName(), FloatTensor.of(parameter.learnedShape(), values));
      }
    }
    network
        .statisticsShapes()
        .forEach(
            (name, shape) -> {
              float[] values = new float[shape.elements()];
              Arrays.fill(values, name.endsWith("var") ? 1 : 0);
              tensors.put(name, FloatTensor.of(shape, values));
            });
    return NamedTensors.of(tensors);
  }

  private static Initialisation initialisation(ParameterSource source) {
    if (source instanceof ParameterSource.Learned learned) {
      return learned.initialisation();
    }
    if (source instanceof ParameterSource.Generated generated) {
      return generated.initialisation();
    }
    throw new IllegalArgumentException("nothing is learned in " + source);
  }

  private static void fill(float[] values, Initialisation initialisation, Philox stream) {
    if (initialisation instanceof Constant constant) {
      Arrays.fill(values, constant.value());
    } else if (initialisation instanceof Uniform uniform) {
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) (uniform.bound() * (2 * stream.nextUniform() - 1));
      }
    } else if (initialisation instanceof Normal normal) {
      stream.fillNormal(values);
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) (normal.deviation() * values[i]);
      }
    }
  }
}
