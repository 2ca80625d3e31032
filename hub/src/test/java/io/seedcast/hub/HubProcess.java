package io.seedcast.hub;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A hub in a process of its own. */
final class HubProcess implements AutoCloseable {
  private final Process process;
  private final URI uri;

  private HubProcess(Process process, URI uri) {
    this.process = process;
    this.uri = uri;
  }

  /** Serves a directory until the process is killed; prints its address. */
  public static void main(String[] arguments) {
    HubServer hub = HubServer.start(HubConfig.of(Path.of(arguments[0]), 0));
    System.out.println(hub.uri());
  }

  static HubProcess start(Path directory) throws IOException {
    return start(List.of(), directory);
  }

  /** Starts a hub behind a command that ends by running its arguments. */
  static HubProcess start(List<String> wrapper, Path directory) throws IOException {
    List<String> command = new ArrayList<>(wrapper);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            HubProcess.class.getName(),
            directory.toString()));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String line =
        new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8)).readLine();
    if (line == null) {
      throw new IOException("the hub did not start");
    }
    return new HubProcess(process, URI.create(line));
  }

  Http http() {
    return new Http(uri);
  }

  /** Ends the process at once, as {@code kill -9} does. */
  void kill() {
    process.destroyForcibly();
    process.onExit().join();
  }

  @Override
  public void close() {
    kill();
  }
}
