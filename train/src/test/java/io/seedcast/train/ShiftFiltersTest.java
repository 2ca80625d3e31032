package io.seedcast.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.seedcast.core.network.FloatTensor;
import io.seedcast.core.network.Initialisation;
import io.seedcast.core.network.Operation.Shift;
import io.seedcast.core.network.ParameterSource.Learned;
import io.seedcast.core.network.Shape;
import io.seedcast.core.regrow.ShiftKernel;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ShiftFiltersTest {
  private static final Shape OFFSETS = Shape.of(4, 2);
  private static final Shift SHIFT =
      new Shift(new Learned(OFFSETS, new Initialisation.Uniform(1)), 2);

  /** Among them halves, which round to even, and one beyond the reach. */
  private static final float[] VALUES = {0.3f, -0.7f, 1.5f, 0.5f, -1.2f, 1.9f, 0.9f, 3.4f};

  @BeforeAll
  static void startTorch() {
    Torch.start();
  }

  @Test
  void movesByTheRoundedOffsetsAsTheDeviceDoes() {
    try (PointerScope scope = new PointerScope()) {
      Tensor filters = ShiftFilters.of(SHIFT, Torch.tensor(VALUES, 4, 2));

      assertThat(Torch.toJava(filters, SHIFT.kernelShape()))
          .isEqualTo(ShiftKernel.of(SHIFT, FloatTensor.of(OFFSETS, VALUES)));
    }
  }

  /** Against finite differences of the bilinear interpolation, written out by hand. */
  @Test
  void hasTheGradientOfTheBilinearInterpolation() {
    float[] weights = new float[SHIFT.kernelShape().elements()];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) Math.sin(3.0 * i);
    }
    float[] gradient;
    try (PointerScope scope = new PointerScope()) {
      Tensor offsets = Torch.tensor(VALUES, 4, 2).requires_grad_(true);
      Tensor filters = ShiftFilters.of(SHIFT, offsets);
      filters.mul(Torch.tensor(weights, SHIFT.kernelShape().toLongArray())).sum().backward();
      gradient = Torch.toJava(offsets.grad(), OFFSETS).values();
    }

    // 0.5 and 1.5 lie between two taps, where the interpolation is smooth.
    for (int i = 0; i < VALUES.length; i++) {
      double step = 1e-3;
      double slope =
          (interpolated(weights, i, VALUES[i] + step) - interpolated(weights, i, VALUES[i] - step))
              / (2 * step);
      assertThat((double) gradient[i]).as("offset %d", i).isCloseTo(slope, within(1e-4));
    }
  }

  /** The weighted sum of bilinear filters when one offset has another value. */
  private static double interpolated(float[] weights, int changed, double value) {
    int side = 2 * SHIFT.reach() + 1;
    double sum = 0;
    for (int channel = 0; channel < SHIFT.channels(); channel++) {
      double rows = changed == 2 * channel ? value : VALUES[2 * channel];
      double columns = changed == 2 * channel + 1 ? value : VALUES[2 * channel + 1];
      for (int u = 0; u < side; u++) {
        for (int v = 0; v < side; v++) {
          double hat =
              Math.max(0, 1 - Math.abs(rows - (SHIFT.reach() - u)))
                  * Math.max(0, 1 - Math.abs(columns - (SHIFT.reach() - v)));
          sum += hat * weights[(channel * side + u) * side + v];
        }
      }
    }
    return sum;
  }
}
