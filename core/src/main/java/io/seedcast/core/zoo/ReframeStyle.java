package io.seedcast.core.zoo;

import io.seedcast.core.network.Arrangement.ChannelShuffle;
import io.seedcast.core.network.Arrangement.Concat;
import io.seedcast.core.network.Arrangement.Slice;
import io.seedcast.core.network.Distribution.Normal;
import io.seedcast.core.network.Initialisation;
import io.seedcast.core.network.Operation;
import io.seedcast.core.network.Operation.Affine;
import io.seedcast.core.network.Operation.ChannelBias;
import io.seedcast.core.network.Operation.Convolution;
import io.seedcast.core.network.Operation.Relu;
import io.seedcast.core.network.Operation.Subtract;
import io.seedcast.core.network.ParameterSource.Drawn;
import io.seedcast.core.network.ParameterSource.Learned;
import io.seedcast.core.network.Pooling.AveragePool;
import io.seedcast.core.network.Pooling.MaxPool;
import io.seedcast.core.network.Pooling.MixedAveragePool;
import io.seedcast.core.network.Shape;
import io.seedcast.core.network.Window;
import io.seedcast.core.zoo.ConvolutionSlot.Kind;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * ReFrame: every convolution of a residual block's main path becomes a non-learnable module. Its
 * frozen part runs three filters on the input beside each other: a 3x3 convolution with drawn
 * weights and ReLU, max pooling, and a second pooling; their maps, one after the other, go through
 * a learned grouped 1x1 convolution with bias and a channel shuffle.
 *
 * <p>The shuffle reads the channels, seen as (channels / groups, groups), column by column: the
 * inverse of ShuffleNet's, as in the authors' code.
 *
 * <p>Source: Xie et al., "ReFrame", IEEE Transactions on Services Computing 18(3), 2025, and its
 * released code.
 *
 * @param channels maps of the frozen convolution, at least 1, or {@link #DEPTHWISE} for as many as
 *     the input has
 * @param grouped whether the frozen convolution has as many groups as the channels allow, or one
 * @param draw how frozen weights are distributed
 * @param pool the second pooling
 * @param pointwiseGroups groups of the learned 1x1 convolution, at least 1, or {@link
 *     #COMMON_DIVISOR}
 * @param shuffle whether channels are shuffled when there are groups
 * @param kaiming whether learned convolutions start with a deviation of sqrt(2 / fan-out) and the
 *     classifier with one of 0.01, both with zero biases, or all as everywhere else
 * @param seeds of the frozen weights
 */
public record ReframeStyle(
    int channels,
    boolean grouped,
    Draw draw,
    Pool pool,
    int pointwiseGroups,
    boolean shuffle,
    boolean kaiming,
    FrozenSeeds seeds)
    implements ConvolutionStyle {

  /** For {@link #channels}: one map for each input channel. */
  public static final int DEPTHWISE = 0;

  /**
   * For {@link #pointwiseGroups}: the greatest common divisor of frozen maps and output channels.
   */
  public static final int COMMON_DIVISOR = 0;

  private static final double CLASSIFIER_DEVIATION = 0.01;

  /** How frozen weights are distributed; all normal with mean 0. */
  public enum Draw {
    /** Deviation sqrt(2 / fan-out), fan-out the maps times the kernel's area. */
    KAIMING("kaiming"),
    /** Deviation sqrt(2 / (fan-in + fan-out)). */
    XAVIER("xavier"),
    /** Deviation 1. */
    STANDARD("standard");

    private final String id;

    Draw(String id) {
      this.id = id;
    }

    /** The name on the command line. */
    public String id() {
      return id;
    }
  }

  /** The second pooling of the frozen part. */
  public enum Pool {
    /**
     * Five runs of channels averaged over 3x3, 5x5, 7x7, 9x9 and 11x11; at stride 1 the input is
     * subtracted.
     */
    MIXED_AVERAGE("mixed-average"),
    /** 3x3 averages; at stride 1 the input is subtracted. */
    AVERAGE("average"),
    /** Three runs of channels, the largest of 3x3, 5x5 and 7x7. */
    MIXED_MAX("mixed-max");

    private final String id;

    Pool(String id) {
      this.id = id;
    }

    /** The name on the command line. */
    public String id() {
      return id;
    }

    private List<Integer> kernels() {
      return switch (this) {
        case MIXED_AVERAGE -> List.of(3, 5, 7, 9, 11);
        case AVERAGE -> List.of(3);
        case MIXED_MAX -> List.of(3, 5, 7);
      };
    }
  }

  private static final MethodOption CHANNELS =
      MethodOption.value(
          "frozen-channels",
          "N",
          "dw",
          "maps of the frozen convolution: dw (as many as the input has), 512, 768 or another number");
  private static final MethodOption GROUPED =
      MethodOption.flag("grouped", true, "grouped frozen convolutions instead of dense ones");
  private static final MethodOption DRAW =
      MethodOption.value(
          "frozen-init", "NAME", "kaiming", "frozen weights: kaiming, xavier or standard");
  private static final MethodOption POOL =
      MethodOption.value(
          "pool", "NAME", "mixed-average", "second pooling: mixed-average, average or mixed-max");
  private static final MethodOption POINTWISE_GROUPS =
      MethodOption.value(
          "pointwise-groups",
          "N",
          "4",
          "groups of the learned 1x1 convolution, or gcd for the greatest that fits");
  private static final MethodOption SHUFFLE =
      MethodOption.flag("shuffle", true, "shuffle channels behind grouped 1x1 convolutions");
  private static final MethodOption KAIMING =
      MethodOption.flag(
          "kaiming", true, "learned tensors start as in the authors' runs, not as PyTorch's");

  static final Method METHOD =
      new Method(
          "reframe",
          "frozen convolutions and poolings, learned grouped 1x1 convolutions",
          FrozenSeeds.optionsAfter(
              CHANNELS, GROUPED, DRAW, POOL, POINTWISE_GROUPS, SHUFFLE, KAIMING),
          ReframeStyle::of);

  /** The paper's smallest: depthwise. */
  public static final ReframeStyle DEFAULT =
      new ReframeStyle(
          DEPTHWISE, true, Draw.KAIMING, Pool.MIXED_AVERAGE, 4, true, true, FrozenSeeds.DEFAULT);

  public ReframeStyle {
    requireCount("channels", channels);
    requireCount("pointwiseGroups", pointwiseGroups);
  }

  private static void requireCount(String name, int value) {
    if (value < 0) {
      throw new IllegalArgumentException(name + " must be at least 0: got " + value);
    }
  }

  private static ReframeStyle of(MethodOptions options) {
    return new ReframeStyle(
        options.countOr("dw", CHANNELS),
        options.flag(GROUPED),
        options.choice(DRAW, List.of(Draw.values()), Draw::id),
        options.choice(POOL, List.of(Pool.values()), Pool::id),
        options.countOr("gcd", POINTWISE_GROUPS),
        options.flag(SHUFFLE),
        options.flag(KAIMING),
        FrozenSeeds.of(options));
  }

  @Override
  public String method() {
    return METHOD.id();
  }

  /** Says yes to depthwise convolutions too, which {@link #convolve} then refuses. */
  @Override
  public boolean replaces(ConvolutionSlot slot) {
    return slot.kind() == Kind.BODY;
  }

  @Override
  public Convolution learned(ConvolutionSlot slot) {
    return learned(
        slot.inChannels(), slot.outChannels(), slot.kernelSize(), slot.stride(), slot.groups());
  }

  @Override
  public String convolve(NetworkBuilder builder, ConvolutionSlot slot, String input) {
    if (slot.depthwise()) {
      throw new IllegalArgumentException(
          "reframe replaces dense convolutions; "
              + slot.name()
              + " is depthwise: choose a resnet, vgg11, or the method groupnl");
    }
    String name = slot.name();
    int inChannels = slot.inChannels();
    int maps = channels == DEPTHWISE ? inChannels : channels;
    String convolved = frozenConvolution(builder, slot, maps, input);
    String largest = builder.add(name + ".max", new MaxPool(Window.same(3, slot.stride())), input);
    String pooled = pool(builder, slot, input);
    String x = builder.add(name + ".maps", new Concat(3), convolved, largest, pooled);
    int groups = pointwiseGroups(slot, maps);
    int outChannels = slot.outChannels();
    x =
        builder.add(
            name + ".pointwise", learned(maps + 2 * inChannels, outChannels, 1, 1, groups), x);
    x =
        builder.add(
            name + ".bias",
            new ChannelBias(
                outChannels,
                kaiming
                    ? new Initialisation.Constant(0)
                    : Initialisation.Uniform.ofFanIn((maps + 2 * inChannels) / groups)),
            x);
    return shuffle && groups > 1
        ? builder.add(name + ".shuffle", new ChannelShuffle(outChannels / groups), x)
        : x;
  }

  private String frozenConvolution(
      NetworkBuilder builder, ConvolutionSlot slot, int maps, String input) {
    int groups = grouped ? commonDivisor(slot.inChannels(), maps) : 1;
    Shape shape = Convolution.filters(slot.inChannels(), maps, 3, groups);
    Drawn filters = new Drawn(shape, new Normal(deviation(shape)), seeds.next(builder));
    String x = builder.add(slot.name(), new Convolution(slot.stride(), 1, groups, filters), input);
    return builder.add(slot.name() + ".relu", new Relu(), x);
  }

  private double deviation(Shape filters) {
    double area = filters.dimension(2) * filters.dimension(3);
    double fanOut = filters.dimension(0) * area;
    double fanIn = filters.dimension(1) * area;
    return switch (draw) {
      case KAIMING -> StrictMath.sqrt(2 / fanOut);
      case XAVIER -> StrictMath.sqrt(2 / (fanIn + fanOut));
      case STANDARD -> 1;
    };
  }

  private String pool(NetworkBuilder builder, ConvolutionSlot slot, String input) {
    String name = slot.name() + ".pool";
    requireRuns(slot);
    return switch (pool) {
      case MIXED_AVERAGE ->
          difference(
              builder,
              slot,
              builder.add(name, new MixedAveragePool(pool.kernels(), slot.stride()), input),
              input);
      case AVERAGE ->
          difference(
              builder,
              slot,
              builder.add(
                  name, new AveragePool(Window.same(pool.kernels().get(0), slot.stride())), input),
              input);
      case MIXED_MAX -> mixedMax(builder, slot, name, input);
    };
  }

  private void requireRuns(ConvolutionSlot slot) {
    int runs = pool.kernels().size();
    if (slot.inChannels() < runs) {
      throw new IllegalArgumentException(
          "the pooling "
              + pool.id()
              + " splits channels into "
              + runs
              + " runs: "
              + slot.name()
              + " has only "
              + slot.inChannels());
    }
  }

  private static String difference(
      NetworkBuilder builder, ConvolutionSlot slot, String pooled, String input) {
    return slot.stride() == 1
        ? builder.add(pooled + ".difference", new Subtract(), pooled, input)
        : pooled;
  }

  private String mixedMax(NetworkBuilder builder, ConvolutionSlot slot, String name, String input) {
    List<Integer> kernels = pool.kernels();
    int run = slot.inChannels() / kernels.size();
    List<String> pooled = new ArrayList<>();
    int from = 0;
    for (int i = 0; i < kernels.size(); i++) {
      int to = slot.inChannels() - (kernels.size() - 1 - i) * run;
      String part = builder.add(name + i + ".slice", new Slice(from, to), input);
      Window window = Window.same(kernels.get(i), slot.stride());
      pooled.add(builder.add(name + i, new MaxPool(window), part));
      from = to;
    }
    return builder.add(name, new Concat(pooled.size()), pooled.toArray(String[]::new));
  }

  private int pointwiseGroups(ConvolutionSlot slot, int maps) {
    int groups =
        pointwiseGroups == COMMON_DIVISOR
            ? commonDivisor(maps, slot.outChannels())
            : pointwiseGroups;
    int inChannels = maps + 2 * slot.inChannels();
    if (inChannels % groups != 0 || slot.outChannels() % groups != 0) {
      throw new IllegalArgumentException(
          "pointwise-groups must divide the "
              + inChannels
              + " maps and "
              + slot.outChannels()
              + " output channels of "
              + slot.name()
              + ": got "
              + groups);
    }
    return groups;
  }

  @Override
  public Operation classifier(int features, int classes) {
    if (!kaiming) {
      return ConvolutionStyle.super.classifier(features, classes);
    }
    return new Affine(
        new Learned(Shape.of(classes, features), new Initialisation.Normal(CLASSIFIER_DEVIATION)),
        new Learned(Shape.of(classes), new Initialisation.Constant(0)));
  }

  private Convolution learned(
      int inChannels, int outChannels, int kernelSize, int stride, int groups) {
    if (!kaiming) {
      return Convolution.learned(inChannels, outChannels, kernelSize, stride, groups);
    }
    Shape shape = Convolution.filters(inChannels, outChannels, kernelSize, groups);
    int fanOut = outChannels * kernelSize * kernelSize;
    return new Convolution(
        stride, kernelSize / 2, groups, new Learned(shape, Initialisation.Normal.kaiming(fanOut)));
  }

  private static int commonDivisor(int a, int b) {
    return BigInteger.valueOf(a).gcd(BigInteger.valueOf(b)).intValueExact();
  }
}
