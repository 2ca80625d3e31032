package io.seedcast.hub;

import static io.seedcast.hub.Http.bytes;
import static io.seedcast.hub.Http.header;
import static io.seedcast.hub.Http.text;
import static org.assertj.core.api.Assertions.assertThat;

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
import org.junit.jupiter.params.provider.CsvSource;

class DevicesTest {
  private static final String RUNNING =
      "{\"model\":\"mono\",\"state\":\"running\",\"version\":\"1.0.0\",\"regrowMillis\":12.5}";

  @TempDir Path directory;
  private HubServer hub;
  private Http http;

  @BeforeEach
  void start() {
    hub = HubServer.start(HubConfig.of(directory, 0).withLimits(1000, 2));
    http = new Http(hub.uri());
  }

  @AfterEach
  void stop() {
    hub.close();
  }

  private HttpResponse<byte[]> report(String id, String body) {
    return http.send("POST", "/v1/devices/" + id + "/reports", bytes(body));
  }

  @Test
  void keepsTheLastReportOfEachDevice() {
    assertThat(report("camera-2", RUNNING).statusCode()).isEqualTo(204);
    report("camera-1", RUNNING);
    report(
        "camera-1",
        "{\"model\":\"mono\",\"state\":\"failed\",\"error\":{\"code\":\"package.checksum\",\"message\":\"flipped\"}}");

    hub.close();
    start();
    String devices = text(http.get("/v1/devices"));

    assertThat(devices)
        .matches(
            "\\{\"devices\":\\[\\{\"id\":\"camera-1\",\"receivedAt\":\"[^\"]+Z\",\"model\":\"mono\","
                + "\"state\":\"failed\",\"error\":\\{\"code\":\"package.checksum\",\"message\":\"flipped\"}},"
                + "\\{\"id\":\"camera-2\",\"receivedAt\":\"[^\"]+Z\",\"model\":\"mono\","
                + "\"state\":\"running\",\"version\":\"1.0.0\",\"regrowMillis\":12.5}]}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''                                    | a report is a JSON object",
        "{\"id\":                            | it is not JSON: ",
        "{\"id\":\"camera-1\",\"receivedAt\":\"now\",\"model\":\"m\",\"state\":\"running\"} | receivedAt must be a time",
        "{\"id\":\"camera-1\",\"receivedAt\":\"2026-01-31T12:00:00Z\",\"model\":\"m\"} | state must be one of",
        "{\"id\":\"camera-9\",\"receivedAt\":\"2026-01-31T12:00:00Z\",\"model\":\"m\",\"state\":\"running\"} | it is of device \"camera-9\"",
      })
  void passesOverADamagedReportUntilTheDeviceSendsAnother(String damaged, String reason)
      throws IOException {
    report("camera-1", RUNNING);
    report("camera-2", RUNNING);
    hub.close();
    Path file = directory.resolve("devices/camera-1.json");
    Files.writeString(file, damaged);

    try (LogLines log = new LogLines()) {
      start();

      assertThat(text(http.get("/v1/devices"))).contains("camera-2").doesNotContain("camera-1");
      assertThat(log.of(Level.WARN))
          .singleElement()
          .asString()
          .startsWith("passing over " + file + ", which is not a device's report: " + reason)
          .doesNotContain("io.seedcast");
    }
    assertThat(report("camera-1", RUNNING).statusCode()).isEqualTo(204);
    assertThat(text(http.get("/v1/devices"))).contains("camera-1", "camera-2");
  }

  @Test
  void passesOverNamesThatItDoesNotKnow() {
    String newer = "{\"model\":\"mono\",\"state\":\"running\",\"batteryPercent\":80}";

    assertThat(report("camera-1", newer).statusCode()).isEqualTo(204);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[] | a JSON object",
        "nonsense | a JSON object",
        "{} | model must be a text of 1 to 128 characters: got nothing",
        "{\"model\":\"mono\",\"state\":\"fine\"} | state must be one of [running, failed, rolled-back]: got \"fine\"",
        "{\"model\":\"mono\",\"state\":\"running\",\"regrowMillis\":-1} | regrowMillis must be a number of at least 0",
        "{\"model\":\"mono\",\"state\":\"running\",\"regrowMillis\":\"long\"} | \"regrowMillis has a value of another type",
        "{\"model\":\"mono\",\"state\":\"running\",\"accuracy\":1.5} | accuracy must be a fraction from 0 to 1",
        "{\"model\":\"mono\",\"state\":\"running\",\"manifestDigest\":\"x\"} | manifestDigest must be sha256:",
        "{\"model\":\"mono\",\"state\":\"running\",\"regrownDigest\":\"x\"} | regrownDigest must be 64 hexadecimal digits"
      })
  void refusesAReportThatMakesNoSense(String body, String reason) {
    HttpResponse<byte[]> refused = report("camera-1", body);

    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(header(refused, "Content-Type")).isEqualTo("application/problem+json");
    assertThat(text(refused)).contains("\"code\":\"hub.report\"");
    assertThat(text(refused).replace("\\\"", "\"")).contains(reason);
    assertThat(text(http.get("/v1/devices"))).isEqualTo("{\"devices\":[]}");
  }

  @Test
  void refusesAReportThatIsTooLargeAndAnIdThatIsNoName() {
    HttpResponse<byte[]> large = report("camera-1", " ".repeat(1 << 17) + RUNNING);
    HttpResponse<byte[]> path = report("..%2fcamera", RUNNING);
    HttpResponse<byte[]> dots = report(".camera", RUNNING);

    assertThat(large.statusCode()).isEqualTo(413);
    assertThat(path.statusCode()).isEqualTo(400);
    assertThat(text(dots)).contains("hub.name");
  }

  @Test
  void keepsABoundedNumberOfDevices() {
    report("camera-1", RUNNING);
    report("camera-2", RUNNING);

    assertThat(report("camera-3", RUNNING).statusCode()).isEqualTo(429);
    assertThat(report("camera-2", RUNNING).statusCode()).isEqualTo(204);
  }

  @Test
  void answersAnUnknownPathWithAProblemDocument() {
    HttpResponse<byte[]> unknown = http.get("/v1/nothing");

    assertThat(unknown.statusCode()).isEqualTo(404);
    assertThat(text(unknown)).contains("\"code\":\"hub.unknown-path\"", "\"status\":404");
  }
}
