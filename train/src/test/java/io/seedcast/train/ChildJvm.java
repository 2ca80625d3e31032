package io.seedcast.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Other Java processes with this one's class path. */
final class ChildJvm {
  private ChildJvm() {}

  /** Starts a class's main method. Its stderr goes to this process's. */
  static Process start(List<String> options, Class<?> main, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  /** Waits for the end of a process, which must be a success, and returns what it printed. */
  static List<String> lines(Process process) throws InterruptedException {
    List<String> lines = process.inputReader().lines().toList();
    assertThat(process.waitFor()).as("exit code after %s", lines).isZero();
    return lines;
  }
}
