package io.seedcast.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.seedcast.artifact.Digest;
import io.seedcast.artifact.ModelPackage;
import io.seedcast.artifact.PackageReader;
import io.seedcast.artifact.PackageWriter;
import io.seedcast.artifact.Release;
import io.seedcast.artifact.Trust;
import io.seedcast.core.network.NamedTensors;
import io.seedcast.core.network.Network;
import io.seedcast.core.network.Shape;
import io.seedcast.core.regrow.Regrower;
import io.seedcast.core.regrow.RegrownNetwork;
import io.seedcast.core.zoo.Architecture;
import io.seedcast.core.zoo.Dimensions;
import io.seedcast.core.zoo.Method;
import io.seedcast.core.zoo.Methods;
import io.seedcast.hub.HubClient;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A model of every method, packed, published, fetched and put in use in both modes. */
class EveryMethodTest {
  private static final Shape INPUT = Shape.of(3, 32, 35);
  private static final int CLASSES = 7;

  @TempDir static Path directory;
  private static Fleet fleet;

  @BeforeAll
  static void openFleet() throws IOException {
    fleet = new Fleet(directory);
  }

  @AfterAll
  static void closeFleet() throws IOException {
    fleet.close();
  }

  static Stream<Arguments> models() {
    Stream<Arguments> everyMethod =
        Methods.ALL.stream().map(method -> Arguments.of(method.id(), method, optionsOf(method)));
    // Learned shifts travel as bytes.
    return Stream.concat(
        everyMethod,
        Stream.of(
            Arguments.of(
                "learned-shift", Methods.named("shift"), Map.of("learned-shifts", "true"))));
  }

  /** Narrow layers have too few channels for four groups of a quarter of them. */
  private static Map<String, String> optionsOf(Method method) {
    return method.id().equals("groupnl") ? Map.of("ratio", "2") : Map.of();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("models")
  void holdsTheTensorsAndGivesTheLogitsOfTheCloudInBothModes(
      String name, Method method, Map<String, String> options) throws IOException {
    Network network =
        Architecture.VGG11.build(method.style(options), new Dimensions(INPUT, CLASSES, 0.125));
    NamedTensors sent = Models.sent(network, 5);
    RegrownNetwork cloud = Regrower.regrow(network, sent, 1);
    // A device that takes the version has answered with these very logits.
    ModelPackage model =
        Models.pack(
            new Release(name, 1, Models.CREATED, null),
            network,
            sent,
            Models.probe(cloud, 2, 0, 0),
            cloud.digest());
    assertAnswersDiffer(model);
    Path file = directory.resolve(name + ".seedcast");
    PackageWriter.writeFile(model, file, fleet.key);
    new HubClient(fleet.server.uri(), null).publish(file);

    for (Mode mode : Mode.values()) {
      DeviceConfig config = config(name, mode);
      Digest manifest;
      try (DeviceAgent agent = Fleet.open(config, step -> {})) {
        agent.update();
        manifest = agent.predictor().installed().manifest();
      }
      RegrownNetwork held = tensorsOn(config, manifest);
      assertThat(held.tensors()).isEqualTo(cloud.tensors());
      assertThat(held.digest()).isEqualTo(cloud.digest());
    }
  }

  private static DeviceConfig config(String name, Mode mode) {
    return new DeviceConfig(
        fleet.server.uri(),
        name,
        mode.id(),
        directory.resolve(name + "-" + mode.id()),
        List.of(fleet.key.publicKey()),
        mode,
        1,
        Fleet.PATIENT);
  }

  /** What is on a device that was switched off: the tensors, or what they regrow from. */
  private static RegrownNetwork tensorsOn(DeviceConfig config, Digest manifest) throws IOException {
    PartStore parts = PartStore.open(config.state());
    Clock clock = Clock.fixed(Fleet.NOW, ZoneOffset.UTC);
    ModelPackage model =
        PackageReader.read(parts, manifest, Trust.of(config.trustedKeys()), clock).model();
    return config.mode() == Mode.STORED
        ? Slots.open(config.state()).read(manifest, model).orElseThrow()
        : Regrower.regrow(model.network(), model.sent(), 2);
  }

  private static void assertAnswersDiffer(ModelPackage model) {
    assertThat(Arrays.equals(model.probe().logits(0), model.probe().logits(1))).isFalse();
  }
}
