package io.seedcast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.seedcast.hub.HubConfig;
import io.seedcast.hub.HubServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class PublishCommandTest {
  @RegisterExtension static final JudgedRuns RUNS = new JudgedRuns();

  @TempDir Path dir;

  private Path pack(int release) {
    Path file = dir.resolve("mono-" + release + ".seedcast");
    Invocation packed =
        Invocation.of(
            "pack " + RUNS.run(release) + " --name mono --release " + release + " --out " + file);
    assertThat(packed.exitCode()).as(packed.err()).isZero();
    return file;
  }

  @Test
  void saysThatTheLatestStaysAtALargerVersion() throws Exception {
    Path first = pack(1);
    Path second = pack(2);
    try (HubServer hub = HubServer.start(HubConfig.of(dir.resolve("hub"), 0))) {
      String at = " --hub " + hub.uri();

      Invocation newest = Invocation.of("publish " + second + at + " --json");
      Invocation older = Invocation.of("publish " + first + at);
      Invocation again = Invocation.of("publish " + first + at + " --json");

      assertThat(newest.document().path("latestVersion").asInt()).isEqualTo(2);
      assertThat(older.exitCode()).isZero();
      assertThat(older.out().lines())
          .hasSize(2)
          .last()
          .isEqualTo("the latest stays version 2: devices do not go back to a smaller one");
      assertThat(again.document().path("version").asInt()).isEqualTo(1);
      assertThat(again.document().path("latestVersion").asInt()).isEqualTo(2);
    }
  }

  /** A hub that did not refuse would fail at the port instead of going on for ever. */
  @Test
  void aHubRefusesAFolderOfSomethingElse() throws IOException {
    Path file = Files.writeString(Files.createDirectory(dir.resolve("uploads")).resolve("a"), "a");
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Invocation refused =
          Invocation.of("hub serve --json --dir " + dir + " --port " + taken.getLocalPort());

      assertThat(refused.exitCode()).isEqualTo(ExitCode.REFUSED);
      assertThat(refused.document().at("/error/code").asText()).isEqualTo("hub.directory");
      assertThat(file).hasContent("a");
    }
  }
}
