package io.seedcast.hub;

import static io.seedcast.hub.Http.bytes;
import static io.seedcast.hub.Http.digest;
import static io.seedcast.hub.Http.header;
import static io.seedcast.hub.Http.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ch.qos.logback.classic.Level;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a request when the hub's own disk fails. */
class HubFailuresTest {
  private static final byte[] PART = bytes("learned");

  @TempDir Path directory;
  private HubServer hub;
  private Http http;
  private LogLines log;

  @BeforeEach
  void start() {
    log = new LogLines();
    hub = HubServer.start(HubConfig.of(directory, 0));
    http = new Http(hub.uri());
  }

  @AfterEach
  void stop() {
    hub.close();
    log.close();
  }

  private Path blobs() {
    return directory.resolve("models/mono/blobs/sha256");
  }

  /**
   * Files of Linux that look like any other: of the first no byte can be read, the second is
   * shorter than its size says.
   */
  @ParameterizedTest
  @ValueSource(strings = {"/sys/bus/platform/uevent", "/sys/devices/system/cpu/online"})
  void saysThatItFailsWhereItCannotReadAFile(String file) throws IOException {
    Path unreadable = Path.of(file);
    assumeTrue(Files.isRegularFile(unreadable), "this system has no such file");
    assumeTrue(Files.size(unreadable) > 100, "its size is not that of a page");
    String digest = http.push("mono", PART);
    Path blob = blobs().resolve(digest.substring(7));
    Files.delete(blob);
    Files.createSymbolicLink(blob, unreadable);

    HttpResponse<byte[]> answer = http.get("/v2/mono/blobs/" + digest);

    assertThat(answer.statusCode()).isEqualTo(500);
    assertThat(text(answer))
        .isEqualTo(
            "{\"errors\":[{\"code\":\"UNSUPPORTED\",\"message\":\"the hub failed; its log says why\"}]}");
    assertThat(header(answer, "Cache-Control")).isEmpty();
    assertThat(header(answer, "ETag")).isEmpty();
    assertThat(log.of(Level.ERROR))
        .singleElement()
        .asString()
        .startsWith("GET /v2/mono/blobs/" + digest + " failed | ");
  }

  @Test
  void logsWhyItCannotWriteAFile() throws IOException {
    http.push("mono", PART);
    Files.delete(blobs().resolve(digest(PART).substring(7)));
    Files.delete(blobs());
    Files.writeString(blobs(), "no folder");

    HttpResponse<byte[]> answer =
        http.send("POST", "/v2/mono/blobs/uploads/?digest=" + digest(PART), PART);

    assertThat(answer.statusCode()).isEqualTo(500);
    assertThat(text(answer)).contains("could not read or write", "its log says why");
    assertThat(log.of(Level.ERROR))
        .singleElement()
        .asString()
        .startsWith("POST /v2/mono/blobs/uploads/ failed | ")
        .contains(blobs().toString());
  }
}
