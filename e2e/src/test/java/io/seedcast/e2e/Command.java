package io.seedcast.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.seedcast.cli.Seedcast;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The real command in a process of its own, on the class path of this test.
 *
 * <p>Both streams go to files, so that neither can block the process.
 */
final class Command implements AutoCloseable {
  private static final long LONGEST_SECONDS = 300;
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private final Process process;
  private final Path out;
  private final Path err;

  private Command(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  /** What a command left behind. */
  record Outcome(int exitCode, String out, String err) {

    /** Standard output as the one document that it must be. */
    JsonNode document() throws IOException {
      return MAPPER.readTree(out);
    }
  }

  /** Where and how commands are started. */
  record Place(Path directory, Path javaHome, List<String> jvmOptions) {

    static Place in(Path directory) {
      return new Place(directory, Path.of(System.getProperty("java.home")), List.of());
    }

    Place withJava(Path home) {
      return new Place(directory, home, jvmOptions);
    }

    Place withJvmOption(String option) {
      return new Place(directory, javaHome, List.of(option));
    }

    /** Starts a command; words are separated by one space. */
    Command start(String commandLine) throws IOException {
      List<String> words = new ArrayList<>();
      words.add(javaHome.resolve("bin").resolve("java").toString());
      words.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
      words.addAll(List.of("-Xlog:disable", "-Xlog:all=error:stderr"));
      words.addAll(jvmOptions);
      words.addAll(List.of("-cp", System.getProperty("java.class.path")));
      words.add(Seedcast.class.getName());
      words.addAll(List.of(commandLine.split(" ")));
      Path out = Files.createTempFile(directory, "stdout", ".txt");
      Path err = Files.createTempFile(directory, "stderr", ".txt");
      ProcessBuilder builder =
          new ProcessBuilder(words)
              .directory(directory.toFile())
              .redirectOutput(out.toFile())
              .redirectError(err.toFile());
      builder
          .environment()
          .keySet()
          .removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "SEEDCAST_TOKEN"));
      return new Command(builder.start(), out, err);
    }

    /** Runs a command to its end. */
    Outcome run(String commandLine) throws IOException, InterruptedException {
      try (Command command = start(commandLine)) {
        return command.outcome();
      }
    }

    /** Runs a command that must succeed and returns its document. */
    JsonNode json(String commandLine) throws IOException, InterruptedException {
      Outcome outcome = run(commandLine + " --json");
      if (outcome.exitCode() != 0) {
        throw new AssertionError("seedcast " + commandLine + " failed: " + outcome);
      }
      return outcome.document();
    }
  }

  Process process() {
    return process;
  }

  /** What was printed on standard output so far. */
  String printed() throws IOException {
    return Files.readString(out, UTF_8);
  }

  /** Waits for the end. */
  Outcome outcome() throws IOException, InterruptedException {
    if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError("did not end: " + process.info() + Files.readString(err, UTF_8));
    }
    return new Outcome(process.exitValue(), printed(), Files.readString(err, UTF_8));
  }

  /** Ends the process, should it still run. */
  @Override
  public void close() {
    process.destroyForcibly();
    process.onExit().join();
  }
}
