package io.seedcast.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.seedcast.core.network.Initialiser;
import io.seedcast.core.network.NamedTensors;
import io.seedcast.core.network.Network;
import io.seedcast.core.network.Shape;
import io.seedcast.core.random.Philox;
import io.seedcast.core.regrow.Regrower;
import io.seedcast.core.regrow.RegrownNetwork;
import io.seedcast.core.regrow.SentTensors;
import io.seedcast.core.zoo.Architecture;
import io.seedcast.core.zoo.Dimensions;
import io.seedcast.core.zoo.Method;
import io.seedcast.core.zoo.Methods;
import io.seedcast.onnx.InferenceSession;
import java.util.Map;
import java.util.stream.Stream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every method on every network: what the training graph computes is what the regrown network
 * computes in ONNX Runtime.
 */
class MethodsOnTheDeviceTest {
  private static final int BATCH = 3;
  private static final double TOLERANCE = 1e-4;

  @BeforeAll
  static void startTorch() {
    Torch.start();
    torch.set_num_threads(1);
  }

  static Stream<Arguments> networks() {
    Stream<Arguments> defaults =
        Methods.ALL.stream()
            .flatMap(
                method ->
                    Stream.of(Architecture.values())
                        .filter(architecture -> fits(method, architecture))
                        .map(
                            architecture -> Arguments.of(architecture, method, optionsOf(method))));
    Stream<Arguments> options =
        Stream.of(
            Arguments.of(Architecture.RESNET18, Methods.named("mono"), Map.of("replace", "all")),
            Arguments.of(
                Architecture.RESNET18,
                Methods.named("mono"),
                Map.of("terms", "3", "filter-bias", "true", "normalization", "l2")),
            Arguments.of(
                Architecture.RESNET18,
                Methods.named("mono"),
                Map.of("function", "gaussian", "seed-filters", "2")),
            Arguments.of(
                Architecture.RESNET18, Methods.named("lbcnn"), Map.of("stream", "mt19937-torch")),
            Arguments.of(
                Architecture.RESNET18,
                Methods.named("shift"),
                Map.of("learned-shifts", "true", "replace", "3x3")),
            Arguments.of(Architecture.RESNET18, Methods.named("ghost"), Map.of("ratio", "3")),
            Arguments.of(
                Architecture.RESNET18,
                Methods.named("reframe"),
                Map.of("frozen-channels", "32", "grouped", "false", "pool", "mixed-max")),
            Arguments.of(
                Architecture.RESNET18,
                Methods.named("reframe"),
                Map.of(
                    "pool",
                    "average",
                    "pointwise-groups",
                    "gcd",
                    "shuffle",
                    "false",
                    "kaiming",
                    "false",
                    "frozen-init",
                    "xavier")),
            Arguments.of(
                Architecture.RESNET18,
                Methods.named("groupnl"),
                Map.of("sparse", "true", "shuffle-copies", "true", "ratio", "2")),
            Arguments.of(
                Architecture.RESNET18,
                Methods.named("groupnl"),
                Map.of("ratio", "4", "groups", "2", "shift-like-period", "true")));
    return Stream.concat(defaults, options);
  }

  /** A perceptron has no convolution; only two methods have something for depthwise ones. */
  private static boolean fits(Method method, Architecture architecture) {
    return switch (architecture) {
      case MLP -> method.id().equals("standard");
      case MOBILENETV2 -> Stream.of("standard", "mono", "groupnl").anyMatch(method.id()::equals);
      default -> true;
    };
  }

  /** Narrow layers have too few channels for four groups of a quarter of them. */
  private static Map<String, String> optionsOf(Method method) {
    return method.id().equals("groupnl") ? Map.of("ratio", "2") : Map.of();
  }

  @ParameterizedTest(name = "{0} {2}")
  @MethodSource("networks")
  void predictsOnTheDeviceAsInTraining(
      Architecture architecture, Method method, Map<String, String> options) {
    Network network =
        architecture.build(method.style(options), new Dimensions(inputOf(architecture), 7, 0.125));
    byte[] images = images(network);

    float[] trained;
    NamedTensors state;
    NamedTensors initial = Initialiser.initialise(network, 7);
    try (TrainingGraph graph = new TrainingGraph(network, initial, TrainingPrecision.FLOAT32);
        PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      for (int step = 0; step < 5; step++) {
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

  /** Five poolings need 32 pixels. */
  private static Shape inputOf(Architecture architecture) {
    int side = architecture == Architecture.VGG11 ? 32 : 16;
    return Shape.of(3, side, side);
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
