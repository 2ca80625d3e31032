package io.seedcast.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import io.seedcast.core.failure.SeedcastException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeviceProcessTest {
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  @TempDir Path dir;

  /** Prints its argument, and hangs if there is none. */
  static final class Device {
    public static void main(String[] arguments) {
      if (arguments.length == 0) {
        System.out.println("{\"half\":");
        waitForever();
      }
      System.out.println(arguments[0]);
      System.exit(arguments[0].startsWith("{") ? 0 : 1);
    }

    /** Standard input stays open as long as the test that waits. */
    private static void waitForever() {
      try {
        while (System.in.read() >= 0) {
          // Nobody writes.
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Test
  void returnsTheDocument() throws Exception {
    assertThat(run(PATIENCE, "{\"accuracy\": 0.5}").path("accuracy").asDouble()).isEqualTo(0.5);
  }

  @Test
  void saysWithWhatItFailed() {
    assertThatExceptionOfType(SeedcastException.class)
        .isThrownBy(() -> run(PATIENCE, "no room"))
        .withMessage("the device failed with exit code 1: no room")
        .satisfies(e -> assertThat(e.code()).isEqualTo("demo.device"));
  }

  @Test
  void endsADeviceThatHangs() {
    assertThatExceptionOfType(SeedcastException.class)
        .isThrownBy(() -> run(Duration.ofSeconds(1)))
        .withMessage("the device did not end within 1 s");

    // Would wait for ever for one that goes on.
    ProcessHandle.current().children().forEach(child -> child.onExit().join());
  }

  private JsonNode run(Duration limit, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Device.class.getName()));
    command.addAll(List.of(arguments));
    return DeviceProcess.run(command, dir.resolve("device.json"), limit);
  }
}
