package io.seedcast.train;

import io.seedcast.core.network.Operation.Shift;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;

/**
 * Learned shifts as a differentiable expression: the filters of the depthwise convolution that
 * moves every channel by its offsets, rounded to whole pixels.
 *
 * <p>Their value is {@code ShiftKernel}'s, a single 1 in each filter. Their gradient is that of the
 * bilinear interpolation at the real offsets, whose filters are products of hat functions {@code
 * max(0, 1 - |offset - tap|)}: the straight-through estimator. The gradient of the input is thus
 * that of the whole move.
 */
final class ShiftFilters {
  private ShiftFilters() {}

  /**
   * Returns float32 filters of {@link Shift#kernelShape}, in the current scope.
   *
   * @param offsets float32 (channels, 2)
   */
  static Tensor of(Shift shift, Tensor offsets) {
    int reach = shift.reach();
    int side = 2 * reach + 1;
    float[] moves = new float[side];
    for (int tap = 0; tap < side; tap++) {
      moves[tap] = reach - tap;
    }
    Tensor taps = Torch.tensor(moves, 1, 1, side);
    Tensor real = offsets.reshape(shift.channels(), 2, 1);
    Tensor whole =
        real.detach()
            .round()
            .clamp(new ScalarOptional(new Scalar(-reach)), new ScalarOptional(new Scalar(reach)));
    Tensor smooth = filters(shift, hats(real, taps));
    return filters(shift, hats(whole, taps)).add(smooth.sub(smooth.detach()));
  }

  /** One hat function per channel and axis, (channels, 2, side). */
  private static Tensor hats(Tensor offsets, Tensor taps) {
    return offsets.sub(taps).abs().neg().add(new Scalar(1)).relu();
  }

  private static Tensor filters(Shift shift, Tensor hats) {
    long side = hats.size(2);
    Tensor rows = hats.narrow(1, 0, 1).reshape(shift.channels(), 1, side, 1);
    Tensor columns = hats.narrow(1, 1, 1).reshape(shift.channels(), 1, 1, side);
    return rows.mul(columns);
  }
}
