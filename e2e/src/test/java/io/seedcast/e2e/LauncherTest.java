package io.seedcast.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * The launcher script in a project of its own, whose build only notes that it ran and puts a jar in
 * place: the real one would take a minute per test.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the launcher is a POSIX shell script")
class LauncherTest {

  /** What a process left behind. */
  private record Outcome(int exitCode, String out, String err) {}

  /** A running launcher; its standard error goes to a file, so that neither stream can block it. */
  private record Started(Process process, Path err) {

    Outcome outcome() throws IOException, InterruptedException {
      String out = new String(process.getInputStream().readAllBytes(), UTF_8);
      int exitCode = process.waitFor();
      return new Outcome(exitCode, out, Files.readString(err));
    }
  }

  @TempDir Path temporary;
  private Path project;
  private Path sources;
  private Path source;

  @BeforeEach
  void layOutAProject() throws IOException {
    project = Files.createDirectory(temporary.resolve("a project"));
    Path launcher = Files.copy(Path.of("..", "seedcast"), project.resolve("seedcast"));
    Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwxr-xr-x"));
    sources = Files.createDirectories(project.resolve("cli/src/main/java"));
    source = Files.writeString(sources.resolve("Source.java"), "");
    writeEchoJar(project.resolve("echo.jar"));
    buildWith("sleep 0.2; mkdir -p cli/target/lib; cp echo.jar cli/target/seedcast-cli.jar");
  }

  @Test
  void buildsAtTheFirstStartAndNotAtTheSecond() throws Exception {
    Outcome first = launch("one");
    Outcome second = launch("two");

    assertThat(first.err()).startsWith("seedcast: building with Java ");
    assertThat(first.out()).endsWith("[one]\n").doesNotContain("output of the build");
    assertThat(second).isEqualTo(new Outcome(0, first.out().replace("one", "two"), ""));
    assertThat(builds()).isEqualTo(1);
  }

  @Test
  void buildsAgainWhenASourceFileIsNewerOrGone() throws Exception {
    launch();
    Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(1)));
    launch();
    int afterAChange = builds();
    Files.setLastModifiedTime(source, FileTime.from(Instant.EPOCH));
    Files.delete(source);
    Files.setLastModifiedTime(sources, FileTime.from(Instant.now().plusSeconds(1)));
    launch();

    assertThat(afterAChange).isEqualTo(2);
    assertThat(builds()).isEqualTo(3);
  }

  @Test
  void buildsAgainWhatWasEditedDuringTheBuild() throws Exception {
    buildWith(
        "sleep 0.2; touch cli/src/main/java/Source.java; sleep 0.2; mkdir -p cli/target;"
            + " cp echo.jar cli/target/seedcast-cli.jar");

    launch();
    launch();

    assertThat(builds()).isEqualTo(2);
  }

  @Test
  void startsNothingAfterABuildThatFailed() throws Exception {
    launch();
    Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(1)));
    buildWith("echo 'what the compiler said'; exit 1");

    Outcome failed = launch("one");
    launch("two");

    assertThat(failed.exitCode()).isEqualTo(1);
    assertThat(failed.out()).isEmpty();
    assertThat(failed.err())
        .contains("what the compiler said")
        .endsWith("seedcast: the build failed; the reason is above\n");
    assertThat(builds()).isEqualTo(3);
  }

  @Test
  void simultaneousFirstStartsBuildOnce() throws Exception {
    List<Started> started = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      started.add(start(project, project.resolve("seedcast"), null, "x"));
    }

    for (Started one : started) {
      assertThat(one.outcome().exitCode()).isZero();
    }
    assertThat(builds()).isEqualTo(1);
  }

  @Test
  void passesArgumentsDirectoryAndExitCodeThroughASymbolicLink() throws Exception {
    Path elsewhere = Files.createDirectory(temporary.resolve("elsewhere")).toRealPath();
    Path link = Files.createSymbolicLink(elsewhere.resolve("sc"), Path.of("../a project/seedcast"));

    Outcome outcome = start(elsewhere, link, null, "fail", "two words", "", "*").outcome();

    assertThat(outcome.exitCode()).isEqualTo(3);
    assertThat(outcome.out()).isEqualTo("in " + elsewhere + "\n[fail]\n[two words]\n[]\n[*]\n");
  }

  @Test
  void refusesAJavaThatIsTooOld() throws Exception {
    Path java8 = temporary.resolve("jdk8");
    Files.createDirectories(java8.resolve("bin"));
    Files.writeString(java8.resolve("release"), "JAVA_VERSION=\"1.8.0_402\"\n");
    writeScript(java8.resolve("bin/java"), "exit 99");

    Outcome outcome = start(project, project.resolve("seedcast"), java8).outcome();

    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.err())
        .isEqualTo(
            "seedcast: Java 1.8.0_402 is too old: \"%s/bin/java\"; point JAVA_HOME to a JDK 17 or newer\n"
                .formatted(java8));
  }

  @Test
  void refusesAJavaHomeWithoutJava() throws Exception {
    Outcome outcome = start(project, project.resolve("seedcast"), temporary).outcome();

    assertThat(outcome.exitCode()).isEqualTo(2);
    assertThat(outcome.err())
        .isEqualTo(
            "seedcast: JAVA_HOME has no bin/java: got \"%s\"; point it to a JDK 17 or newer\n"
                .formatted(temporary));
  }

  private void buildWith(String commands) throws IOException {
    writeScript(project.resolve("mvnw"), "echo output of the build\necho x >>builds\n" + commands);
  }

  private int builds() throws IOException {
    return Files.readAllLines(project.resolve("builds")).size();
  }

  private Outcome launch(String... arguments) throws IOException, InterruptedException {
    return start(project, project.resolve("seedcast"), null, arguments).outcome();
  }

  private Started start(Path directory, Path launcher, @Nullable Path javaHome, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(launcher.toString());
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    builder
        .environment()
        .put("JAVA_HOME", javaHome == null ? System.getProperty("java.home") : javaHome.toString());
    builder.environment().keySet().removeAll(List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS"));
    Path err = Files.createTempFile(temporary, "stderr", ".txt");
    return new Started(builder.redirectError(err.toFile()).start(), err);
  }

  private static void writeScript(Path file, String commands) throws IOException {
    Files.writeString(file, "#!/bin/sh\n" + commands + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static void writeEchoJar(Path file) throws IOException {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, EchoCommand.class.getName());
    String entry = EchoCommand.class.getName().replace('.', '/') + ".class";
    try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(file), manifest);
        InputStream classFile =
            Objects.requireNonNull(EchoCommand.class.getClassLoader().getResourceAsStream(entry))) {
      jar.putNextEntry(new JarEntry(entry));
      classFile.transferTo(jar);
    }
  }
}
