package io.seedcast.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.ModelProto;
import io.seedcast.core.network.Arrangement.ChannelShuffle;
import io.seedcast.core.network.Arrangement.Concat;
import io.seedcast.core.network.Arrangement.Flatten;
import io.seedcast.core.network.Arrangement.Slice;
import io.seedcast.core.network.Distribution;
import io.seedcast.core.network.Initialisation.Uniform;
import io.seedcast.core.network.Network;
import io.seedcast.core.network.Node;
import io.seedcast.core.network.Normalization.BatchNormalization;
import io.seedcast.core.network.Normalization.GroupNormalization;
import io.seedcast.core.network.Normalization.InputNormalization;
import io.seedcast.core.network.Normalization.L2Normalization;
import io.seedcast.core.network.Operation;
import io.seedcast.core.network.Operation.Add;
import io.seedcast.core.network.Operation.AddMap;
import io.seedcast.core.network.Operation.Affine;
import io.seedcast.core.network.Operation.ChannelBias;
import io.seedcast.core.network.Operation.Convolution;
import io.seedcast.core.network.Operation.Linear;
import io.seedcast.core.network.Operation.Relu;
import io.seedcast.core.network.Operation.Relu6;
import io.seedcast.core.network.Operation.Shift;
import io.seedcast.core.network.Operation.Sine;
import io.seedcast.core.network.Operation.Subtract;
import io.seedcast.core.network.ParameterSource.Drawn;
import io.seedcast.core.network.ParameterSource.Learned;
import io.seedcast.core.network.Pooling.AveragePool;
import io.seedcast.core.network.Pooling.GlobalAveragePool;
import io.seedcast.core.network.Pooling.MaxPool;
import io.seedcast.core.network.Pooling.MixedAveragePool;
import io.seedcast.core.network.Shape;
import io.seedcast.core.network.Window;
import io.seedcast.core.random.Seed;
import io.seedcast.core.random.StreamAlgorithm;
import io.seedcast.core.regrow.RegrownNetwork;
import io.seedcast.core.zoo.Architecture;
import io.seedcast.core.zoo.ConvolutionStyle;
import io.seedcast.core.zoo.Dimensions;
import io.seedcast.core.zoo.FrozenSeeds;
import io.seedcast.core.zoo.GhostStyle;
import io.seedcast.core.zoo.LocalBinaryStyle;
import io.seedcast.core.zoo.PerturbativeStyle;
import io.seedcast.core.zoo.Replacement;
import io.seedcast.core.zoo.ShiftStyle;
import io.seedcast.core.zoo.StandardStyle;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class OnnxWriterTest {

  /** Float32 sums of at most 144 products of numbers near 1, against the same sums in double. */
  private static final double TOLERANCE = 1e-5;

  private static final int BATCH = 2;

  private static final Seed SEED = new Seed(StreamAlgorithm.PHILOX4X32_10, 3);

  static Stream<Network> operations() {
    return Stream.of(
        network("plain", Shape.of(3, 5, 7), node("a", convolution(4, 3, 3, 1, 1, 1), "input")),
        network("strided", Shape.of(3, 5, 7), node("a", convolution(4, 3, 3, 2, 1, 1), "input")),
        network("valid", Shape.of(3, 5, 7), node("a", convolution(4, 3, 3, 1, 0, 1), "input")),
        network("wide", Shape.of(2, 9, 6), node("a", convolution(5, 2, 5, 3, 2, 1), "input")),
        network("grouped", Shape.of(6, 5, 7), node("a", convolution(4, 3, 3, 1, 1, 2), "input")),
        network(
            "depthwise", Shape.of(16, 5, 7), node("a", convolution(16, 1, 3, 1, 1, 16), "input")),
        network("pointwise", Shape.of(3, 5, 7), node("a", convolution(16, 3, 1, 2, 0, 1), "input")),
        network(
            "folded",
            Shape.of(3, 5, 7),
            node("a", convolution(4, 3, 3, 1, 1, 1), "input"),
            node("b", BatchNormalization.of(4), "a"),
            node("c", new Relu(), "b")),
        network(
            "foldedlast",
            Shape.of(3, 5, 7),
            node("a", convolution(4, 3, 3, 1, 1, 1), "input"),
            node("b", BatchNormalization.of(4), "a")),
        network("unfolded", Shape.of(3, 5, 7), node("a", BatchNormalization.of(3), "input")),
        network(
            "twiceread",
            Shape.of(3, 5, 7),
            node("a", convolution(3, 3, 3, 1, 1, 1), "input"),
            node("b", BatchNormalization.of(3), "a"),
            node("c", new Add(), "a", "b")),
        network(
            "groupnorm", Shape.of(6, 5, 7), node("a", new GroupNormalization(6, 3, 1e-2), "input")),
        network(
            "layernorm", Shape.of(6, 5, 7), node("a", new GroupNormalization(6, 1, 1e-5), "input")),
        network("relu", Shape.of(3, 5, 7), normalize("a"), node("b", new Relu(), "a")),
        network("add", Shape.of(3, 5, 7), normalize("a"), node("b", new Add(), "a", "input")),
        network("pool", Shape.of(3, 5, 7), node("a", new GlobalAveragePool(), "input")),
        network(
            "linear",
            Shape.of(3, 5, 7),
            node("a", new GlobalAveragePool(), "input"),
            node("b", new Linear(3, 4), "a")),
        network(
            "affine",
            Shape.of(3, 5, 7),
            node("a", new GlobalAveragePool(), "input"),
            node(
                "b",
                new Affine(
                    new Learned(Shape.of(4, 3), new Uniform(1)),
                    new Learned(Shape.of(4), new Uniform(1))),
                "a")),
        network("normalize", Shape.of(3, 5, 7), normalize("a")),
        network("bias", Shape.of(3, 5, 7), node("a", new ChannelBias(3, new Uniform(1)), "input")),
        network("unit", Shape.of(3, 5, 7), node("a", new L2Normalization(1e-12), "input")),
        network("unitofsmall", Shape.of(3, 5, 7), node("a", new L2Normalization(2), "input")),
        network("relu6", Shape.of(3, 5, 7), scaled("a"), node("b", new Relu6(), "a")),
        network(
            "sine",
            Shape.of(6, 5, 7),
            node(
                "a",
                new Sine(
                    new Drawn(Shape.of(3), new Distribution.Uniform(1, 2), SEED),
                    new Drawn(Shape.of(3), new Distribution.Uniform(1, 5), SEED, 3)),
                "input")),
        network(
            "subtract", Shape.of(3, 5, 7), normalize("a"), node("b", new Subtract(), "a", "input")),
        network(
            "map",
            Shape.of(3, 5, 7),
            node(
                "a",
                new AddMap(new Drawn(Shape.of(3, 5, 7), new Distribution.Normal(1), SEED)),
                "input")),
        network(
            "shift",
            Shape.of(6, 5, 7),
            node(
                "a",
                new Shift(new Drawn(Shape.of(6, 2), new Distribution.RoundedUniform(2), SEED), 2),
                "input")),
        network("max", Shape.of(3, 5, 7), node("a", new MaxPool(Window.same(3, 2)), "input")),
        network(
            "negativemax",
            Shape.of(3, 5, 7),
            scaled("a"),
            node("b", new MaxPool(Window.same(5, 1)), "a")),
        network("mean", Shape.of(3, 5, 7), node("a", new AveragePool(Window.same(11, 2)), "input")),
        network(
            "means",
            Shape.of(8, 5, 7),
            node("a", new MixedAveragePool(List.of(3, 1, 7), 1), "input")),
        network(
            "stridedmeans",
            Shape.of(5, 5, 7),
            node("a", new MixedAveragePool(List.of(3, 11), 2), "input")),
        network(
            "concat",
            Shape.of(3, 5, 7),
            normalize("a"),
            node("b", new Concat(3), "a", "input", "a")),
        network("slice", Shape.of(6, 5, 7), node("a", new Slice(2, 5), "input")),
        network("shuffle", Shape.of(6, 5, 7), node("a", new ChannelShuffle(3), "input")),
        network("flatten", Shape.of(3, 5, 7), node("a", new Flatten(), "input")));
  }

  @ParameterizedTest
  @MethodSource("operations")
  void computesWhatTheOperationDefines(Network network) {
    RegrownNetwork regrown = Networks.regrow(network);
    float[] pixels = Networks.pixels(Networks.images(regrown, BATCH));

    float[] computed;
    try (InferenceSession session = InferenceSession.open(regrown, 1)) {
      assertThat(session.output()).isEqualTo(network.outputShape());
      computed = session.logits(pixels, BATCH);
    }

    assertClose(computed, new ReferenceInterpreter(regrown).run(pixels, BATCH), TOLERANCE);
  }

  @Test
  void everyOperationIsTested() {
    assertThat(
            operations()
                .flatMap(network -> network.nodes().stream())
                .<Class<?>>map(node -> node.operation().getClass())
                .collect(Collectors.toSet()))
        .containsExactlyInAnyOrderElementsOf(members(Operation.class).toList());
  }

  private static Stream<Class<?>> members(Class<?> type) {
    return type.isSealed()
        ? Arrays.stream(type.getPermittedSubclasses()).flatMap(OnnxWriterTest::members)
        : Stream.of(type);
  }

  static Stream<ConvolutionStyle> styles() {
    return Stream.concat(
        Stream.of(
            new StandardStyle(),
            LocalBinaryStyle.DEFAULT,
            PerturbativeStyle.DEFAULT,
            ShiftStyle.DEFAULT,
            new ShiftStyle(Replacement.SPATIAL, true, FrozenSeeds.DEFAULT),
            GhostStyle.DEFAULT),
        Arrays.stream(Replacement.values())
            .flatMap(
                replacement ->
                    Stream.of(
                        Networks.mono(replacement, true), Networks.mono(replacement, false))));
  }

  @ParameterizedTest
  @MethodSource("styles")
  void computesWhatTheDescriptionSaysForEveryStyle(ConvolutionStyle style) {
    RegrownNetwork regrown = Networks.resnet18(style);
    byte[] images = Networks.images(regrown, BATCH);

    float[] computed;
    try (InferenceSession session = InferenceSession.open(regrown, 2)) {
      computed = session.logits(images, BATCH);
    }

    double[] expected = new ReferenceInterpreter(regrown).run(Networks.pixels(images), BATCH);
    assertThat(Arrays.stream(expected).map(Math::abs).max().orElse(0)).isGreaterThan(0.05);
    assertClose(computed, expected, 1e-4);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.0625, 1})
  void theGraphWithoutWeightsIsSmallAtAnyWidth(double width) {
    Network network =
        Architecture.RESNET18.build(
            Networks.mono(Replacement.ALL, true), new Dimensions(Shape.of(3, 32, 32), 10, width));
    RegrownNetwork regrown = Networks.regrow(network);

    ModelProto model = OnnxWriter.weightless(regrown);

    assertThat(model.getSerializedSize()).isLessThan(32 * 1024);
  }

  /**
   * Within a share of the largest magnitude, so that small outputs of large terms count as well.
   */
  private static void assertClose(float[] computed, double[] expected, double tolerance) {
    double largest = Arrays.stream(expected).map(Math::abs).max().orElse(0);
    assertThat(computed).hasSameSizeAs(expected);
    for (int i = 0; i < expected.length; i++) {
      assertThat(Math.abs(computed[i] - expected[i]))
          .as("element %d: %s for %s", i, computed[i], expected[i])
          .isLessThanOrEqualTo(tolerance * largest);
    }
  }

  private static Network network(String name, Shape input, Node... nodes) {
    return new Network(name, "test", input, List.of(nodes), List.of());
  }

  private static Node node(String name, Operation operation, String... inputs) {
    return new Node(name, operation, List.of(inputs));
  }

  private static Node normalize(String name) {
    return node(
        name,
        new InputNormalization(List.of(0.5f, 0.25f, 0.75f), List.of(0.5f, 0.125f, 3f)),
        "input");
  }

  /** Spreads pixels over -6 to 12. */
  private static Node scaled(String name) {
    return node(
        name,
        new InputNormalization(Collections.nCopies(3, 1f / 3), Collections.nCopies(3, 1f / 18)),
        "input");
  }

  private static Convolution convolution(
      int outChannels, int channelsPerGroup, int kernelSize, int stride, int padding, int groups) {
    return new Convolution(
        stride,
        padding,
        groups,
        new Learned(
            Shape.of(outChannels, channelsPerGroup, kernelSize, kernelSize), new Uniform(1)));
  }
}
