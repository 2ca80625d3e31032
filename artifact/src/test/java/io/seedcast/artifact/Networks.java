package io.seedcast.artifact;

import io.seedcast.core.filter.FilterNormalization;
import io.seedcast.core.filter.FilterRule;
import io.seedcast.core.filter.GenerationFunction;
import io.seedcast.core.network.Arrangement;
import io.seedcast.core.network.Distribution;
import io.seedcast.core.network.FloatTensor;
import io.seedcast.core.network.Initialisation;
import io.seedcast.core.network.NamedTensors;
import io.seedcast.core.network.Network;
import io.seedcast.core.network.Node;
import io.seedcast.core.network.Normalization;
import io.seedcast.core.network.Normalization.BatchNormalization;
import io.seedcast.core.network.Operation;
import io.seedcast.core.network.Operation.Convolution;
import io.seedcast.core.network.ParameterSource.Drawn;
import io.seedcast.core.network.ParameterSource.Generated;
import io.seedcast.core.network.ParameterSource.Learned;
import io.seedcast.core.network.Pooling;
import io.seedcast.core.network.Shape;
import io.seedcast.core.network.Window;
import io.seedcast.core.network.Wire;
import io.seedcast.core.random.Philox;
import io.seedcast.core.random.Seed;
import io.seedcast.core.random.StreamAlgorithm;
import io.seedcast.core.regrow.SentTensors;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Small networks for tests. */
final class Networks {
  private static final float[] WHOLE = {-3, 3, 0, 1, -1, 2};
  private static final Seed DRAWN = new Seed(StreamAlgorithm.PHILOX4X32_10, 5);

  private Networks() {}

  /** A network of 7 classes, the one of the golden package. */
  static Network tiny() {
    FilterRule rule =
        new FilterRule(GenerationFunction.MONOMIAL, 2, 3, 1, 2.5, FilterNormalization.L2, true);
    Generated generated =
        new Generated(
            Shape.of(6, 6, 3, 3),
            rule,
            new Seed(StreamAlgorithm.MT19937_TORCH, 4294967295L),
            new Initialisation.Uniform(0.1));
    Generated constant =
        new Generated(
            Shape.of(6, 2, 1, 1),
            FilterRule.DEFAULT,
            new Seed(StreamAlgorithm.PHILOX4X32_10, Long.MIN_VALUE),
            new Initialisation.Constant(0.25f));
    List<Node> nodes =
        List.of(
            node(
                "normalize",
                new Normalization.InputNormalization(
                    List.of(0.4914f, 0.1f, 0.4465f), List.of(0.2023f, 1e-10f, 0.201f)),
                "input"),
            node("conv1", Convolution.learned(3, 6, 3, 1), "normalize"),
            node("bn1", BatchNormalization.of(6), "conv1"),
            node("relu1", new Operation.Relu(), "bn1"),
            node("conv2", new Convolution(1, 1, 1, generated), "relu1"),
            node("norm2", new Normalization.GroupNormalization(6, 3, 1e-5), "conv2"),
            node("conv3", new Convolution(1, 0, 3, constant), "norm2"),
            node("add", new Operation.Add(), "conv3", "relu1"),
            node("pool", new Pooling.GlobalAveragePool(), "add"),
            node("linear", new Operation.Linear(6, 7), "pool"));
    return new Network("tiny", "mono", Shape.of(3, 5, 4), nodes, List.of("relu1", "add"));
  }

  /** The operations and parameter sources that {@link #tiny} lacks. */
  static Network drawn() {
    List<Node> nodes =
        List.of(
            node("bias", new Operation.ChannelBias(6, new Initialisation.Normal(0.5)), "input"),
            node("unit", new Normalization.L2Normalization(1e-12), "bias"),
            node(
                "sine",
                new Operation.Sine(
                    new Drawn(Shape.of(3), new Distribution.Uniform(1, 2), DRAWN),
                    new Drawn(Shape.of(3), new Distribution.Uniform(1, 5), DRAWN, 3)),
                "unit"),
            node(
                "noise",
                new Operation.AddMap(
                    new Drawn(Shape.of(6, 5, 4), new Distribution.Normal(0.01), DRAWN)),
                "sine"),
            node(
                "shift",
                new Operation.Shift(
                    new Drawn(Shape.of(6, 2), new Distribution.RoundedUniform(1), DRAWN), 1),
                "noise"),
            node(
                "binary",
                new Convolution(
                    1, 1, 6, new Drawn(Shape.of(6, 1, 3, 3), new Distribution.Ternary(0.9), DRAWN)),
                "shift"),
            node("max", new Pooling.MaxPool(Window.same(3, 1)), "binary"),
            node("mean", new Pooling.AveragePool(Window.same(5, 1)), "binary"),
            node("means", new Pooling.MixedAveragePool(List.of(3, 5), 1), "mean"),
            node("difference", new Operation.Subtract(), "max", "means"),
            node("half", new Arrangement.Slice(3, 6), "difference"),
            node("both", new Arrangement.Concat(2), "half", "half"),
            node("shuffle", new Arrangement.ChannelShuffle(2), "both"),
            node("relu6", new Operation.Relu6(), "shuffle"),
            node("flat", new Arrangement.Flatten(), "relu6"),
            node(
                "affine",
                new Operation.Affine(
                    new Learned(Shape.of(7, 120), new Initialisation.Normal(0.01)),
                    new Learned(Shape.of(7), new Initialisation.Constant(0))),
                "flat"));
    return new Network("drawn", "test", Shape.of(6, 5, 4), nodes, List.of());
  }

  /** A network that learns shifts of up to 3 pixels. */
  static Network shifting() {
    List<Node> nodes =
        List.of(
            node(
                "shift",
                new Operation.Shift(new Learned(Shape.of(3, 2), new Initialisation.Uniform(1)), 3),
                "input"),
            node("pool", new Pooling.GlobalAveragePool(), "shift"),
            node("linear", new Operation.Linear(3, 4), "pool"));
    return new Network("shifting", "test", Shape.of(3, 5, 4), nodes, List.of());
  }

  /** Arbitrary values for everything that is sent; whole numbers reach their bound. */
  static NamedTensors sent(Network network, long seed) {
    Map<String, FloatTensor> tensors = new LinkedHashMap<>();
    Philox random = Philox.of(seed, 0);
    SentTensors.shapes(network)
        .forEach(
            (name, shape) -> {
              float[] values = new float[shape.elements()];
              Wire.Whole whole = SentTensors.wholeNumbers(network).get(name);
              for (int i = 0; i < values.length; i++) {
                values[i] =
                    whole == null ? (float) (0.1 * random.nextNormal()) : WHOLE[i % WHOLE.length];
              }
              tensors.put(name, FloatTensor.of(shape, values));
            });
    return NamedTensors.of(tensors);
  }

  private static Node node(String name, Operation operation, String... inputs) {
    return new Node(name, operation, List.of(inputs));
  }
}
