package io.seedcast.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.seedcast.core.failure.SeedcastException;
import io.seedcast.core.failure.SeedcastException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The demo's device: a process that prints one document and ends. */
final class DeviceProcess {
  private DeviceProcess() {}

  /**
   * Runs a device and returns its document.
   *
   * @param output the file that the document is written to, so that no pipe has to be read while
   *     the process may hang
   * @param limit after which the process is ended
   * @throws SeedcastException {@code demo.device} if it fails or does not end
   */
  static JsonNode run(List<String> command, Path output, Duration limit)
      throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectOutput(output.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    // The launcher's allocator settings are for training.
    builder.environment().keySet().removeIf(name -> name.startsWith("MALLOC_"));
    Process process = builder.start();
    try {
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        throw failed("the device did not end within " + limit.toSeconds() + " s");
      }
    } finally {
      process.destroyForcibly();
    }
    String document = Files.readString(output);
    if (process.exitValue() != 0) {
      throw failed(
          "the device failed with exit code " + process.exitValue() + ": " + document.strip());
    }
    return JsonMapper.builder().build().readTree(document);
  }

  private static SeedcastException failed(String message) {
    return new SeedcastException(Kind.FAILED, "demo.device", message);
  }
}
