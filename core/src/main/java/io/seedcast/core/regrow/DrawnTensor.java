package io.seedcast.core.regrow;

import io.seedcast.core.network.Distribution;
import io.seedcast.core.network.Distribution.Normal;
import io.seedcast.core.network.Distribution.RoundedUniform;
import io.seedcast.core.network.Distribution.Ternary;
import io.seedcast.core.network.Distribution.Uniform;
import io.seedcast.core.network.FloatTensor;
import io.seedcast.core.network.ParameterSource.Drawn;
import io.seedcast.core.random.RandomStream;

/** Draws the values of a frozen tensor: the definition that cloud and device share. */
public final class DrawnTensor {
  private DrawnTensor() {}

  /** Draws a tensor, float32 of the source's shape; equal bits on every platform. */
  public static FloatTensor of(Drawn source) {
    RandomStream stream = source.seed().open();
    for (int i = 0; i < source.skip(); i++) {
      stream.nextUniform();
    }
    float[] values = new float[source.shape().elements()];
    fill(values, source.distribution(), stream);
    return FloatTensor.of(source.shape(), values);
  }

  private static void fill(float[] values, Distribution distribution, RandomStream stream) {
    if (distribution instanceof Uniform uniform) {
      double range = uniform.high() - uniform.low();
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) (uniform.low() + range * stream.nextUniform());
      }
    } else if (distribution instanceof RoundedUniform rounded) {
      double bound = rounded.bound();
      for (int i = 0; i < values.length; i++) {
        // Adding 0 turns a negative zero into 0.
        values[i] = (float) (StrictMath.rint(2 * bound * stream.nextUniform() - bound) + 0.0);
      }
    } else if (distribution instanceof Normal normal) {
      stream.fillNormal(values);
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) (normal.deviation() * values[i]);
      }
    } else if (distribution instanceof Ternary ternary) {
      for (int i = 0; i < values.length; i++) {
        values[i] = stream.nextUniform() < 0.5 ? 1 : -1;
      }
      for (int i = 0; i < values.length; i++) {
        if (!(stream.nextUniform() > ternary.sparsity())) {
          values[i] = 0;
        }
      }
    }
  }
}
