package io.seedcast.hub;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.seedcast.artifact.Descriptor;
import io.seedcast.artifact.Manifest;
import io.seedcast.artifact.PackageHeader;
import io.seedcast.artifact.PackageLayout;
import io.seedcast.artifact.PackageReader;
import io.seedcast.artifact.Trust;
import io.seedcast.core.failure.SeedcastException.Kind;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Publishes packages at a hub, or at any other OCI registry that asks for no more than a bearer
 * token, and lists what a hub has heard of its devices.
 *
 * <p>Every request has a timeout and is repeated a few times if the hub cannot be reached or is
 * overloaded: all of them name what they send by its digest, so that repeating is safe.
 */
public final class HubClient {
  private static final int ATTEMPTS = 4;
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration REQUEST_TIMEOUT = Duration.ofMinutes(10);
  private static final long FIRST_DELAY_MILLIS = 500;
  private static final JsonMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  private final URI hub;
  private final @Nullable String token;
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT_TIMEOUT)
          .build();

  /**
   * Creates a client.
   *
   * @param hub as in {@code http://127.0.0.1:8080}
   * @param token that the hub asks publishers for, if it does
   * @throws IllegalArgumentException if the address is not one of HTTP
   */
  public HubClient(URI hub, @Nullable String token) {
    String scheme = String.valueOf(hub.getScheme());
    if (!(scheme.equals("http") || scheme.equals("https")) || hub.getHost() == null) {
      throw new IllegalArgumentException(
          "the hub's address must be http://HOST:PORT or https://HOST:PORT: got \"" + hub + "\"");
    }
    this.hub = hub;
    this.token = token;
  }

  /**
   * Publishes a package under its own name and version, and as the latest. Parts that the hub has
   * are not sent again; nothing refers to what was sent until all of it is there.
   *
   * @param file a package, as a file or a directory
   * @throws HubException {@code hub.offline}, {@code hub.http} if the hub answers otherwise than
   *     expected, {@code hub.unauthorized}, {@code hub.version-published} if the version is there
   *     with other content
   * @throws io.seedcast.artifact.PackageException if the package is damaged
   */
  public Publication publish(Path file) {
    // All of it is verified before any of it is sent; whom to trust is for devices to say.
    PackageHeader header = PackageReader.read(file, Trust.anyone(), Clock.systemUTC()).header();
    try (PackageLayout layout = PackageLayout.open(file)) {
      byte[] json = layout.read(layout.manifestDigest(), Manifest.MAX_BYTES);
      String model = header.release().name();
      int partsSent = 0;
      long bytesSent = json.length;
      for (Descriptor part : Manifest.parse(json, file.toString()).blobs()) {
        if (!has(model, part)) {
          upload(model, part, layout.read(part.digest(), Math.toIntExact(part.sizeBytes())));
          partsSent++;
          bytesSent += part.sizeBytes();
        }
      }
      String version = String.valueOf(header.release().version());
      putManifest(model, version, json);
      putManifest(model, Names.LATEST, json);
      return new Publication(
          model, header.release().version(), layout.manifestDigest(), partsSent, bytesSent);
    } catch (IOException e) {
      throw new HubException(
          Kind.FAILED, "hub.package", file + " cannot be read: " + e.getMessage(), e);
    }
  }

  private boolean has(String model, Descriptor part) {
    HttpRequest request =
        request("/v2/" + model + "/blobs/" + part.digest())
            .method("HEAD", BodyPublishers.noBody())
            .build();
    return send(request, List.of(200, 404)).statusCode() == 200;
  }

  private void upload(String model, Descriptor part, byte[] content) {
    HttpRequest begin =
        request("/v2/" + model + "/blobs/uploads/").POST(BodyPublishers.noBody()).build();
    HttpResponse<String> begun = send(begin, List.of(202));
    URI location = begin.uri().resolve(begun.headers().firstValue("Location").orElse(""));
    String separator = location.getQuery() == null ? "?" : "&";
    HttpRequest finish =
        request(location + separator + "digest=" + part.digest())
            .header("Content-Type", "application/octet-stream")
            .PUT(BodyPublishers.ofByteArray(content))
            .build();
    send(finish, List.of(201));
  }

  private void putManifest(String model, String tag, byte[] json) {
    HttpRequest request =
        request("/v2/" + model + "/manifests/" + tag)
            .header("Content-Type", Manifest.MEDIA_TYPE)
            .PUT(BodyPublishers.ofByteArray(json))
            .build();
    send(request, List.of(201));
  }

  /**
   * Lists what the hub last heard of each device, by id.
   *
   * @throws HubException {@code hub.offline}, {@code hub.http}
   */
  public List<DeviceStatus> devices() {
    HttpResponse<String> answer = send(request("/v1/devices").GET().build(), List.of(200));
    try {
      List<DeviceStatus> devices = new ArrayList<>();
      for (JsonNode device : JSON.readTree(answer.body()).path("devices")) {
        devices.add(StatusDocument.parse(JSON, device));
      }
      return List.copyOf(devices);
    } catch (IOException | IllegalArgumentException e) {
      throw new HubException(
          Kind.UNAVAILABLE, "hub.http", "hub " + hub + " lists no devices: " + e.getMessage(), e);
    }
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(hub.resolve(path)).timeout(REQUEST_TIMEOUT);
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    return request;
  }

  private HttpResponse<String> send(HttpRequest request, List<Integer> expected) {
    for (int attempt = 1; true; attempt++) {
      HubException failure;
      try {
        HttpResponse<String> answer =
            client.send(request, BodyHandlers.ofString(StandardCharsets.UTF_8));
        if (expected.contains(answer.statusCode())) {
          return answer;
        }
        failure = refused(request, answer);
        if (answer.statusCode() < 500 || answer.statusCode() == 507) {
          throw failure;
        }
      } catch (IOException e) {
        String reason = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        failure =
            new HubException(
                Kind.UNAVAILABLE, "hub.offline", "hub " + hub + " cannot be reached: " + reason, e);
      } catch (InterruptedException e) {
        throw interrupted(e);
      }
      if (attempt == ATTEMPTS) {
        throw failure;
      }
      pause(attempt);
    }
  }

  private static HubException refused(HttpRequest request, HttpResponse<String> answer) {
    int status = answer.statusCode();
    String said = reason(answer.body());
    String message =
        "hub answered "
            + status
            + " to "
            + request.method()
            + " "
            + request.uri()
            + (said.isEmpty() ? "" : ": " + said);
    return switch (status) {
      case 401, 403 -> new HubException(Kind.REFUSED, "hub.unauthorized", message);
      case 409 -> new HubException(Kind.REFUSED, "hub.version-published", message);
      case 507 -> new HubException(Kind.FAILED, "hub.disk-full", message);
      default ->
          new HubException(status < 500 ? Kind.REFUSED : Kind.UNAVAILABLE, "hub.http", message);
    };
  }

  /** What an OCI error document says. */
  private static String reason(String body) {
    try {
      return JSON.readTree(body).path("errors").path(0).path("message").asText();
    } catch (IOException e) {
      return "";
    }
  }

  private static void pause(int attempt) {
    try {
      long millis = FIRST_DELAY_MILLIS << (attempt - 1);
      Thread.sleep(ThreadLocalRandom.current().nextLong(millis / 2, millis));
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  private static HubException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new HubException(Kind.FAILED, "hub.interrupted", "interrupted while publishing", e);
  }
}
