package io.seedcast.core.regrow;

import io.seedcast.core.network.FloatTensor;
import io.seedcast.core.network.Operation.Shift;

/** A shift as the filters of a depthwise convolution: a single 1 in each. */
public final class ShiftKernel {
  private ShiftKernel() {}

  /**
   * Returns the filters, of {@link Shift#kernelShape}: correlated with padding {@code reach},
   * filter c moves channel c by its rounded offsets.
   *
   * @param offsets float32 (channels, 2)
   */
  public static FloatTensor of(Shift shift, FloatTensor offsets) {
    float[] pixels = wholePixels(shift, offsets).values();
    int side = 2 * shift.reach() + 1;
    float[] kernel = new float[shift.kernelShape().elements()];
    for (int channel = 0; channel < shift.channels(); channel++) {
      int row = shift.reach() - (int) pixels[2 * channel];
      int column = shift.reach() - (int) pixels[2 * channel + 1];
      kernel[(channel * side + row) * side + column] = 1;
    }
    return FloatTensor.of(shift.kernelShape(), kernel);
  }

  /** Returns offsets rounded to the nearest whole pixel, halves to even, within the reach. */
  static FloatTensor wholePixels(Shift shift, FloatTensor offsets) {
    float[] pixels = offsets.values().clone();
    for (int i = 0; i < pixels.length; i++) {
      double rounded = StrictMath.rint(pixels[i]);
      double reach = shift.reach();
      // Adding 0 turns a negative zero into 0.
      pixels[i] = (float) (StrictMath.max(-reach, StrictMath.min(reach, rounded)) + 0.0);
    }
    return FloatTensor.of(offsets.shape(), pixels);
  }
}
