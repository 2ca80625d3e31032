package io.seedcast.core.zoo;

import io.seedcast.core.network.Distribution.RoundedUniform;
import io.seedcast.core.network.Initialisation;
import io.seedcast.core.network.Operation.Convolution;
import io.seedcast.core.network.Operation.Relu;
import io.seedcast.core.network.Operation.Shift;
import io.seedcast.core.network.ParameterSource;
import io.seedcast.core.network.ParameterSource.Drawn;
import io.seedcast.core.network.ParameterSource.Learned;
import io.seedcast.core.network.Shape;

/**
 * ShiftNet: every channel is moved by whole pixels, ReLU, and a learned 1x1 convolution, which
 * takes over the stride.
 *
 * <p>Frozen shifts are -1, 0 or 1 in each direction and come back from the layer's seed. Learned
 * shifts start uniform on [-1, 1) and reach up to 3 pixels; see {@link Shift} for their gradient.
 * (The library behind the authors' code computes another one, under which shifts hardly train.)
 *
 * <p>Source: Chen et al., "All you need is a few shifts", CVPR 2019, in the form of MonoCNN's
 * released code.
 *
 * @param replacement which convolutions are replaced, {@code stride1} or {@code 3x3}
 * @param learned whether shifts are trained and sent
 * @param seeds of frozen shifts
 */
public record ShiftStyle(Replacement replacement, boolean learned, FrozenSeeds seeds)
    implements ConvolutionStyle {
  private static final int LEARNED_REACH = 3;

  private static final MethodOption LEARNED =
      MethodOption.flag("learned-shifts", false, "train and send the shifts");

  static final Method METHOD =
      new Method(
          "shift",
          "shifted channels, learned 1x1 convolutions",
          FrozenSeeds.optionsAfter(Replacement.OPTION, LEARNED),
          options ->
              new ShiftStyle(
                  Replacement.of(options), options.flag(LEARNED), FrozenSeeds.of(options)));

  /** Frozen shifts. */
  public static final ShiftStyle DEFAULT =
      new ShiftStyle(Replacement.STRIDE1, false, FrozenSeeds.DEFAULT);

  public ShiftStyle {
    replacement.requireSpatial(METHOD.id());
  }

  @Override
  public String method() {
    return METHOD.id();
  }

  @Override
  public boolean replaces(ConvolutionSlot slot) {
    return replacement.includesDense(slot);
  }

  @Override
  public String convolve(NetworkBuilder builder, ConvolutionSlot slot, String input) {
    String x = builder.add(slot.name(), shift(builder, slot.inChannels()), input);
    x = builder.add(slot.name() + ".relu", new Relu(), x);
    return builder.add(
        slot.name() + ".pointwise",
        Convolution.learned(slot.inChannels(), slot.outChannels(), 1, slot.stride()),
        x);
  }

  private Shift shift(NetworkBuilder builder, int channels) {
    Shape shape = Shape.of(channels, 2);
    if (learned) {
      ParameterSource offsets = new Learned(shape, new Initialisation.Uniform(1));
      return new Shift(offsets, LEARNED_REACH);
    }
    return new Shift(new Drawn(shape, new RoundedUniform(1), seeds.next(builder)), 1);
  }
}
