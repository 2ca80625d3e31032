package io.seedcast.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.seedcast.core.filter.GenerationFunction;
import io.seedcast.core.network.Initialiser;
import io.seedcast.core.network.NamedTensors;
import io.seedcast.core.network.Network;
import io.seedcast.core.network.Node;
import io.seedcast.core.network.Operation.Convolution;
import io.seedcast.core.network.Shape;
import io.seedcast.core.random.Philox;
import io.seedcast.core.regrow.Regrower;
import io.seedcast.core.regrow.RegrownNetwork;
import io.seedcast.core.regrow.SentTensors;
import io.seedcast.core.zoo.Architecture;
import io.seedcast.core.zoo.Dimensions;
import io.seedcast.core.zoo.Method;
import io.seedcast.core.zoo.MethodOption;
import io.seedcast.core.zoo.Methods;
import io.seedcast.onnx.InferenceSession;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every method on every network: what the training graph computes is what the regrown network
 * computes in ONNX Runtime, or the program refuses the combination.
 */
class MethodsOnTheDeviceTest {
  private static final int BATCH = 3;
  private static final int STEPS = 2;
  private static final double TOLERANCE = 1e-4;
  private static final double WIDTH = 0.125;

  /** A network, a method with options, and a size. */
  record Model(
      Architecture architecture,
      Method method,
      Map<String, String> options,
      Shape input,
      double width) {

    /** A small one. */
    static Model of(Architecture architecture, Method method, Map<String, String> options) {
      // Five poolings need 32 pixels.
      int side = architecture == Architecture.VGG11 ? 32 : 16;
      return new Model(architecture, method, options, Shape.of(3, side, side), WIDTH);
    }

    static Model resnet18(String method, Map<String, String> options) {
      return of(Architecture.RESNET18, Methods.named(method), options);
    }

    Model withWidth(double width) {
      return new Model(architecture, method, options, input, width);
    }

    Model withInput(int height, int width) {
      return new Model(architecture, method, options, Shape.of(3, height, width), this.width);
    }

    Network build() {
      return architecture.build(method.style(options), new Dimensions(input, 7, width));
    }

    @Override
    public String toString() {
      return architecture.id() + " " + method.id() + " " + options + " " + input + " x" + width;
    }
  }

  @BeforeAll
  static void startTorch() {
    Torch.start();
    torch.set_num_threads(1);
  }

  /** Narrow layers have too few channels for four groups of a quarter of them. */
  private static Map<String, String> forNarrowLayers(Method method) {
    return method.id().equals("groupnl") ? Map.of("ratio", "2") : Map.of();
  }

  static Stream<Model> everyMethodOnEveryNetwork() {
    return Methods.ALL.stream()
        .flatMap(
            method ->
                Stream.of(Architecture.values())
                    .map(network -> Model.of(network, method, forNarrowLayers(method))));
  }

  @ParameterizedTest
  @MethodSource("everyMethodOnEveryNetwork")
  void predictsOnTheDeviceAsInTrainingOrIsRefused(Model model) {
    switch (answerTo(model)) {
      case TAKES -> assertAgrees(model.build());
      case REFUSES -> assertRefused(model);
      case DECIDES -> {
        if (isTaken(model)) {
          assertAgrees(model.build());
        } else {
          assertRefused(model);
        }
      }
    }
  }

  /** What the program is to say to a combination. */
  private enum Answer {
    TAKES,
    REFUSES,
    /** Some methods have something to put in place of a depthwise convolution. */
    DECIDES
  }

  private static Answer answerTo(Model model) {
    Method standard = Methods.named("standard");
    if (model.method() == standard) {
      return Answer.TAKES;
    }
    Network plain = Model.of(model.architecture(), standard, Map.of()).build();
    List<Convolution> behindTheStem =
        plain.nodes().stream()
            .map(Node::operation)
            .filter(Convolution.class::isInstance)
            .map(Convolution.class::cast)
            .filter(convolution -> convolution.kernelSize() > 1)
            .skip(1)
            .toList();
    if (behindTheStem.isEmpty()) {
      return Answer.REFUSES;
    }
    return behindTheStem.stream().allMatch(convolution -> convolution.groups() == 1)
        ? Answer.TAKES
        : Answer.DECIDES;
  }

  private static boolean isTaken(Model model) {
    try {
      model.build();
      return true;
    } catch (IllegalArgumentException refused) {
      return false;
    }
  }

  private static void assertRefused(Model model) {
    assertThatIllegalArgumentException()
        .isThrownBy(model::build)
        .withMessageStartingWith(model.method().id());
  }

  static Stream<Model> everyFunctionOnEveryNetwork() {
    Method mono = Methods.named("mono");
    return Stream.of(GenerationFunction.values())
        .filter(function -> function != GenerationFunction.MONOMIAL)
        .flatMap(
            function ->
                Stream.of(Architecture.values())
                    .map(network -> Model.of(network, mono, Map.of("function", function.id()))))
        .filter(MethodsOnTheDeviceTest::isTaken);
  }

  static Stream<Model> everyReplacement() {
    return Methods.ALL.stream()
        .filter(
            method -> method.options().stream().map(MethodOption::name).anyMatch("replace"::equals))
        .map(
            method ->
                method.id().equals("groupnl")
                    ? Map.entry(method, Map.of("replace", "3x3", "ratio", "2"))
                    : Map.entry(method, Map.of("replace", "3x3")))
        .map(entry -> Model.of(Architecture.RESNET18, entry.getKey(), entry.getValue()));
  }

  /** With the stem for large images: 7x7 convolution and padded pooling, other strides. */
  static Stream<Model> largeImages() {
    Stream<Model> everyMethod =
        Methods.ALL.stream()
            .map(method -> Model.of(Architecture.RESNET18, method, forNarrowLayers(method)))
            .map(model -> model.withInput(96, 80));
    Stream<Model> otherNetworks =
        Stream.of(Architecture.VGG11, Architecture.RESNET50, Architecture.MOBILENETV2)
            .flatMap(
                network ->
                    Stream.of("standard", "mono")
                        .map(id -> Model.of(network, Methods.named(id), Map.of())))
            .map(model -> model.withInput(72, 72));
    return Stream.concat(everyMethod, otherNetworks);
  }

  static Stream<Model> options() {
    return Stream.of(
        Model.resnet18("mono", Map.of("replace", "all")),
        Model.resnet18("mono", Map.of("terms", "3", "filter-bias", "true", "normalization", "l2")),
        Model.resnet18("mono", Map.of("function", "gaussian", "seed-filters", "2")),
        Model.resnet18(
            "mono", Map.of("function", "multiquadric", "terms", "2", "normalization", "l2")),
        Model.resnet18("mono", Map.of("exponents", "1..64")),
        Model.resnet18("mono", Map.of("exponents", "0.5..3", "exponents-below-one", "true")),
        Model.resnet18("lbcnn", Map.of("stream", "mt19937-torch")),
        Model.resnet18("pnn", Map.of("stream", "mt19937-torch")),
        Model.resnet18("shift", Map.of("learned-shifts", "true", "replace", "3x3")),
        Model.resnet18("ghost", Map.of("ratio", "3")),
        Model.resnet18(
            "reframe", Map.of("frozen-channels", "32", "grouped", "false", "pool", "mixed-max")),
        Model.resnet18("reframe", Map.of("frozen-init", "standard")),
        Model.resnet18(
            "reframe",
            Map.of(
                "pool", "average",
                "pointwise-groups", "gcd",
                "shuffle", "false",
                "kaiming", "false",
                "frozen-init", "xavier")),
        Model.resnet18("groupnl", Map.of("sparse", "true", "shuffle-copies", "true", "ratio", "2")),
        Model.resnet18("groupnl", Map.of("ratio", "4", "groups", "2", "shift-like-period", "true")),
        Model.resnet18("groupnl", Map.of("ratio", "4", "groups", "4")).withWidth(0.25),
        Model.resnet18("groupnl", Map.of("ratio", "8", "groups", "4")).withWidth(0.5));
  }

  @ParameterizedTest
  @MethodSource({"everyFunctionOnEveryNetwork", "everyReplacement", "largeImages", "options"})
  void predictsOnTheDeviceAsInTraining(Model model) {
    assertAgrees(model.build());
  }

  private static void assertAgrees(Network network) {
    byte[] images = images(network);

    float[] trained;
    NamedTensors state;
    NamedTensors initial = Initialiser.initialise(network, 7);
    try (TrainingGraph graph = new TrainingGraph(network, initial, TrainingPrecision.FLOAT32);
        PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      for (int step = 0; step < STEPS; step++) {
        try (PointerScope passing = new PointerScope()) {
          graph.forward(images, BATCH, true);
        }
      }
      state = graph.state();
      trained =
          Torch.toJava(
                  graph.forward(images, BATCH, false).logits(),
                  Shape.of(BATCH, network.outputShape().elements()))
              .values();
    }
    RegrownNetwork regrown = Regrower.regrow(network, SentTensors.fold(network, state), 1);

    assertThat(Regrower.regrow(network, SentTensors.fold(network, state), 2).digest())
        .isEqualTo(regrown.digest());
    try (InferenceSession session = InferenceSession.open(regrown, 1)) {
      assertClose(session.logits(images, BATCH), trained);
    }
  }

  private static byte[] images(Network network) {
    Philox random = Philox.of(3, 0);
    byte[] images = new byte[BATCH * network.input().elements()];
    for (int i = 0; i < images.length; i++) {
      images[i] = (byte) random.nextInt(256);
    }
    return images;
  }

  /** Within a share of the largest logit. */
  private static void assertClose(float[] device, float[] trained) {
    double largest = 0;
    for (float logit : trained) {
      largest = Math.max(largest, Math.abs(logit));
    }
    assertThat(largest).isGreaterThan(0.01);
    for (int i = 0; i < trained.length; i++) {
      assertThat((double) Math.abs(device[i] - trained[i]))
          .as("logit %d: %s on the device, %s in training", i, device[i], trained[i])
          .isLessThanOrEqualTo(TOLERANCE * largest);
    }
  }
}
