package io.seedcast.hub;

import static io.seedcast.hub.Http.bytes;
import static io.seedcast.hub.Http.digest;
import static io.seedcast.hub.Http.header;
import static io.seedcast.hub.Http.manifest;
import static io.seedcast.hub.Http.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PushTest {
  private static final byte[] CONFIG = bytes("{}");
  private static final byte[] LAYER = bytes("learned");

  @TempDir Path directory;
  private HubServer hub;
  private Http http;

  @BeforeEach
  void start() {
    start(HubConfig.of(directory, 0));
  }

  private void start(HubConfig config) {
    hub = HubServer.start(config);
    http = new Http(hub.uri());
  }

  @AfterEach
  void stop() {
    hub.close();
  }

  private HttpResponse<byte[]> publish(String tag, byte[]... layers) {
    http.push("mono", CONFIG);
    for (byte[] layer : layers) {
      http.push("mono", layer);
    }
    return http.send("PUT", "/v2/mono/manifests/" + tag, manifest(CONFIG, layers));
  }

  private List<String> filesUnder(String folder) throws IOException {
    try (Stream<Path> files = Files.walk(directory.resolve(folder))) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> directory.relativize(file).toString())
          .sorted()
          .toList();
    }
  }

  @Test
  void takesAPartInPiecesAsSkopeoSendsThem() {
    String location = header(http.send("POST", "/v2/mono/blobs/uploads/", new byte[0]), "Location");

    HttpResponse<byte[]> first =
        http.send("PATCH", location, bytes("lear"), "Content-Range", "0-3");
    HttpResponse<byte[]> wrong = http.send("PATCH", location, bytes("ned"), "Content-Range", "6-8");
    HttpResponse<byte[]> status = http.get(location);
    HttpResponse<byte[]> second = http.send("PATCH", location, bytes("ned"));
    HttpResponse<byte[]> end = http.send("PUT", location + "?digest=" + digest(LAYER), new byte[0]);

    assertThat(first.statusCode()).isEqualTo(202);
    assertThat(header(first, "Range")).isEqualTo("0-3");
    assertThat(wrong.statusCode()).isEqualTo(416);
    assertThat(status.statusCode()).isEqualTo(204);
    assertThat(header(status, "Range")).isEqualTo("0-3");
    assertThat(second.statusCode()).isEqualTo(202);
    assertThat(end.statusCode()).isEqualTo(201);
    assertThat(http.get("/v2/mono/blobs/" + digest(LAYER)).body()).isEqualTo(LAYER);
  }

  @Test
  void takesAPartInOneRequest() {
    String digest = digest(LAYER);

    HttpResponse<byte[]> pushed =
        http.send("POST", "/v2/mono/blobs/uploads/?digest=" + digest, LAYER);

    assertThat(pushed.statusCode()).isEqualTo(201);
    assertThat(header(pushed, "Location")).isEqualTo("/v2/mono/blobs/" + digest);
    assertThat(http.get("/v2/mono/blobs/" + digest).body()).isEqualTo(LAYER);
  }

  @Test
  void keepsNothingOfAPartWithAnotherDigest() throws IOException {
    HttpResponse<byte[]> pushed =
        http.send("POST", "/v2/mono/blobs/uploads/?digest=" + digest(CONFIG), LAYER);

    assertThat(pushed.statusCode()).isEqualTo(400);
    assertThat(text(pushed)).contains("DIGEST_INVALID", digest(LAYER), digest(CONFIG));
    assertThat(http.get("/v2/mono/blobs/" + digest(CONFIG)).statusCode()).isEqualTo(404);
    assertThat(filesUnder("uploads")).isEmpty();
  }

  @Test
  void keepsNothingOfAPartThatIsTooLarge() throws IOException {
    hub.close();
    start(HubConfig.of(directory, 0).withLimits(1000, 2));
    byte[] large = new byte[1001];

    HttpResponse<byte[]> pushed =
        http.send("POST", "/v2/mono/blobs/uploads/?digest=" + digest(large), large);

    assertThat(pushed.statusCode()).isEqualTo(413);
    assertThat(text(pushed)).contains("1000 bytes");
    assertThat(filesUnder("uploads")).isEmpty();
  }

  @Test
  void endsAnUploadThatIsGivenUp() {
    String location = header(http.send("POST", "/v2/mono/blobs/uploads/", new byte[0]), "Location");

    assertThat(http.send("DELETE", location, new byte[0]).statusCode()).isEqualTo(204);
    assertThat(http.send("PATCH", location, LAYER).statusCode()).isEqualTo(404);
  }

  @Test
  void refusesTooManyOpenUploads() {
    int status = 202;
    for (int i = 0; i < 70 && status == 202; i++) {
      status = http.send("POST", "/v2/mono/blobs/uploads/", new byte[0]).statusCode();
    }

    assertThat(status).isEqualTo(429);
  }

  @Test
  void publishesNoManifestBeforeItsParts() {
    http.push("mono", CONFIG);

    HttpResponse<byte[]> early =
        http.send("PUT", "/v2/mono/manifests/1.0.0", manifest(CONFIG, LAYER));

    assertThat(early.statusCode()).isEqualTo(404);
    assertThat(text(early)).contains("MANIFEST_BLOB_UNKNOWN", digest(LAYER));
    assertThat(http.get("/v2/mono/manifests/1.0.0").statusCode()).isEqualTo(404);
  }

  @Test
  void keepsAVersionAsItWasPublished() {
    assertThat(publish("1.0.0", LAYER).statusCode()).isEqualTo(201);

    HttpResponse<byte[]> same = publish("1.0.0", LAYER);
    HttpResponse<byte[]> other = publish("1.0.0", bytes("other"));

    assertThat(same.statusCode()).isEqualTo(201);
    assertThat(other.statusCode()).isEqualTo(409);
    assertThat(text(other)).contains("1.0.0", digest(manifest(CONFIG, LAYER)));
    assertThat(http.get("/v2/mono/manifests/1.0.0").body()).isEqualTo(manifest(CONFIG, LAYER));
  }

  @Test
  void refusesWhatIsNotAnImageManifest() {
    for (String body :
        List.of(
            "not json",
            "[]",
            "{}",
            "{\"schemaVersion\":1}",
            "{\"schemaVersion\":2}",
            "{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.index.v1+json\"}",
            "{\"schemaVersion\":2,\"config\":{\"digest\":\"md5:00\",\"size\":2}}",
            "{\"schemaVersion\":2,\"config\":{\"digest\":\"" + digest(CONFIG) + "\"}}")) {
      HttpResponse<byte[]> refused = http.send("PUT", "/v2/mono/manifests/1.0.0", bytes(body));

      assertThat(refused.statusCode()).as(body).isEqualTo(400);
      assertThat(text(refused)).as(body).contains("MANIFEST_INVALID");
    }
  }

  @Test
  void refusesAManifestUnderAnotherDigestOrThatIsTooLarge() {
    http.push("mono", CONFIG);

    HttpResponse<byte[]> mislabelled =
        http.send("PUT", "/v2/mono/manifests/" + digest(LAYER), manifest(CONFIG));
    HttpResponse<byte[]> large =
        http.send("PUT", "/v2/mono/manifests/1.0.0", new byte[(4 << 20) + 1]);

    assertThat(text(mislabelled)).contains("DIGEST_INVALID");
    assertThat(large.statusCode()).isEqualTo(413);
  }

  @Test
  void letsOnlyThePublisherPublish() {
    hub.close();
    start(HubConfig.of(directory, 0).withPushToken("open sesame"));
    String basic =
        Base64.getEncoder().encodeToString("anyone:open sesame".getBytes(StandardCharsets.UTF_8));

    HttpResponse<byte[]> anonymous = http.send("POST", "/v2/mono/blobs/uploads/", new byte[0]);
    HttpResponse<byte[]> wrong =
        http.send("POST", "/v2/mono/blobs/uploads/", new byte[0], "Authorization", "Bearer x");
    String bearer = http.push("mono", CONFIG, "Authorization", "Bearer open sesame");
    String password = http.push("mono", LAYER, "Authorization", "Basic " + basic);

    assertThat(anonymous.statusCode()).isEqualTo(401);
    assertThat(header(anonymous, "WWW-Authenticate")).startsWith("Basic ");
    assertThat(text(anonymous)).contains("UNAUTHORIZED");
    assertThat(wrong.statusCode()).isEqualTo(401);
    assertThat(http.get("/v2/mono/blobs/" + bearer).statusCode()).isEqualTo(200);
    assertThat(http.get("/v2/mono/blobs/" + password).statusCode()).isEqualTo(200);
  }

  @Test
  void startsAgainWithWhatItHadAndWithoutWhatWasUnfinished() throws IOException {
    publish("1.0.0", LAYER);
    publish("latest", LAYER);
    http.send("PUT", "/v2/mono/manifests/latest", manifest(CONFIG));
    String location = header(http.send("POST", "/v2/mono/blobs/uploads/", new byte[0]), "Location");
    http.send("PATCH", location, bytes("unfinished"));
    String models = text(http.get("/v1/models"));
    assertThat(filesUnder("uploads")).isNotEmpty();

    hub.close();
    start();

    assertThat(text(http.get("/v1/models"))).isEqualTo(models);
    assertThat(http.get("/v2/mono/manifests/1.0.0").body()).isEqualTo(manifest(CONFIG, LAYER));
    assertThat(http.get("/v2/mono/manifests/latest").body()).isEqualTo(manifest(CONFIG));
    assertThat(filesUnder("uploads")).isEmpty();
  }

  @Test
  void isOnDiskAnImageLayoutThatOtherToolsRead() throws IOException {
    publish("1.0.0", LAYER);

    String hex = digest(manifest(CONFIG, LAYER)).substring(7);

    assertThat(filesUnder("models"))
        .contains("models/mono/oci-layout", "models/mono/blobs/sha256/" + hex);
    assertThat(Files.readString(directory.resolve("models/mono/index.json")))
        .contains("\"org.opencontainers.image.ref.name\" : \"1.0.0\"", hex);
  }

  @Test
  void survivesASenderThatHangsUp() throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), hub.port())) {
      OutputStream out = socket.getOutputStream();
      String head =
          "POST /v2/mono/blobs/uploads/?digest="
              + digest(LAYER)
              + " HTTP/1.1\r\nHost: hub\r\nContent-Length: 1000\r\n\r\nlea";
      out.write(bytes(head));
      out.flush();
    }

    assertThat(publish("1.0.0", LAYER).statusCode()).isEqualTo(201);
    assertThat(http.get("/v2/mono/blobs/" + digest(LAYER)).body()).isEqualTo(LAYER);
  }

  @Test
  void aSlowSenderHoldsUpNobodyElse() throws IOException {
    String location = header(http.send("POST", "/v2/mono/blobs/uploads/", new byte[0]), "Location");
    try (Socket slow = new Socket(InetAddress.getLoopbackAddress(), hub.port())) {
      slow.getOutputStream()
          .write(
              bytes(
                  "PATCH " + location + " HTTP/1.1\r\nHost: hub\r\nContent-Length: 7\r\n\r\nlea"));
      await().until(() -> header(http.get(location), "Range").equals("0-2"));

      HttpResponse<byte[]> other = publish("1.0.0", LAYER);
      HttpResponse<byte[]> patch = http.send("PATCH", location, bytes("rned"));
      HttpResponse<byte[]> end = http.send("PUT", location + "?digest=" + digest(LAYER), LAYER);
      slow.getOutputStream().write(bytes("rned"));
      await().until(() -> header(http.get(location), "Range").equals("0-6"));

      assertThat(other.statusCode()).isEqualTo(201);
      assertThat(List.of(patch.statusCode(), end.statusCode())).containsOnly(409);
      assertThat(text(patch)).contains("another request is adding to this upload");
    }
    await().until(() -> end(location).statusCode() == 201);
  }

  private HttpResponse<byte[]> end(String location) {
    return http.send("PUT", location + "?digest=" + digest(LAYER), new byte[0]);
  }

  @Test
  void anUploadIsGivenUpWhileItsSenderIsSlow() throws IOException {
    String location = header(http.send("POST", "/v2/mono/blobs/uploads/", new byte[0]), "Location");
    try (Socket slow = new Socket(InetAddress.getLoopbackAddress(), hub.port())) {
      slow.getOutputStream()
          .write(
              bytes(
                  "PATCH " + location + " HTTP/1.1\r\nHost: hub\r\nContent-Length: 7\r\n\r\nlea"));
      await().until(() -> header(http.get(location), "Range").equals("0-2"));

      assertThat(http.send("DELETE", location, new byte[0]).statusCode()).isEqualTo(204);
      assertThat(http.get(location).statusCode()).isEqualTo(404);
      slow.getOutputStream().write(bytes("rned"));

      await().until(() -> filesUnder("uploads").isEmpty());
    }
  }

  /** As a write leaves them that fails half-way on a full disk. */
  @Test
  void storesNoBytesThatItDidNotCount() throws IOException {
    String location = header(http.send("POST", "/v2/mono/blobs/uploads/", new byte[0]), "Location");
    http.send("PATCH", location, bytes("lear"));
    Path file = directory.resolve(filesUnder("uploads").get(0));
    Files.writeString(file, "what is not counted", StandardOpenOption.APPEND);

    HttpResponse<byte[]> rest = http.send("PATCH", location, bytes("ned"));
    HttpResponse<byte[]> end = end(location);

    assertThat(header(rest, "Range")).isEqualTo("0-6");
    assertThat(end.statusCode()).isEqualTo(201);
    assertThat(http.get("/v2/mono/blobs/" + digest(LAYER)).body()).isEqualTo(LAYER);
  }

  @Test
  void sharesItsDirectoryWithNoOtherHub() {
    assertThatThrownBy(() -> HubServer.start(HubConfig.of(directory, 0)))
        .isInstanceOfSatisfying(
            HubException.class, e -> assertThat(e.code()).isEqualTo("hub.directory-in-use"))
        .hasMessageContaining(directory.toString());
  }

  @Test
  void saysThatItsPortIsTaken(@TempDir Path other) {
    assertThatThrownBy(() -> HubServer.start(HubConfig.of(other, hub.port())))
        .isInstanceOfSatisfying(HubException.class, e -> assertThat(e.code()).isEqualTo("hub.port"))
        .hasMessageContaining("127.0.0.1:" + hub.port());
  }
}
