package io.seedcast.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.seedcast.artifact.Digest;
import io.seedcast.artifact.ModelPackage;
import io.seedcast.artifact.PackageException;
import io.seedcast.artifact.PackageReader;
import io.seedcast.artifact.PackageWriter;
import io.seedcast.artifact.Precision;
import io.seedcast.artifact.Probe;
import io.seedcast.artifact.Release;
import io.seedcast.artifact.StoredPackage;
import io.seedcast.artifact.Trust;
import io.seedcast.core.network.FloatTensor;
import io.seedcast.core.network.NamedTensors;
import io.seedcast.core.network.Network;
import io.seedcast.core.network.Node;
import io.seedcast.core.network.Operation;
import io.seedcast.core.network.Pooling;
import io.seedcast.core.network.Shape;
import io.seedcast.core.regrow.Regrower;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HubClientTest {
  private static final String TOKEN = "open sesame";

  @TempDir Path directory;
  private HubServer hub;
  private HubClient client;

  @BeforeEach
  void start() {
    hub = HubServer.start(HubConfig.of(directory.resolve("hub"), 0).withPushToken(TOKEN));
    client = new HubClient(hub.uri(), TOKEN);
  }

  @AfterEach
  void stop() {
    hub.close();
  }

  /** Writes a package of a linear classifier with this weight. */
  private Path write(long version, float weight) {
    Network network =
        new Network(
            "linear",
            "plain",
            Shape.of(1, 2, 2),
            List.of(
                new Node("pool", new Pooling.GlobalAveragePool(), List.of(Network.INPUT)),
                new Node("linear", new Operation.Linear(1, 2), List.of("pool"))),
            List.of());
    Map<String, FloatTensor> tensors = new LinkedHashMap<>();
    tensors.put("linear.weight", FloatTensor.of(Shape.of(2, 1), new float[] {weight, 1}));
    tensors.put("linear.bias", FloatTensor.of(Shape.of(2), new float[] {0, 1}));
    NamedTensors sent = NamedTensors.of(tensors);
    ModelPackage model =
        new ModelPackage(
            new Release("mono", version, Instant.EPOCH, null),
            network,
            List.of("yes", "no"),
            Precision.FLOAT32,
            sent,
            Probe.of(network.input(), List.of(new byte[4]), List.of(new float[] {0, 1}), 0),
            Regrower.regrow(network, sent, 1).digest(),
            new TreeMap<>());
    Path file = directory.resolve("mono-" + version + "-" + weight + ".seedcast");
    PackageWriter.writeFile(model, file, null);
    return file;
  }

  @Test
  void publishesAVersionThatAnOciClientReadsBack() {
    Path file = write(1, 3);
    StoredPackage stored = PackageReader.read(file, Trust.anyone(), Clock.systemUTC());

    Publication publication = client.publish(file);

    assertThat(publication.model()).isEqualTo("mono");
    assertThat(publication.version()).isEqualTo(1);
    assertThat(publication.manifestDigest()).isEqualTo(stored.manifestDigest());
    assertThat(publication.partsSent()).isEqualTo(4);
    Http http = new Http(hub.uri());
    for (String tag : List.of("1", "latest")) {
      Digest digest = Digest.of(http.get("/v2/mono/manifests/" + tag).body());
      assertThat(digest).isEqualTo(stored.manifestDigest());
    }
    StoredPackage fetched =
        PackageReader.read(
            (digest, size) ->
                http.get(
                        (digest.equals(stored.manifestDigest())
                                ? "/v2/mono/manifests/"
                                : "/v2/mono/blobs/")
                            + digest)
                    .body(),
            stored.manifestDigest(),
            Trust.anyone(),
            Clock.systemUTC());
    assertThat(fetched.model()).isEqualTo(stored.model());
  }

  @Test
  void sendsNoPartThatTheHubHas() {
    client.publish(write(1, 3));

    Publication second = client.publish(write(2, 4));

    // Config and weights; description and probe are the same.
    assertThat(second.partsSent()).isEqualTo(2);
  }

  @Test
  void saysThatAVersionIsPublishedAlready() {
    client.publish(write(1, 3));
    Path other = write(1, 4);

    assertThatThrownBy(() -> client.publish(other))
        .isInstanceOfSatisfying(
            HubException.class, e -> assertThat(e.code()).isEqualTo("hub.version-published"))
        .hasMessageContaining("publish sha256:");
  }

  @Test
  void saysThatTheTokenIsWrong() {
    Path file = write(1, 3);

    assertThatThrownBy(() -> new HubClient(hub.uri(), "open barley").publish(file))
        .isInstanceOfSatisfying(
            HubException.class, e -> assertThat(e.code()).isEqualTo("hub.unauthorized"))
        .hasMessageContaining("push token");
  }

  @Test
  void saysThatTheHubIsDown() {
    Path file = write(1, 3);
    URI address = hub.uri();
    hub.close();

    assertThatThrownBy(() -> new HubClient(address, null).publish(file))
        .isInstanceOfSatisfying(
            HubException.class, e -> assertThat(e.code()).isEqualTo("hub.offline"))
        .hasMessageContaining(address.toString());
  }

  @Test
  void publishesNothingOfADamagedPackage() throws IOException {
    Path file = write(1, 3);
    byte[] content = Files.readAllBytes(file);
    content[content.length / 2] ^= 1;
    Files.write(file, content);

    assertThatThrownBy(() -> client.publish(file)).isInstanceOf(PackageException.class);

    assertThat(Http.text(new Http(hub.uri()).get("/v1/models"))).isEqualTo("{\"models\":[]}");
  }

  @Test
  void listsWhatDevicesReported() {
    String report =
        "{\"model\":\"mono\",\"state\":\"failed\",\"error\":{\"code\":\"device.probe\",\"message\":\"m\"}}";
    new Http(hub.uri()).send("POST", "/v1/devices/camera-1/reports", Http.bytes(report));

    List<DeviceStatus> devices = client.devices();

    assertThat(devices).hasSize(1);
    assertThat(devices.get(0).id()).isEqualTo("camera-1");
    assertThat(devices.get(0).report().error())
        .isEqualTo(new StatusReport.Failure("device.probe", "m"));
  }
}
