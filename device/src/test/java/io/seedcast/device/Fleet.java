package io.seedcast.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.seedcast.artifact.Keys;
import io.seedcast.artifact.SigningKey;
import io.seedcast.core.failure.SeedcastException;
import io.seedcast.device.Models.Flaws;
import io.seedcast.hub.HubClient;
import io.seedcast.hub.HubConfig;
import io.seedcast.hub.HubServer;
import io.seedcast.hub.StatusReport;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A real hub behind a {@link FaultyHub}, a publisher, and agents of one device. */
final class Fleet implements AutoCloseable {
  static final Instant NOW = Instant.parse("2026-06-07T08:09:10Z");
  static final byte[] IMAGES = Models.images(40);

  /** Three attempts at once, and all the time that a busy machine may need. */
  static final RetryPolicy PATIENT = policy(3, Duration.ofSeconds(30));

  /** For a hub that will not answer anyway. */
  static final RetryPolicy IMPATIENT = policy(2, Duration.ofMillis(700));

  private static RetryPolicy policy(int attempts, Duration idleTimeout) {
    return new RetryPolicy(
        attempts,
        Duration.ofMillis(1),
        Duration.ofMillis(2),
        Duration.ofSeconds(30),
        idleTimeout,
        Duration.ofMinutes(2));
  }

  final SigningKey key = Keys.generate();
  final Path directory;
  final Path state;
  final HubServer server;
  final FaultyHub hub;

  Fleet(Path directory) throws IOException {
    this.directory = directory;
    this.state = directory.resolve("device");
    this.server = HubServer.start(HubConfig.of(directory.resolve("hub"), 0));
    this.hub = new FaultyHub(server.uri());
  }

  void publish(long version) {
    publish(version, key, Flaws.NONE);
  }

  void publish(long version, @Nullable SigningKey signer, Flaws flaws) {
    new HubClient(server.uri(), null).publish(Models.write(directory, version, signer, flaws));
  }

  /** Makes the hub name this version its latest one, as a hub that nobody trusts may do. */
  void nameLatest(long version) {
    URI manifests = server.uri().resolve("/v2/" + Models.NAME + "/manifests/");
    HttpClient client = HttpClient.newHttpClient();
    try {
      HttpResponse<byte[]> manifest =
          client.send(
              HttpRequest.newBuilder(manifests.resolve(String.valueOf(version))).build(),
              BodyHandlers.ofByteArray());
      HttpRequest move =
          HttpRequest.newBuilder(manifests.resolve("latest"))
              .header("Content-Type", manifest.headers().firstValue("content-type").orElseThrow())
              .PUT(BodyPublishers.ofByteArray(manifest.body()))
              .build();
      assertThat(client.send(move, BodyHandlers.discarding()).statusCode()).isEqualTo(201);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  DeviceConfig config(Mode mode) {
    return config(hub.uri(), state, mode, PATIENT);
  }

  DeviceConfig config(URI address, Path directory, Mode mode, RetryPolicy policy) {
    return new DeviceConfig(
        address, Models.NAME, "camera-1", directory, List.of(key.publicKey()), mode, 2, policy);
  }

  DeviceAgent open() {
    return open(Mode.STORED, step -> {});
  }

  DeviceAgent open(Mode mode, Consumer<Step> listener) {
    return open(config(mode), listener);
  }

  static DeviceAgent open(DeviceConfig config, Consumer<Step> listener) {
    return DeviceAgent.open(config, Clock.fixed(NOW, ZoneOffset.UTC), listener);
  }

  /** Brings the device to a version and forgets the requests that took. */
  void install(long version) {
    publish(version);
    try (DeviceAgent agent = open()) {
      agent.update();
    }
    hub.takeRequests();
  }

  /** The last report that the hub has of the device. */
  StatusReport lastReport() {
    return new HubClient(server.uri(), null).devices().get(0).report();
  }

  static void assertRuns(DeviceAgent agent, long version) {
    assertThat(agent.predictor().version()).isEqualTo(version);
    assertThat(agent.predictor().predict(IMAGES, done -> {}).classes())
        .isEqualTo(Models.predictions(version, IMAGES));
  }

  /** The stable code of the failure that an update ends with. */
  static String codeOfFailure(DeviceAgent agent) {
    Throwable thrown = catchThrowable(agent::update);
    assertThat(thrown).isInstanceOf(SeedcastException.class);
    return thrown instanceof SeedcastException e ? e.code() : "";
  }

  List<Path> files(String folder) {
    try (Stream<Path> files = Files.list(state.resolve(folder))) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void copy(Path from, Path to) {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(target);
        } else {
          Files.copy(file, target);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void flipBit(Path file, int position) {
    try {
      byte[] content = Files.readAllBytes(file);
      content[position] ^= 1;
      Files.write(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What {@code state.json} says. */
  String state() {
    try {
      return Files.readString(state.resolve("state.json"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Makes a path that nobody can write a file to, not even the superuser. */
  static void obstruct(Path path) {
    try {
      Files.createDirectories(path.resolve("in-the-way"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void clear(Path path) throws IOException {
    Files.delete(path.resolve("in-the-way"));
    Files.delete(path);
  }

  /** Makes a file one that cannot be read, not even by the superuser. */
  static Path replaceByDirectory(Path file) {
    try {
      Files.delete(file);
      return Files.createDirectory(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    hub.close();
    server.close();
  }
}
