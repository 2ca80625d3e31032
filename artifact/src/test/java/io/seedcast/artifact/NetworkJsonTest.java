package io.seedcast.artifact;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.seedcast.core.filter.FilterRule;
import io.seedcast.core.network.Arrangement;
import io.seedcast.core.network.Initialisation;
import io.seedcast.core.network.Network;
import io.seedcast.core.network.Node;
import io.seedcast.core.network.Operation;
import io.seedcast.core.network.Operation.Convolution;
import io.seedcast.core.network.ParameterSource.Generated;
import io.seedcast.core.network.Shape;
import io.seedcast.core.random.Seed;
import io.seedcast.core.random.StreamAlgorithm;
import io.seedcast.core.zoo.Architecture;
import io.seedcast.core.zoo.Dimensions;
import io.seedcast.core.zoo.Methods;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class NetworkJsonTest {

  static Stream<Network> networks() {
    return Stream.concat(
        Stream.of(Networks.tiny(), Networks.drawn()),
        Methods.ALL.stream()
            .map(
                method -> Architecture.RESNET18.build(method.style(Map.of()), Dimensions.CIFAR10)));
  }

  @ParameterizedTest
  @MethodSource("networks")
  void readsBackWhatItWrote(Network network) {
    byte[] json = NetworkJson.write(network);

    Network read = NetworkJson.read(json, "test");

    assertThat(read).isEqualTo(network);
    assertThat(NetworkJson.write(read)).isEqualTo(json);
  }

  @Test
  void writesTheDocumentedForm() {
    String json = text(Networks.tiny());

    assertThat(json)
        .startsWith(
            "{\"formatVersion\":1,\"architecture\":\"tiny\",\"method\":\"mono\",\"input\":[3,5,4],"
                + "\"nodes\":[{\"name\":\"normalize\",\"operation\":{\"type\":\"input-normalization\","
                + "\"mean\":[0.4914,0.1,0.4465],\"deviation\":[0.2023,1.0E-10,0.201]},"
                + "\"inputs\":[\"input\"]},")
        .contains(
            "{\"name\":\"conv2\",\"operation\":{\"type\":\"convolution\",\"stride\":1,\"padding\":1,"
                + "\"groups\":1,\"weight\":{\"type\":\"generated\",\"shape\":[6,6,3,3],"
                + "\"rule\":{\"function\":\"monomial\",\"seedFilters\":2,\"terms\":3,\"low\":1.0,"
                + "\"high\":2.5,\"normalization\":\"l2\",\"bias\":true},"
                + "\"seed\":{\"stream\":\"mt19937-torch\",\"value\":4294967295},"
                + "\"initialisation\":{\"type\":\"uniform\",\"bound\":0.1}}},"
                + "\"inputs\":[\"relu1\"]}")
        .contains("{\"name\":\"relu1\",\"operation\":{\"type\":\"relu\"},\"inputs\":[\"bn1\"]}")
        .endsWith("\"taps\":[\"relu1\",\"add\"]}");
  }

  @Test
  void knowsEveryMemberOfTheSealedFamilies() {
    NetworkJson.TYPES.forEach(
        (family, types) ->
            assertThat(types.values())
                .containsExactlyInAnyOrderElementsOf(members(family).toList()));
  }

  private static Stream<Class<?>> members(Class<?> type) {
    return type.isSealed()
        ? Arrays.stream(type.getPermittedSubclasses()).flatMap(NetworkJsonTest::members)
        : Stream.of(type);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`formatVersion\":1` | `formatVersion\":4` | network.too-new | format version 4 is too new (this build reads 1)",
        "`formatVersion\":1` | `formatVersion\":99999999999999999999` | network.too-new | 99999999999999999999 is too new",
        "`formatVersion\":1` | `formatVersion\":0` | network.too-old | format version 0 is too old (this build reads 1)",
        "`formatVersion\":1` | `formatVersion\":\"1\"` | network.malformed | must be a whole number",
        "`\"formatVersion\":1,` | `` | network.malformed | must be a whole number",
        "`{\"type\":\"relu\"}` | `{\"type\":\"gelu\"}` | network.unknown-operation | at nodes[3].operation: unknown type \"gelu\"; accepted: convolution, channel-bias, batch-normalization",
        "`{\"type\":\"relu\"}` | `{}` | network.unknown-operation | at nodes[3].operation: type is missing",
        "`\"type\":\"learned\"` | `\"type\":\"frozen\"` | network.unknown-operation | unknown type \"frozen\"; accepted: learned, generated, drawn",
        "`{\"type\":\"relu\"}` | `{\"type\":\"relu\",\"slope\":1}` | network.malformed | at nodes[3].operation.slope: unknown property \"slope\"",
        "`\"stride\":1` | `\"stride\":1,\"stride\":1` | network.malformed | Duplicate",
        "`\"stride\":1` | `\"stride\":\"1\"` | network.malformed | at nodes[1].operation.stride",
        "`\"stride\":1` | `\"stride\":1.5` | network.malformed | at nodes[1].operation.stride",
        "`\"stride\":1` | `\"stride\":null` | network.malformed | at nodes[1].operation.stride",
        "`\"stride\":1,` | `` | network.malformed | stride",
        "`\"stride\":1` | `\"stride\":0` | network.malformed | at nodes[1].operation: stride must be at least 1: got 0",
        "`\"epsilon\":1.0E-5` | `\"epsilon\":\"NaN\"` | network.malformed | epsilon",
        "`\"epsilon\":1.0E-5` | `\"epsilon\":1E999` | network.malformed | epsilon",
        "`\"value\":0.25` | `\"value\":1E39` | network.malformed | value",
        "`\"epsilon\":1.0E-5` | `\"epsilon\":NaN` | network.malformed | not valid JSON",
        "`\"input\":[3,5,4]` | `\"input\":[4,5,4]` | network.malformed | input normalisation takes (3, height, width): got 4x5x4",
        "`\"input\":[3,5,4]` | `\"input\":[3,null,4]` | network.malformed | input",
        "`\"input\":[3,5,4]` | `\"input\":null` | network.malformed | input",
        "`\"taps\":[\"relu1\"` | `\"taps\":[null` | network.malformed | taps",
        "`\"taps\":[\"relu1\"` | `\"taps\":[7` | network.malformed | taps",
        "`\"method\":\"mono\"` | `\"method\":7` | network.malformed | method",
        "`mt19937-torch` | `xorshift` | network.malformed | xorshift",
      })
  void refusesWithAMessage(String what, String replacement, String code, String message) {
    assertThat(text(Networks.tiny())).contains(what);
    String json =
        text(Networks.tiny()).replaceFirst(quote(what), replacement == null ? "" : replacement);

    assertThatExceptionOfType(PackageException.class)
        .isThrownBy(() -> NetworkJson.read(json.getBytes(UTF_8), "net.json"))
        .withMessageStartingWith("net.json: ")
        .withMessageContaining(message)
        .withMessageNotContaining("com.fasterxml")
        .withMessageNotContaining("io.seedcast")
        .satisfies(e -> assertThat(e.code()).isEqualTo(code));
  }

  @Test
  void refusesWhatFollowsTheDocumentAndWhatIsCutOff() {
    byte[] json = NetworkJson.write(Networks.tiny());

    assertMalformed(text(Networks.tiny()) + "{}");
    assertMalformed("");
    assertMalformed("[1]");
    for (int length = 0; length < json.length; length += 41) {
      assertMalformed(new String(Arrays.copyOf(json, length), UTF_8));
    }
  }

  @Test
  void refusesDeepNestingAndLongDocuments() {
    assertMalformed("[".repeat(100_000));
    assertMalformed("{\"a\":".repeat(100_000));
    assertMalformed(" ".repeat(NetworkJson.MAX_BYTES) + "{}");
  }

  @Test
  void refusesANetworkTooLargeToRegrow() {
    Generated bank =
        new Generated(
            Shape.of(32768, 16384, 1, 1),
            FilterRule.DEFAULT,
            new Seed(StreamAlgorithm.PHILOX4X32_10, 1),
            new Initialisation.Constant(1));
    Node node = new Node("conv", new Convolution(1, 0, 1, bank), List.of(Network.INPUT));
    Network huge = new Network("huge", "mono", Shape.of(16384, 1, 1), List.of(node), List.of());

    assertThatExceptionOfType(PackageException.class)
        .isThrownBy(() -> NetworkJson.read(NetworkJson.write(huge), "net.json"))
        .withMessageContaining("it has 1073741824 values, at most 268435456 are accepted");
  }

  @Test
  void tellsBeforehandThatANetworkCouldNotBeRead() {
    Network wide =
        Architecture.RESNET34.build(
            Methods.named("lbcnn").style(Map.of()), new Dimensions(Shape.of(3, 32, 32), 10, 4));
    String last = Network.INPUT;
    List<Node> nodes = new ArrayList<>();
    for (int i = 0; i < 60_000; i++) {
      nodes.add(new Node("node-with-a-long-name-" + i, new Operation.Relu(), List.of(last)));
      last = "node-with-a-long-name-" + i;
    }
    Network deep = new Network("deep", "test", Shape.of(1, 1, 1), nodes, List.of());

    NetworkJson.requireReadable(Networks.tiny());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NetworkJson.requireReadable(wide))
        .withMessageMatching("it has 37\\d{7} values, at most 268435456 are accepted");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NetworkJson.requireReadable(deep))
        .withMessageMatching("it has \\d{7} bytes, at most 4194304 are accepted");
  }

  @Test
  void refusesANetworkThatComputesTooMuch() {
    List<Node> nodes = new ArrayList<>();
    String last = Network.INPUT;
    for (int i = 0; i < 14; i++) {
      nodes.add(new Node("double" + i, new Arrangement.Concat(2), List.of(last, last)));
      last = "double" + i;
    }
    Network bomb = new Network("bomb", "test", Shape.of(1, 256, 256), nodes, List.of());

    assertThatExceptionOfType(PackageException.class)
        .isThrownBy(() -> NetworkJson.read(NetworkJson.write(bomb), "net.json"))
        .withMessageContaining("its nodes compute 2147418112 values for one image");
  }

  private static void assertMalformed(String json) {
    assertThatExceptionOfType(PackageException.class)
        .isThrownBy(() -> NetworkJson.read(json.getBytes(UTF_8), "net.json"))
        .satisfies(e -> assertThat(e.code()).isEqualTo("network.malformed"));
  }

  private static String quote(String what) {
    return Pattern.quote(what);
  }

  private static String text(Network network) {
    return new String(NetworkJson.write(network), UTF_8);
  }
}
