package io.seedcast.hub;

import static io.seedcast.hub.Http.bytes;
import static io.seedcast.hub.Http.digest;
import static io.seedcast.hub.Http.header;
import static io.seedcast.hub.Http.manifest;
import static io.seedcast.hub.Http.text;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PullTest {
  private static final byte[] BLOB = bytes("0123456789");
  private static final byte[] MANIFEST = manifest(bytes("{}"), BLOB);

  @TempDir Path directory;
  private HubServer hub;
  private Http http;

  @BeforeEach
  void publish() {
    hub = HubServer.start(HubConfig.of(directory, 0));
    http = new Http(hub.uri());
    http.push("mono", bytes("{}"));
    http.push("mono", BLOB);
    http.send("PUT", "/v2/mono/manifests/1.0.0", MANIFEST);
    http.send("PUT", "/v2/mono/manifests/latest", MANIFEST);
  }

  @AfterEach
  void stop() {
    hub.close();
  }

  private static String blobPath() {
    return "/v2/mono/blobs/" + digest(BLOB);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v2", "/v2/"})
  void saysThatItSpeaksTheProtocol(String path) {
    assertThat(http.get(path).statusCode()).isEqualTo(200);
  }

  @Test
  void servesAManifestByTagAndByDigestAsItWasPushed() {
    HttpResponse<byte[]> byTag = http.get("/v2/mono/manifests/1.0.0");
    HttpResponse<byte[]> byDigest = http.get("/v2/mono/manifests/" + digest(MANIFEST));

    assertThat(byTag.body()).isEqualTo(MANIFEST);
    assertThat(byDigest.body()).isEqualTo(MANIFEST);
    assertThat(header(byTag, "Docker-Content-Digest")).isEqualTo(digest(MANIFEST));
    assertThat(header(byTag, "Content-Type"))
        .isEqualTo("application/vnd.oci.image.manifest.v1+json");
    assertThat(header(byTag, "Cache-Control")).isEqualTo("no-cache");
    assertThat(header(byDigest, "Cache-Control")).contains("immutable");
  }

  @Test
  void answersHeadWithTheLengthAndNoBody() {
    HttpResponse<byte[]> blob = http.send("HEAD", blobPath(), new byte[0]);
    HttpResponse<byte[]> tag = http.send("HEAD", "/v2/mono/manifests/latest", new byte[0]);

    assertThat(blob.statusCode()).isEqualTo(200);
    assertThat(header(blob, "Content-Length")).isEqualTo("10");
    assertThat(blob.body()).isEmpty();
    assertThat(header(tag, "Content-Length")).isEqualTo("" + MANIFEST.length);
  }

  @Test
  void sendsNothingAgainToOneWhoHasIt() {
    HttpResponse<byte[]> first = http.get(blobPath());

    HttpResponse<byte[]> again =
        http.get(blobPath(), "If-None-Match", "\"other\", " + header(first, "ETag"));

    assertThat(header(first, "ETag")).isEqualTo('"' + digest(BLOB) + '"');
    assertThat(again.statusCode()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
  }

  @Test
  void sendsTheNewManifestWhenLatestHasMoved() {
    HttpResponse<byte[]> before = http.get("/v2/mono/manifests/latest");
    byte[] next = manifest(BLOB);
    http.send("PUT", "/v2/mono/manifests/latest", next);

    HttpResponse<byte[]> after =
        http.get("/v2/mono/manifests/latest", "If-None-Match", header(before, "ETag"));

    assertThat(after.statusCode()).isEqualTo(200);
    assertThat(after.body()).isEqualTo(next);
  }

  @ParameterizedTest
  @CsvSource({
    "bytes=2-4, 234, bytes 2-4/10",
    "bytes=7-, 789, bytes 7-9/10",
    "bytes=-2, 89, bytes 8-9/10",
    "bytes=-50, 0123456789, bytes 0-9/10",
    "bytes=8-99, 89, bytes 8-9/10"
  })
  void servesTheBytesAskedFor(String range, String expected, String contentRange) {
    HttpResponse<byte[]> part = http.get(blobPath(), "Range", range);

    assertThat(part.statusCode()).isEqualTo(206);
    assertThat(text(part)).isEqualTo(expected);
    assertThat(header(part, "Content-Range")).isEqualTo(contentRange);
    assertThat(header(part, "Content-Length")).isEqualTo("" + expected.length());
  }

  @ParameterizedTest
  @ValueSource(strings = {"bytes=10-", "bytes=99-100", "bytes=-0"})
  void refusesARangeBehindTheEnd(String range) {
    HttpResponse<byte[]> part = http.get(blobPath(), "Range", range);

    assertThat(part.statusCode()).isEqualTo(416);
    assertThat(header(part, "Content-Range")).isEqualTo("bytes */10");
  }

  @ParameterizedTest
  @ValueSource(strings = {"bytes=1-2,4-5", "lines=1-2", "bytes=5-2", "bytes=-", "bytes=a-b"})
  void servesEverythingIfTheRangeIsNotOneItUnderstands(String range) {
    HttpResponse<byte[]> whole = http.get(blobPath(), "Range", range);

    assertThat(whole.statusCode()).isEqualTo(200);
    assertThat(whole.body()).isEqualTo(BLOB);
  }

  @Test
  void servesEverythingIfTheHalfOnTheOtherSideIsOfSomethingElse() {
    String range = "bytes=4-";

    HttpResponse<byte[]> same =
        http.get(blobPath(), "Range", range, "If-Range", '"' + digest(BLOB) + '"');
    HttpResponse<byte[]> other = http.get(blobPath(), "Range", range, "If-Range", "\"other\"");

    assertThat(text(same)).isEqualTo("456789");
    assertThat(other.statusCode()).isEqualTo(200);
    assertThat(other.body()).isEqualTo(BLOB);
  }

  @Test
  void listsTagsInPages() {
    assertThat(text(http.get("/v2/mono/tags/list")))
        .isEqualTo("{\"name\":\"mono\",\"tags\":[\"1.0.0\",\"latest\"]}");

    HttpResponse<byte[]> first = http.get("/v2/mono/tags/list?n=1");

    assertThat(text(first)).isEqualTo("{\"name\":\"mono\",\"tags\":[\"1.0.0\"]}");
    assertThat(header(first, "Link")).contains("/v2/mono/tags/list?n=1&last=1.0.0");
    assertThat(text(http.get("/v2/mono/tags/list?n=1&last=1.0.0"))).contains("[\"latest\"]");
  }

  @Test
  void listsModelsAndVersions() {
    assertThat(text(http.get("/v1/models")))
        .isEqualTo(
            "{\"models\":[{\"name\":\"mono\",\"latestDigest\":\"%s\",\"versions\":[{\"version\":\"1.0.0\",\"manifestDigest\":\"%s\",\"totalBytes\":%d}]}]}"
                .formatted(digest(MANIFEST), digest(MANIFEST), MANIFEST.length + 2 + BLOB.length));
  }

  @ParameterizedTest
  @CsvSource({
    "/v2/other/manifests/latest, 404, NAME_UNKNOWN",
    "/v2/mono/manifests/9.9.9, 404, MANIFEST_UNKNOWN",
    "/v2/mono/manifests/-x, 400, TAG_INVALID",
    "/v2/mono/blobs/sha256:00, 400, DIGEST_INVALID",
    "/v2/MONO/tags/list, 400, NAME_INVALID",
    "/v2/a/b/tags/list, 404, UNSUPPORTED"
  })
  void saysWhyItServesNothing(String path, int status, String code) {
    HttpResponse<byte[]> refused = http.get(path);

    assertThat(refused.statusCode()).isEqualTo(status);
    assertThat(text(refused)).startsWith("{\"errors\":[{\"code\":\"" + code + "\",\"message\":\"");
  }

  @Test
  void servesNoPartThatItDoesNotHaveAndNoPartAsAManifest() {
    HttpResponse<byte[]> part = http.get("/v2/mono/blobs/" + digest(bytes("other")));
    HttpResponse<byte[]> manifest = http.get("/v2/mono/manifests/" + digest(BLOB));

    assertThat(part.statusCode()).isEqualTo(404);
    assertThat(text(part)).contains("BLOB_UNKNOWN");
    assertThat(manifest.statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v2/mono/blobs/..%2f..%2f..%2flock",
        "/v2/..%2fmono/tags/list",
        "/v2/%2e%2e/tags/list",
        "/v2/mono/manifests/..",
        "/v2/mono/manifests/..%5cindex.json",
        "/v2/mono%00/tags/list"
      })
  void servesNothingFromElsewhereOnTheDisk(String path) {
    assertThat(http.get(path).statusCode()).isBetween(400, 404);
  }
}
