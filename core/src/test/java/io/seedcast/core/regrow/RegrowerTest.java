package io.seedcast.core.regrow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.seedcast.core.filter.FilterRule;
import io.seedcast.core.network.Cost;
import io.seedcast.core.network.FloatTensor;
import io.seedcast.core.network.Initialiser;
import io.seedcast.core.network.NamedTensors;
import io.seedcast.core.network.Network;
import io.seedcast.core.network.Node;
import io.seedcast.core.network.Operation.Linear;
import io.seedcast.core.network.Shape;
import io.seedcast.core.random.Philox;
import io.seedcast.core.random.SeedMap;
import io.seedcast.core.random.StreamAlgorithm;
import io.seedcast.core.zoo.Architecture;
import io.seedcast.core.zoo.ConvolutionStyle;
import io.seedcast.core.zoo.Dimensions;
import io.seedcast.core.zoo.FrozenSeeds;
import io.seedcast.core.zoo.Methods;
import io.seedcast.core.zoo.MonoStyle;
import io.seedcast.core.zoo.Replacement;
import io.seedcast.core.zoo.StandardStyle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RegrowerTest {

  /** Digests that must never change: every device in the field computes them. */
  private static final Map<StreamAlgorithm, String> GOLDEN =
      Map.of(
          StreamAlgorithm.PHILOX4X32_10,
              "7626cd0918e2406ceae5e22168e95058f3cb2594e27fead1c6a5254531adb933",
          StreamAlgorithm.MT19937_TORCH,
              "a9fb55323fdbfc861ab31ceea5870ab9bb938a8a1db925b0883046527edd5ee6");

  @ParameterizedTest
  @EnumSource(StreamAlgorithm.class)
  void regrowsTheSameBitsOnEveryPlatform(StreamAlgorithm stream) {
    Network network = mono(stream, Replacement.ALL, false);

    RegrownNetwork regrown = Regrower.regrow(network, sent(network), 1);

    assertThat(regrown.digest()).isEqualTo(GOLDEN.get(stream));
  }

  @ParameterizedTest
  @CsvSource({
    "standard, 1274367f001ea59fbf360f08e2c050d3995a58cfc29efae8d0edb18c5384cd6c",
    "mono, d182f946619ef4c876eb12cc4dd5035af293580fccb6f0b5033fe43152300ae0",
    "lbcnn, c26c22c103ddf35ebba130bc0e7b265a6359d34efe0a6f7b96881108faf17059",
    "pnn, 5334b3a17e110f2fa17f6962cf735f0c1cb1d7fdb1ca2a5fb14e33e85e838d4f",
    "shift, 191a55589a4b0b205e6749d16a8673b81d771cf301376928c68eaa29a2c92f30",
    "ghost, ccd47c2ce088faa4b4b82f61b9548569ee8cb7779c3dc3d6c7f5ecc5dd1e3f55",
    "reframe, 1239a0270c6cb54748118bb26c0241967891d763607d2056fca47e50256f7ebb",
    "groupnl, d0c9a396066a0e7673b700503229eae1d8da2a9d6884926ce96e3d0354fd5716",
  })
  void regrowsEveryMethodToTheSameBits(String method, String digest) {
    Network network = build(Methods.named(method).style(Map.of()));

    assertThat(Regrower.regrow(network, sent(network), 2).digest()).isEqualTo(digest);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 8})
  void regrowsTheSameBitsForAnyNumberOfThreads(int threads) {
    Network network = mono(StreamAlgorithm.PHILOX4X32_10, Replacement.STRIDE1, true);
    NamedTensors sent = sent(network);

    RegrownNetwork one = Regrower.regrow(network, sent, 1);
    RegrownNetwork many = Regrower.regrow(network, sent, threads);

    assertThat(many.tensors()).isEqualTo(one.tensors());
  }

  @Test
  void sendsAsManyValuesAsAreLearned() {
    Network network = mono(StreamAlgorithm.PHILOX4X32_10, Replacement.ALL, false);

    assertThat(sent(network).elements()).isEqualTo(Cost.of(network).learnable());
    assertThat(sent(network).asMap().keySet())
        .containsExactlyElementsOf(SentTensors.shapes(network).keySet());
  }

  @ParameterizedTest
  @CsvSource({
    "standard,",
    "mono,",
    "mono, replace=all",
    "lbcnn,",
    "pnn,",
    "shift,",
    "shift, learned-shifts=true",
    "ghost,",
    "reframe,",
    "groupnl,",
  })
  void storesTheBytesThatCostSays(String method, @Nullable String option) {
    Map<String, String> options =
        option == null
            ? Map.of()
            : Map.of(
                option.substring(0, option.indexOf('=')),
                option.substring(option.indexOf('=') + 1));
    Network network = build(Methods.named(method).style(options));

    RegrownNetwork regrown = Regrower.regrow(network, sent(network), 1);

    assertThat(Cost.of(network).storedBytes())
        .isEqualTo(Float.BYTES * regrown.tensors().elements());
  }

  @Test
  void foldsScaleIntoFiltersAndShiftIntoTheBias() {
    Network network = build(new StandardStyle());
    NamedTensors trained = trained(network);

    NamedTensors regrown =
        Regrower.regrow(network, SentTensors.fold(network, trained), 1).tensors();

    float[] weight = trained.get("conv1.weight").values();
    float gamma = trained.get("bn1.weight").values()[5];
    float beta = trained.get("bn1.bias").values()[5];
    float mean = trained.get("bn1.running_mean").values()[5];
    float variance = trained.get("bn1.running_var").values()[5];
    double scale = gamma / Math.sqrt(variance + 1e-5);
    assertThat(regrown.get("conv1.weight").values()[5 * 27 + 4])
        .isCloseTo((float) (weight[5 * 27 + 4] * scale), within(1e-6f));
    assertThat(regrown.get("conv1.bias").values()[5])
        .isCloseTo((float) (beta - mean * scale), within(1e-6f));
    assertThat(regrown.asMap()).doesNotContainKey("bn1.scale");
  }

  @Test
  void everySentTensorIsInTheDigest() {
    Network network = build(new StandardStyle());
    NamedTensors sent = sent(network);
    String digest = Regrower.regrow(network, sent, 1).digest();

    for (String name : sent.asMap().keySet()) {
      NamedTensors altered = withLastElementAltered(sent, name);
      assertThat(Regrower.regrow(network, altered, 1).digest()).as(name).isNotEqualTo(digest);
    }
  }

  @Test
  void refusesAValueThatIsNotFinite() {
    Network network = build(new StandardStyle());
    Map<String, FloatTensor> sent = new LinkedHashMap<>(sent(network).asMap());
    sent.put(
        "linear.bias",
        FloatTensor.of(Shape.of(10), new float[] {0, 0, Float.NaN, 0, 0, 0, 0, 0, 0, 0}));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> Regrower.regrow(network, NamedTensors.of(sent), 1))
        .withMessage("tensor \"linear.bias\" must hold finite values: element 2 is NaN");
  }

  @Test
  void sendsLearnedShiftsAsWholeNumbers() {
    Network network = build(Methods.named("shift").style(Map.of("learned-shifts", "true")));
    NamedTensors sent = sent(network);
    Map<String, FloatTensor> beyond = new LinkedHashMap<>(sent.asMap());
    beyond.put("layer1.0.conv1.offsets", filled(Shape.of(16, 2), 4));
    Map<String, FloatTensor> between = new LinkedHashMap<>(sent.asMap());
    between.put("layer1.0.conv1.offsets", filled(Shape.of(16, 2), -0.5f));

    long offsets =
        SentTensors.wholeNumbers(network).keySet().stream()
            .mapToLong(name -> sent.get(name).shape().elements())
            .sum();
    assertThat(SentTensors.wholeNumbers(network)).hasSize(13);
    assertThat(Cost.of(network).sentBytes())
        .isEqualTo(4 * Cost.of(network).learnable() - 3 * offsets);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Regrower.regrow(network, NamedTensors.of(beyond), 1))
        .withMessage(
            "tensor \"layer1.0.conv1.offsets\" must hold whole numbers from -3 to 3: element 0 is 4.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Regrower.regrow(network, NamedTensors.of(between), 1))
        .withMessageEndingWith("element 0 is -0.5");
  }

  private static FloatTensor filled(Shape shape, float value) {
    float[] values = new float[shape.elements()];
    Arrays.fill(values, value);
    return FloatTensor.of(shape, values);
  }

  @Test
  void refusesAMissingTensor() {
    Network network = build(new StandardStyle());
    Map<String, FloatTensor> sent = new LinkedHashMap<>(sent(network).asMap());
    sent.remove("layer2.0.conv1.weight");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> Regrower.regrow(network, NamedTensors.of(sent), 1))
        .withMessageContaining("no tensor \"layer2.0.conv1.weight\"");
  }

  private static Network mono(StreamAlgorithm stream, Replacement replacement, boolean pointwise) {
    return build(
        new MonoStyle(
            FilterRule.DEFAULT,
            replacement,
            pointwise,
            new FrozenSeeds(stream, 1, SeedMap.EQDIFF)));
  }

  private static Network build(ConvolutionStyle style) {
    return Architecture.RESNET18.build(style, new Dimensions(Shape.of(3, 32, 32), 10, 0.25));
  }

  private static NamedTensors sent(Network network) {
    return SentTensors.fold(network, trained(network));
  }

  /**
   * Initial weights with statistics and affine parameters as after training; the classifier's are
   * uniform whatever the method says, so that digests tell of regrowing alone.
   */
  private static NamedTensors trained(Network network) {
    Philox random = Philox.of(4, 0);
    Map<String, FloatTensor> tensors =
        new LinkedHashMap<>(Initialiser.initialise(withUniformClassifier(network), 1).asMap());
    tensors.replaceAll(
        (name, tensor) -> {
          if (!name.contains("bn")) {
            return tensor;
          }
          float[] values = new float[tensor.shape().elements()];
          for (int i = 0; i < values.length; i++) {
            values[i] = (float) (0.5 + random.nextUniform());
          }
          return FloatTensor.of(tensor.shape(), values);
        });
    return NamedTensors.of(tensors);
  }

  private static Network withUniformClassifier(Network network) {
    List<Node> nodes = new ArrayList<>(network.nodes());
    int last = nodes.size() - 1;
    Shape weight = network.output().parameters().get(0).source().shape();
    nodes.set(
        last,
        new Node(
            nodes.get(last).name(),
            new Linear(weight.dimension(1), weight.dimension(0)),
            nodes.get(last).inputs()));
    return new Network(
        network.architecture(), network.method(), network.input(), nodes, network.taps());
  }

  private static NamedTensors withLastElementAltered(NamedTensors tensors, String name) {
    FloatTensor tensor = tensors.get(name);
    float[] values = tensor.values().clone();
    int last = values.length - 1;
    values[last] = Float.intBitsToFloat(Float.floatToRawIntBits(values[last]) ^ (1 << 20));
    Map<String, FloatTensor> altered = new LinkedHashMap<>(tensors.asMap());
    altered.put(name, FloatTensor.of(tensor.shape(), values));
    return NamedTensors.of(altered);
  }
}
