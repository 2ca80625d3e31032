package io.seedcast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.seedcast.hub.HubClient;
import io.seedcast.hub.HubConfig;
import io.seedcast.hub.HubServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A device that keeps a trained run up to date, from a real hub. */
class DeviceCommandTest {
  @RegisterExtension static final JudgedRuns RUNS = new JudgedRuns();

  @TempDir Path dir;
  private Path file;

  @BeforeEach
  void pack() {
    file = dir.resolve("tiny.seedcast");
    Invocation.of("key new --out " + dir.resolve("team"));
    Invocation.of(
        "pack %s --name tiny --out %s --key %s"
            .formatted(RUNS.run(1), file, dir.resolve("team.key")));
  }

  /** What stands before a hub and lets readers through only. */
  private static final class ReadersOnly implements AutoCloseable {
    private final HttpServer server;
    private final URI hub;

    ReadersOnly(URI hub) throws IOException {
      this.hub = hub;
      this.server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.createContext("/", this::handle);
      server.start();
    }

    URI uri() {
      return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private void handle(HttpExchange exchange) throws IOException {
      try (exchange) {
        if (!exchange.getRequestMethod().equals("GET")) {
          exchange.sendResponseHeaders(403, -1);
          return;
        }
        HttpRequest.Builder request = HttpRequest.newBuilder(hub.resolve(exchange.getRequestURI()));
        String accept = exchange.getRequestHeaders().getFirst("Accept");
        if (accept != null) {
          request.header("Accept", accept);
        }
        HttpResponse<byte[]> answer =
            HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofByteArray());
        exchange.sendResponseHeaders(answer.statusCode(), answer.body().length);
        exchange.getResponseBody().write(answer.body());
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public void close() {
      server.stop(0);
    }
  }

  @Test
  void keepsTheResultOfAnUpdateThatTheHubTakesNoReportOf() throws Exception {
    try (HubServer hub = HubServer.start(HubConfig.of(dir.resolve("hub"), 0));
        ReadersOnly readers = new ReadersOnly(hub.uri())) {
      new HubClient(hub.uri(), null).publish(file);

      Invocation invocation = run(readers.uri(), "");

      JsonNode document = invocation.document();
      assertThat(invocation.exitCode()).as(invocation.out()).isZero();
      assertThat(document.path("updated").asBoolean()).isTrue();
      assertThat(document.path("reported").asBoolean(true)).isFalse();
      assertThat(invocation.err()).contains("(device.http)");
    }
  }

  @Test
  void predictsWithWhatItHasIfTheHubHasNothingToOffer() throws Exception {
    try (HubServer hub = HubServer.start(HubConfig.of(dir.resolve("hub"), 0))) {
      new HubClient(hub.uri(), null).publish(file);
      Invocation installed = run(hub.uri(), "");
      assertThat(installed.document().path("reported").asBoolean()).isTrue();
    }
    try (HubServer empty = HubServer.start(HubConfig.of(dir.resolve("empty"), 0))) {
      Invocation alone = run(empty.uri(), "");
      Invocation predicting = run(empty.uri(), " --images " + JudgedRuns.DATA);

      assertThat(alone.exitCode()).isEqualTo(ExitCode.UNAVAILABLE);
      assertThat(alone.document().at("/error/code").asText()).isEqualTo("device.http");
      JsonNode document = predicting.document();
      assertThat(predicting.exitCode()).isEqualTo(ExitCode.UNAVAILABLE);
      assertThat(document.path("ok").asBoolean(true)).isFalse();
      assertThat(document.at("/error/code").asText()).isEqualTo("device.http");
      assertThat(document.path("version").asInt()).isOne();
      assertThat(document.path("images").asInt()).isEqualTo(40);
      assertThat(document.path("accuracy").isNumber()).isTrue();
      assertThat(new HubClient(empty.uri(), null).devices())
          .singleElement()
          .satisfies(device -> assertThat(device.report().state()).isEqualTo("failed"));
    }
  }

  private Invocation run(URI hub, String options) {
    return Invocation.of(
        "device run --once --json --model tiny --hub %s --state %s --trust %s%s"
            .formatted(hub, dir.resolve("device"), dir.resolve("team.pub"), options));
  }
}
