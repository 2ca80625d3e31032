package io.seedcast.hub;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.seedcast.artifact.Descriptor;
import io.seedcast.artifact.Digest;
import io.seedcast.artifact.Manifest;
import io.seedcast.artifact.PackageException;
import io.seedcast.artifact.PackageHeader;
import io.seedcast.artifact.PackageLayout;
import io.seedcast.artifact.PackageReader;
import io.seedcast.artifact.Release;
import io.seedcast.artifact.Trust;
import io.seedcast.core.failure.SeedcastException.Kind;
import io.seedcast.hub.HubLink.Answer;
import io.seedcast.hub.HubLink.PassingException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Publishes packages at a hub, or at any other OCI registry that asks for no more than a bearer
 * token, and lists what a hub has heard of its devices.
 *
 * <p>Every request has a timeout. If the hub cannot be reached or is overloaded, what was asked is
 * asked a few times more. That is safe: everything is named by its digest, and a part whose upload
 * broke off is uploaded anew from its beginning.
 */
public final class HubClient {
  private static final int MAX_ANSWER_BYTES = 64 << 20;
  private static final JsonMapper JSON =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  private final HubLink link;

  /**
   * Creates a client.
   *
   * @param hub as in {@code http://127.0.0.1:8080}
   * @param token that the hub asks publishers for, if it does: visible ASCII characters, with
   *     blanks only between them
   * @throws IllegalArgumentException if the address is not one of HTTP, or says more than host and
   *     port; if no header would carry the token
   */
  public HubClient(URI hub, @Nullable String token) {
    this.link = new HubLink(hub, token);
  }

  /**
   * Publishes a package under its own name and version, and as the latest unless the latest is a
   * larger version, to which devices would not go back. Parts that the hub has are not sent again;
   * nothing refers to what was sent until all of it is there.
   *
   * @param file a package, as a file or a directory
   * @throws HubException {@code hub.offline}, {@code hub.http} if the hub answers otherwise than
   *     expected, {@code hub.unauthorized}, {@code hub.version-published} if the version is there
   *     with other content
   * @throws PackageException if the package is damaged; {@code package.too-new} also if the latest
   *     is of a format that this build cannot read: the version is published then, and the latest
   *     is left as it was
   */
  public Publication publish(Path file) {
    // All of it is verified before any of it is sent; whom to trust is for devices to say.
    PackageHeader header = PackageReader.read(file, Trust.anyone(), Clock.systemUTC()).header();
    try (PackageLayout layout = PackageLayout.open(file)) {
      byte[] json = layout.read(layout.manifestDigest(), Manifest.MAX_BYTES);
      String model = header.release().name();
      long version = header.release().version();
      int partsSent = 0;
      long bytesSent = json.length;
      for (Descriptor part : Manifest.parse(json, file.toString()).blobs()) {
        if (supply(model, part, layout)) {
          partsSent++;
          bytesSent += part.sizeBytes();
        }
      }
      putManifest(model, String.valueOf(version), json);
      long latestVersion = Math.max(version, latestVersion(model).orElse(version));
      if (latestVersion == version) {
        putManifest(model, Names.LATEST, json);
      }
      return new Publication(
          model, version, layout.manifestDigest(), partsSent, bytesSent, latestVersion);
    } catch (IOException e) {
      throw new HubException(
          Kind.FAILED, "hub.package", file + " cannot be read: " + e.getMessage(), e);
    }
  }

  /** Sends a part unless the hub has it; returns whether the hub lacked it. */
  private boolean supply(String model, Descriptor part, PackageLayout layout) throws IOException {
    AtomicBoolean lacked = new AtomicBoolean();
    return link.repeating(
        () -> {
          if (!has(model, part)) {
            lacked.set(true);
            upload(model, part, layout.read(part.digest(), Math.toIntExact(part.sizeBytes())));
          }
          return lacked.get();
        });
  }

  private boolean has(String model, Descriptor part) throws PassingException {
    HttpRequest request =
        link.request(blobPath(model, part.digest()))
            .method("HEAD", BodyPublishers.noBody())
            .build();
    return exchange(request, 200, 404).status() == 200;
  }

  private void upload(String model, Descriptor part, byte[] content) throws PassingException {
    HttpRequest begin =
        link.request("/v2/" + model + "/blobs/uploads/").POST(BodyPublishers.noBody()).build();
    URI location = location(exchange(begin, 202));
    String separator = location.getRawQuery() == null ? "?" : "&";
    URI target = URI.create(location + separator + "digest=" + part.digest());
    HttpRequest finish =
        link.request(target, content.length)
            .header("Content-Type", "application/octet-stream")
            .PUT(BodyPublishers.ofByteArray(content))
            .build();
    Answer finished = exchange(finish, 201, 404);
    if (finished.status() == 404) {
      // The hub has forgotten the upload; it may take another one.
      throw new PassingException(HubLink.refused(finished));
    }
  }

  /** Where an upload that has begun goes on. */
  private static URI location(Answer begun) {
    String given = begun.header("Location").orElse("");
    try {
      URI location = begun.request().uri().resolve(given);
      if (!given.isEmpty() && HubLink.isHttp(location)) {
        return location;
      }
    } catch (IllegalArgumentException e) {
      // Not an address at all.
    }
    throw new HubException(
        Kind.UNAVAILABLE,
        "hub.http",
        begun.summary() + " with the Location " + Names.quote(given) + ", which is no address");
  }

  private void putManifest(String model, String tag, byte[] json) throws IOException {
    HttpRequest request =
        link.request(manifestPath(model, tag))
            .header("Content-Type", Manifest.MEDIA_TYPE)
            .PUT(BodyPublishers.ofByteArray(json))
            .build();
    link.repeating(() -> exchange(request, 201));
  }

  /**
   * The version that {@code latest} names; empty if it names nothing, or nothing of this model that
   * a device could use. It decides only which way a tag points, so nobody's signature is asked for.
   */
  private OptionalLong latestVersion(String model) throws IOException {
    HttpRequest request =
        link.request(manifestPath(model, Names.LATEST))
            .header("Accept", Manifest.MEDIA_TYPE)
            .GET()
            .build();
    Answer answer = link.repeating(() -> link.exchange(request, Manifest.MAX_BYTES + 1, 200, 404));
    if (answer.status() == 404) {
      return OptionalLong.empty();
    }
    byte[] manifest = answer.body();
    Digest digest = Digest.of(manifest);
    try {
      Release release =
          PackageReader.readHeader(
                  (wanted, size) -> wanted.equals(digest) ? manifest : read(model, wanted, size),
                  digest,
                  Trust.anyone(),
                  Clock.systemUTC())
              .release();
      return release.name().equals(model)
          ? OptionalLong.of(release.version())
          : OptionalLong.empty();
    } catch (PackageException e) {
      if (e.code().equals("package.too-new")) {
        throw e;
      }
      return OptionalLong.empty();
    }
  }

  private byte[] read(String model, Digest digest, int sizeBytes) throws IOException {
    HttpRequest request = link.request(blobPath(model, digest)).GET().build();
    Answer answer = link.repeating(() -> link.exchange(request, sizeBytes + 1, 200, 404));
    if (answer.status() == 404) {
      throw new NoSuchFileException(request.uri().toString());
    }
    return answer.body();
  }

  /**
   * Lists what the hub last heard of each device, by id.
   *
   * @throws HubException {@code hub.offline}, {@code hub.http}
   */
  public List<DeviceStatus> devices() {
    HttpRequest request = link.request("/v1/devices").GET().build();
    try {
      Answer answer = link.repeating(() -> exchange(request, 200));
      List<DeviceStatus> devices = new ArrayList<>();
      for (JsonNode device : JSON.readTree(answer.body()).path("devices")) {
        devices.add(StatusDocument.parse(JSON, device));
      }
      return List.copyOf(devices);
    } catch (IOException | IllegalArgumentException e) {
      throw new HubException(
          Kind.UNAVAILABLE, "hub.http", "hub " + link + " lists no devices: " + e.getMessage(), e);
    }
  }

  private Answer exchange(HttpRequest request, Integer... expected) throws PassingException {
    return link.exchange(request, MAX_ANSWER_BYTES, expected);
  }

  private static String manifestPath(String model, String tag) {
    return "/v2/" + model + "/manifests/" + tag;
  }

  private static String blobPath(String model, Digest digest) {
    return "/v2/" + model + "/blobs/" + digest;
  }
}
