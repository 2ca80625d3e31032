package io.seedcast.core.zoo;

import io.seedcast.core.network.Arrangement.ChannelShuffle;
import io.seedcast.core.network.Arrangement.Concat;
import io.seedcast.core.network.Arrangement.Slice;
import io.seedcast.core.network.Distribution.Uniform;
import io.seedcast.core.network.Normalization.L2Normalization;
import io.seedcast.core.network.Operation.Convolution;
import io.seedcast.core.network.Operation.Sine;
import io.seedcast.core.network.ParameterSource.Drawn;
import io.seedcast.core.network.Shape;
import io.seedcast.core.random.Seed;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * GroupNL: a learned convolution makes 1 / ratio of the channels, normalised over the channels of
 * each pixel; the others are {@code sin((x - shift) period)} of groups of these, with one frozen
 * period and shift for each group and copy.
 *
 * <p>With p channels in g groups and ratio r, the copies come in the order group 0 copy 0, group 0
 * copy 1, ..., group 1 copy 0, ...; the layer's stream yields the g (r - 1) periods, uniform on [1,
 * 2), then as many shifts, uniform on [1, 5). Depthwise convolutions are replaced at every stride,
 * with grouped filters.
 *
 * <p>Source: Xie et al., "GroupNL", arXiv 2506.12335, and its released code, which draws shifts
 * from the periods' range; {@code shiftLikePeriod} does the same.
 *
 * @param replacement which convolutions are replaced, {@code stride1} or {@code 3x3}
 * @param ratio output channels for each channel that is convolved; divides the channels
 * @param groups divides the channels that are convolved
 * @param sparse whether the convolution has as many groups as the channels allow
 * @param shuffle whether copies are shuffled among the groups
 * @param shiftLikePeriod whether shifts are uniform on [1, 2)
 * @param seeds of periods and shifts
 */
public record GroupNonlinearStyle(
    Replacement replacement,
    int ratio,
    int groups,
    boolean sparse,
    boolean shuffle,
    boolean shiftLikePeriod,
    FrozenSeeds seeds)
    implements ConvolutionStyle {
  private static final double SMALLEST_NORM = 1e-12;
  private static final Uniform PERIODS = new Uniform(1, 2);
  private static final Uniform SHIFTS = new Uniform(1, 5);

  private static final MethodOption GROUPS =
      MethodOption.value("groups", "N", "4", "groups of channels with a period and shift each");
  private static final MethodOption SPARSE =
      MethodOption.flag("sparse", false, "a grouped instead of a dense convolution");
  private static final MethodOption SHIFT_LIKE_PERIOD =
      MethodOption.flag(
          "shift-like-period", false, "shifts from the periods' range, as in the authors' code");
  private static final MethodOption SHUFFLE =
      MethodOption.flag("shuffle-copies", false, "shuffle the copies among the groups");

  static final Method METHOD =
      new Method(
          "groupnl",
          "a part of the channels convolved, the rest sines of them",
          FrozenSeeds.optionsAfter(
              Replacement.OPTION, GhostStyle.RATIO, GROUPS, SPARSE, SHUFFLE, SHIFT_LIKE_PERIOD),
          options ->
              new GroupNonlinearStyle(
                  Replacement.of(options),
                  options.integer(GhostStyle.RATIO),
                  options.integer(GROUPS),
                  options.flag(SPARSE),
                  options.flag(SHUFFLE),
                  options.flag(SHIFT_LIKE_PERIOD),
                  FrozenSeeds.of(options)));

  /** Dense, ratio 4, four groups. */
  public static final GroupNonlinearStyle DEFAULT =
      new GroupNonlinearStyle(Replacement.STRIDE1, 4, 4, false, false, false, FrozenSeeds.DEFAULT);

  public GroupNonlinearStyle {
    replacement.requireSpatial(METHOD.id());
    GhostStyle.requireRatio(ratio);
    if (groups < 1) {
      throw new IllegalArgumentException("groups must be at least 1: got " + groups);
    }
  }

  @Override
  public String method() {
    return METHOD.id();
  }

  @Override
  public boolean replaces(ConvolutionSlot slot) {
    return slot.depthwise() || replacement.includes(slot);
  }

  @Override
  public String convolve(NetworkBuilder builder, ConvolutionSlot slot, String input) {
    String name = slot.name();
    int seedChannels = seedChannels(slot);
    int convolutionGroups =
        sparse || slot.depthwise()
            ? BigInteger.valueOf(slot.inChannels())
                .gcd(BigInteger.valueOf(seedChannels))
                .intValueExact()
            : 1;
    String x =
        builder.add(
            name,
            Convolution.learned(
                slot.inChannels(),
                seedChannels,
                slot.kernelSize(),
                slot.stride(),
                convolutionGroups),
            input);
    x = builder.add(name + ".norm", new L2Normalization(SMALLEST_NORM), x);
    String copies =
        builder.add(name + ".sine", sine(builder), copies(builder, name, x, seedChannels));
    if (shuffle) {
      copies = builder.add(name + ".shuffle", new ChannelShuffle(groups), copies);
    }
    return builder.add(name + ".concat", new Concat(2), x, copies);
  }

  private int seedChannels(ConvolutionSlot slot) {
    int channels = slot.outChannels();
    if (channels % ratio != 0) {
      throw new IllegalArgumentException(
          "ratio must divide the " + channels + " channels of " + slot.name() + ": got " + ratio);
    }
    int seedChannels = channels / ratio;
    if (seedChannels % groups != 0) {
      throw new IllegalArgumentException(
          "groups must divide the "
              + seedChannels
              + " channels that "
              + slot.name()
              + " convolves at ratio "
              + ratio
              + ": got "
              + groups);
    }
    return seedChannels;
  }

  /** Every group as often as it is copied, group by group. */
  private String copies(NetworkBuilder builder, String name, String x, int seedChannels) {
    if (ratio == 2) {
      return x;
    }
    int perGroup = seedChannels / groups;
    List<String> copies = new ArrayList<>();
    for (int group = 0; group < groups; group++) {
      String slice =
          builder.add(
              name + ".group" + group, new Slice(group * perGroup, (group + 1) * perGroup), x);
      for (int copy = 1; copy < ratio; copy++) {
        copies.add(slice);
      }
    }
    return builder.add(name + ".copies", new Concat(copies.size()), copies.toArray(String[]::new));
  }

  private Sine sine(NetworkBuilder builder) {
    Seed seed = seeds.next(builder);
    Shape shape = Shape.of(groups * (ratio - 1));
    return new Sine(
        new Drawn(shape, PERIODS, seed),
        new Drawn(shape, shiftLikePeriod ? PERIODS : SHIFTS, seed, shape.elements()));
  }
}
