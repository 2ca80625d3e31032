package io.seedcast.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.seedcast.core.filter.FilterRule;
import io.seedcast.core.network.Distribution;
import io.seedcast.core.network.FloatTensor;
import io.seedcast.core.network.Initialiser;
import io.seedcast.core.network.NamedTensors;
import io.seedcast.core.network.Network;
import io.seedcast.core.network.Node;
import io.seedcast.core.network.Operation.Affine;
import io.seedcast.core.network.Operation.Convolution;
import io.seedcast.core.network.ParameterSource.Drawn;
import io.seedcast.core.network.Pooling.GlobalAveragePool;
import io.seedcast.core.network.Shape;
import io.seedcast.core.random.Philox;
import io.seedcast.core.random.Seed;
import io.seedcast.core.random.StreamAlgorithm;
import io.seedcast.core.regrow.Regrower;
import io.seedcast.core.regrow.SentTensors;
import io.seedcast.core.zoo.Architecture;
import io.seedcast.core.zoo.ConvolutionStyle;
import io.seedcast.core.zoo.Dimensions;
import io.seedcast.core.zoo.FrozenSeeds;
import io.seedcast.core.zoo.GhostStyle;
import io.seedcast.core.zoo.LocalBinaryStyle;
import io.seedcast.core.zoo.Methods;
import io.seedcast.core.zoo.MonoStyle;
import io.seedcast.core.zoo.PerturbativeStyle;
import io.seedcast.core.zoo.Replacement;
import io.seedcast.core.zoo.ShiftStyle;
import io.seedcast.core.zoo.StandardStyle;
import io.seedcast.train.TrainingGraph.Outputs;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TrainingGraphTest {
  private static final Shape INPUT = Shape.of(3, 12, 20);
  private static final int CLASSES = 7;
  private static final int BATCH = 5;
  private static final ConvolutionStyle REFRAME = Methods.named("reframe").style(Map.of());

  @BeforeAll
  static void startTorch() {
    Torch.start();
    torch.set_num_threads(1);
  }

  static Stream<ConvolutionStyle> styles() {
    return Stream.of(
        new StandardStyle(),
        mono(Replacement.STRIDE1, true),
        mono(Replacement.SPATIAL, false),
        mono(Replacement.ALL, false));
  }

  @ParameterizedTest
  @MethodSource("styles")
  void evaluatesAsTheRegrownNetworkDoes(ConvolutionStyle style) {
    Network network = network(style);
    NamedTensors trained = trained(network);
    byte[] images = images(BATCH);
    NaiveInference device =
        new NaiveInference(Regrower.regrow(network, SentTensors.fold(network, trained), 1));

    try (TrainingGraph graph = new TrainingGraph(network, trained, TrainingPrecision.FLOAT32);
        PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      Outputs outputs = graph.forward(images, BATCH, false);
      float[] logits = Torch.toJava(outputs.logits(), Shape.of(BATCH, CLASSES)).values();
      for (int n = 0; n < BATCH; n++) {
        Map<String, double[]> expected = device.run(pixels(images, n));
        assertClose(logits, n * CLASSES, NaiveInference.at(expected, network.output().name()));
        for (int tap = 0; tap < network.taps().size(); tap++) {
          String name = network.taps().get(tap);
          float[] values =
              Torch.toJava(
                      outputs.taps().get(tap).select(0, n),
                      NaiveInference.at(network.shapes(), name))
                  .values();
          assertClose(values, 0, NaiveInference.at(expected, name));
        }
      }
    }
  }

  @Test
  void aClassifierMayBeDrawn() {
    Seed seed = new Seed(StreamAlgorithm.PHILOX4X32_10, 3);
    Affine classifier =
        new Affine(
            new Drawn(Shape.of(CLASSES, 4), new Distribution.Normal(1), seed),
            new Drawn(Shape.of(CLASSES), new Distribution.Uniform(-1, 1), seed, 100));
    Network network =
        new Network(
            "drawn",
            "test",
            INPUT,
            List.of(
                new Node("conv", Convolution.learned(3, 4, 3, 1), List.of(Network.INPUT)),
                new Node("pool", new GlobalAveragePool(), List.of("conv")),
                new Node("linear", classifier, List.of("pool"))),
            List.of());
    NamedTensors trained = trained(network);
    byte[] images = images(BATCH);
    NaiveInference device =
        new NaiveInference(Regrower.regrow(network, SentTensors.fold(network, trained), 1));

    float[] logits = logits(network, trained, TrainingPrecision.FLOAT32, images);

    for (int n = 0; n < BATCH; n++) {
      Map<String, double[]> expected = device.run(pixels(images, n));
      assertClose(logits, n * CLASSES, NaiveInference.at(expected, "linear"));
    }
  }

  static Stream<ConvolutionStyle> differentiable() {
    return Stream.concat(
        styles(),
        Stream.of(
            LocalBinaryStyle.DEFAULT,
            PerturbativeStyle.DEFAULT,
            ShiftStyle.DEFAULT,
            new GhostStyle(Replacement.STRIDE1, 2),
            REFRAME,
            Methods.named("groupnl").style(Map.of("ratio", "2", "groups", "2"))));
  }

  @ParameterizedTest
  @MethodSource("differentiable")
  void gradientPredictsHowTheLossChanges(ConvolutionStyle style) {
    Network network = network(style);
    byte[] images = images(BATCH);

    try (TrainingGraph graph = graph(network);
        PointerScope scope = new PointerScope()) {
      loss(graph, images).backward();
      double slope = gradientNorm(graph, network);
      // Changes the loss by 0.0003: well above its rounding, below most kinks of ReLU.
      double length = 0.0003 / slope;
      moveAlongGradient(graph, network, length / slope);
      double above = loss(graph, images).item_double();
      moveAlongGradient(graph, network, -2 * length / slope);
      double below = loss(graph, images).item_double();

      assertThat((above - below) / (2 * length)).isCloseTo(slope, within(0.03 * slope));
    }
  }

  static Stream<ConvolutionStyle> withOperationsOfTheirOwnInBfloat16() {
    return Stream.of(mono(Replacement.STRIDE1, true), REFRAME);
  }

  @ParameterizedTest
  @MethodSource("withOperationsOfTheirOwnInBfloat16")
  void bfloat16StaysCloseToFloat32(ConvolutionStyle style) {
    Network network = network(style);
    NamedTensors trained = trained(network);
    byte[] images = images(BATCH);

    float[] exact = logits(network, trained, TrainingPrecision.FLOAT32, images);
    float[] rounded = logits(network, trained, TrainingPrecision.BFLOAT16, images);

    assertThat(rounded).isNotEqualTo(exact);
    double scale = 0;
    for (float value : exact) {
      scale = Math.max(scale, Math.abs(value));
    }
    for (int i = 0; i < exact.length; i++) {
      // 8 bits of mantissa through some 20 layers.
      assertThat((double) rounded[i]).isCloseTo(exact[i], within(0.1 * scale));
    }
  }

  @Test
  void trainingGathersRunningStatisticsAndEvaluationLeavesThem() {
    Network network = network(new StandardStyle());
    NamedTensors initial = Initialiser.initialise(network, 1);
    byte[] images = images(BATCH);

    try (TrainingGraph graph = new TrainingGraph(network, initial, TrainingPrecision.FLOAT32)) {
      run(graph, images, false);
      NamedTensors afterEvaluation = graph.state();
      run(graph, images, true);
      NamedTensors afterTraining = graph.state();

      network
          .statisticsShapes()
          .keySet()
          .forEach(name -> assertThat(afterEvaluation.get(name)).isEqualTo(initial.get(name)));
      double[] expected = stemStatistics(network, initial, images);
      float mean = afterTraining.get("bn1.running_mean").values()[0];
      float variance = afterTraining.get("bn1.running_var").values()[0];
      assertThat((double) mean).isCloseTo(0.1 * expected[0], within(1e-5));
      assertThat((double) variance).isCloseTo(0.9 + 0.1 * expected[1], within(1e-5));
    }
  }

  @Test
  void leavesNothingInTheScopeButItsOutputs() {
    Network network = network(REFRAME);
    List<Pointer> attached = new ArrayList<>();

    try (TrainingGraph graph = graph(network);
        PointerScope scope =
            new PointerScope() {
              @Override
              public PointerScope attach(Pointer pointer) {
                attached.add(pointer);
                return super.attach(pointer);
              }
            }) {
      Tensor pixels = graph.pixels(images(BATCH), BATCH);
      attached.clear();
      Outputs outputs = graph.forward(pixels, true);

      assertThat(attached).hasSize(1 + network.taps().size()).contains(outputs.logits());
    }
  }

  @Test
  void restoresWhatItReported() {
    Network network = network(mono(Replacement.ALL, false));
    byte[] images = images(BATCH);

    try (TrainingGraph graph = graph(network);
        TrainingGraph other = graph(network)) {
      step(graph, images);
      NamedTensors state = graph.state();
      step(graph, images);
      NamedTensors next = graph.state();
      other.restore(state);

      assertThat(state.asMap().keySet()).isEqualTo(TrainingGraph.stateShapes(network).keySet());
      assertThat(other.state()).isEqualTo(state);
      step(other, images);
      assertThat(other.state()).isEqualTo(next).isNotEqualTo(state);
    }
  }

  private static ConvolutionStyle mono(Replacement replacement, boolean pointwise) {
    return new MonoStyle(FilterRule.DEFAULT, replacement, pointwise, FrozenSeeds.DEFAULT);
  }

  private static Network network(ConvolutionStyle style) {
    // ReFrame pools five runs of channels.
    double width = style.equals(REFRAME) ? 0.125 : 0.0625;
    return Architecture.RESNET18.build(style, new Dimensions(INPUT, CLASSES, width));
  }

  private static TrainingGraph graph(Network network) {
    return new TrainingGraph(network, trained(network), TrainingPrecision.FLOAT32);
  }

  /** Initial values, with statistics and affine tensors as training might leave them. */
  private static NamedTensors trained(Network network) {
    Map<String, FloatTensor> tensors =
        new LinkedHashMap<>(Initialiser.initialise(network, 1).asMap());
    long[] stream = {0};
    tensors.replaceAll(
        (name, tensor) -> {
          if (tensor.shape().rank() != 1 || name.startsWith("linear")) {
            return tensor;
          }
          float[] values = new float[tensor.shape().elements()];
          Philox random = Philox.of(9, stream[0]++);
          boolean positive = name.endsWith("var") || name.endsWith("weight");
          for (int i = 0; i < values.length; i++) {
            double uniform = random.nextUniform();
            values[i] = (float) (positive ? 0.5 + uniform : 0.4 * uniform - 0.2);
          }
          return FloatTensor.of(tensor.shape(), values);
        });
    return NamedTensors.of(tensors);
  }

  private static byte[] images(int count) {
    byte[] pixels = new byte[count * INPUT.elements()];
    Philox random = Philox.of(4, 0);
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) random.nextInt(256);
    }
    return pixels;
  }

  private static double[] pixels(byte[] images, int image) {
    double[] pixels = new double[INPUT.elements()];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (images[image * pixels.length + i] & 0xFF) / 255.0;
    }
    return pixels;
  }

  private static void run(TrainingGraph graph, byte[] images, boolean training) {
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      graph.forward(images, BATCH, training);
    }
  }

  private static float[] logits(
      Network network, NamedTensors tensors, TrainingPrecision precision, byte[] images) {
    try (TrainingGraph graph = new TrainingGraph(network, tensors, precision);
        PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      Tensor logits = graph.forward(images, BATCH, false).logits();
      return Torch.toJava(logits, Shape.of(BATCH, CLASSES)).values();
    }
  }

  private static void step(TrainingGraph graph, byte[] images) {
    try (PointerScope scope = new PointerScope()) {
      graph.parameters().clearGradients();
      loss(graph, images).backward();
      graph.parameters().step(Recipe.of(1, 1), 0.025);
    }
  }

  private static Tensor loss(TrainingGraph graph, byte[] images) {
    Tensor labels = torch.arange(new Scalar(BATCH), new TensorOptions(ScalarType.Long));
    return torch.cross_entropy_loss(graph.forward(images, BATCH, true).logits(), labels);
  }

  private static List<Tensor> leaves(TrainingGraph graph, Network network) {
    return network.learnedShapes().keySet().stream().map(graph.parameters()::leaf).toList();
  }

  private static double gradientNorm(TrainingGraph graph, Network network) {
    double squares = 0;
    for (Tensor leaf : leaves(graph, network)) {
      squares += leaf.grad().square().sum().item_double();
    }
    return Math.sqrt(squares);
  }

  private static void moveAlongGradient(TrainingGraph graph, Network network, double factor) {
    try (NoGradGuard guard = new NoGradGuard()) {
      leaves(graph, network).forEach(leaf -> leaf.add_(leaf.grad(), new Scalar(factor)));
    }
  }

  /** Mean and unbiased variance of the stem's first channel over the batch. */
  private static double[] stemStatistics(Network network, NamedTensors tensors, byte[] images) {
    Network stem = new Network("stem", "standard", INPUT, network.nodes().subList(0, 2), List.of());
    NaiveInference inference =
        new NaiveInference(Regrower.regrow(stem, SentTensors.fold(stem, tensors), 1));
    int area = INPUT.dimension(1) * INPUT.dimension(2);
    double sum = 0;
    double squares = 0;
    for (int n = 0; n < BATCH; n++) {
      double[] values = NaiveInference.at(inference.run(pixels(images, n)), "conv1");
      for (int i = 0; i < area; i++) {
        sum += values[i];
        squares += values[i] * values[i];
      }
    }
    int count = BATCH * area;
    double mean = sum / count;
    return new double[] {mean, (squares - count * mean * mean) / (count - 1)};
  }

  private static void assertClose(float[] actual, int from, double[] expected) {
    double scale = 1;
    for (double value : expected) {
      scale = Math.max(scale, Math.abs(value));
    }
    for (int i = 0; i < expected.length; i++) {
      // float32 rounding through some 20 layers.
      assertThat((double) actual[from + i]).isCloseTo(expected[i], within(1e-4 * scale));
    }
  }
}
