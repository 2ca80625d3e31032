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
import io.seedcast.core.failure.SeedcastException.Kind;
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
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
  void leavesTheLatestWhereItIsLarger() {
    client.publish(write(1, 3));
    Publication second = client.publish(write(2, 4));

    Publication again = client.publish(write(1, 3));
    Digest latestThen = latest();
    Publication third = client.publish(write(3, 5));

    assertThat(second.latestVersion()).isEqualTo(2);
    assertThat(again.latestVersion()).isEqualTo(2);
    assertThat(latestThen).isEqualTo(second.manifestDigest());
    assertThat(third.latestVersion()).isEqualTo(3);
    assertThat(latest()).isEqualTo(third.manifestDigest());
  }

  @Test
  void movesTheLatestFromWhatNoDeviceCouldUse() {
    Http http = new Http(hub.uri());
    String[] token = {"Authorization", "Bearer " + TOKEN};
    http.push("mono", Http.bytes("{}"), token);
    byte[] other = Http.manifest(Http.bytes("{}"));
    assertThat(http.send("PUT", "/v2/mono/manifests/latest", other, token).statusCode())
        .isEqualTo(201);

    Publication publication = client.publish(write(1, 3));

    assertThat(publication.latestVersion()).isEqualTo(1);
    assertThat(latest()).isEqualTo(publication.manifestDigest());
  }

  private Digest latest() {
    return Digest.of(new Http(hub.uri()).get("/v2/mono/manifests/latest").body());
  }

  @Test
  void uploadsAPartAnewWhenTheConnectionBreaksWhileItIsSent() throws IOException {
    Path file = write(1, 3);
    BreakOnce first = new BreakOnce();
    try (Relay relay = new Relay(hub.uri(), first, answer -> false)) {
      Publication publication = new HubClient(relay.uri(), TOKEN).publish(file);

      assertThat(first.hasBroken).isTrue();
      assertThat(publication.partsSent()).isEqualTo(4);
      assertThat(latest()).isEqualTo(publication.manifestDigest());
    }
  }

  /** Breaks the first upload of a part in its body, wherever its head ends. */
  private static final class BreakOnce implements Predicate<String> {
    private boolean headHasPassed;
    private boolean hasBroken;

    @Override
    public boolean test(String piece) {
      if (hasBroken) {
        return false;
      }
      boolean isUpload = piece.startsWith("PUT /v2/mono/blobs/uploads/");
      hasBroken = headHasPassed || (isUpload && !piece.endsWith("\r\n\r\n"));
      headHasPassed = isUpload;
      return hasBroken;
    }
  }

  @Test
  void goesOnWhenOnlyTheAnswerToAnUploadIsLost() throws IOException {
    Path file = write(1, 3);
    AtomicInteger lost = new AtomicInteger();
    try (Relay relay =
        new Relay(
            hub.uri(),
            request -> false,
            answer ->
                answer.startsWith("HTTP/1.1 201")
                    && answer.contains("/v2/mono/blobs/sha256:")
                    && lost.incrementAndGet() == 1)) {
      Publication publication = new HubClient(relay.uri(), TOKEN).publish(file);

      // The first answer is lost, the part is not sent again, and three others follow.
      assertThat(lost).hasValue(4);
      assertThat(publication.partsSent()).isEqualTo(4);
      assertThat(latest()).isEqualTo(publication.manifestDigest());
    }
  }

  @Test
  void asksAgainWhenTheHubIsBusy() throws IOException {
    Path file = write(1, 3);
    Http http = new Http(hub.uri());
    String[] token = {"Authorization", "Bearer " + TOKEN};
    Deque<String> uploads = new ArrayDeque<>();
    HttpResponse<byte[]> begun = http.send("POST", "/v2/mono/blobs/uploads/", new byte[0], token);
    while (begun.statusCode() == 202) {
      uploads.add(Http.header(begun, "Location"));
      begun = http.send("POST", "/v2/mono/blobs/uploads/", new byte[0], token);
    }
    assertThat(begun.statusCode()).isEqualTo(429);
    Predicate<String> endsAnUpload =
        answer -> {
          if (answer.startsWith("HTTP/1.1 429")) {
            http.send("DELETE", uploads.remove(), new byte[0], token);
          }
          return false;
        };

    try (Relay relay = new Relay(hub.uri(), request -> false, endsAnUpload)) {
      Publication publication = new HubClient(relay.uri(), TOKEN).publish(file);

      assertThat(latest()).isEqualTo(publication.manifestDigest());
      assertThat(uploads).hasSizeLessThan(64);
    }
  }

  @Test
  void waitsLongerForALargePart() {
    assertThat(HubLink.timeoutFor(0)).isEqualTo(Duration.ofMinutes(10));
    assertThat(HubLink.timeoutFor(75_000_000)).isGreaterThan(Duration.ofMinutes(40));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://example.com/seedcast",
        "http://127.0.0.1:8080/?a=b",
        "http://127.0.0.1:8080#part",
        "ftp://127.0.0.1:8080",
        "localhost:8080",
        "http:/path"
      })
  void refusesAnAddressThatIsNotJustHostAndPort(String address) {
    assertThatThrownBy(() -> new HubClient(URI.create(address), null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "the hub's address must be http://HOST:PORT or https://HOST:PORT: got \""
                + address
                + "\"");
  }

  @Test
  void refusesAnAddressWithAUserWithoutTellingThePassword() {
    assertThatThrownBy(() -> new HubClient(URI.create("http://me:secret@127.0.0.1"), null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a user")
        .hasMessageNotContaining("secret");
  }

  @Test
  void takesAnAddressThatEndsWithASlash() {
    Publication publication =
        new HubClient(URI.create(hub.uri() + "/"), TOKEN).publish(write(1, 3));

    assertThat(latest()).isEqualTo(publication.manifestDigest());
  }

  @Test
  void givesItsTokenToNoOtherHost() throws IOException {
    Path file = write(1, 3);
    try (Registry storage = Registry.start("");
        Registry registry = Registry.start(storage.uri() + "/here?signed=yes")) {
      new HubClient(registry.uri(), TOKEN).publish(file);

      assertThat(registry.requests()).allMatch(line -> line.endsWith(" Bearer " + TOKEN));
      assertThat(storage.requests())
          .hasSize(4)
          .allMatch(line -> line.startsWith("PUT /here?signed=yes&digest=sha256:"))
          .allMatch(line -> line.endsWith(" null"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://not an address", "mailto:someone", "file:///tmp/x", ""})
  void saysThatARegistryNamesNoPlaceForAPart(String location) throws IOException {
    Path file = write(1, 3);
    try (Registry registry = Registry.start(location)) {
      assertThatThrownBy(() -> new HubClient(registry.uri(), null).publish(file))
          .isInstanceOfSatisfying(
              HubException.class,
              e -> {
                assertThat(e.code()).isEqualTo("hub.http");
                assertThat(e.kind()).isEqualTo(Kind.UNAVAILABLE);
              })
          .hasMessageContaining("Location \"" + location + "\", which is no address");
    }
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
