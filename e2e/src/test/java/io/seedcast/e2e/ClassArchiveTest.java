package io.seedcast.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The archive of loaded classes that the launcher has made, which the JVM makes of jars only. */
class ClassArchiveTest {

  @TempDir Path folder;

  @Test
  void letsACommandLoadItsClassesFromTheArchive() throws Exception {
    String jars = jars();
    assumeTrue(jars.contains("seedcast-cli"), "this build has not packaged its modules");
    Path archive = folder.resolve("seedcast.jsa");
    Path loaded = folder.resolve("loaded.txt");

    String made = run("-cp", jars, "io.seedcast.cli.ClassArchive", archive.toString());
    String described =
        run(
            "-XX:SharedArchiveFile=" + archive,
            "-Xlog:class+load:file=" + loaded,
            "-cp",
            jars,
            "io.seedcast.cli.Seedcast",
            "network",
            "describe",
            "--network",
            "resnet18",
            "--json");

    assertThat(made).contains("device: confirm");
    assertThat(described).contains("\"ok\" : true");
    assertThat(Files.readAllLines(loaded))
        .anySatisfy(
            line ->
                assertThat(line)
                    .contains("io.seedcast.core.network.Network ")
                    .contains("shared objects file (top)"));
  }

  private static String jars() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .filter(entry -> entry.endsWith(".jar"))
        .collect(Collectors.joining(File.pathSeparator));
  }

  private String run(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:TieredStopAtLevel=1");
    command.addAll(List.of(arguments));
    Path output = Files.createTempFile(folder, "output", ".txt");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS"));
    int exitCode = builder.start().waitFor();
    String printed = Files.readString(output);
    assertThat(exitCode).as(printed).isZero();
    return printed;
  }
}
