package io.seedcast.core.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
  @TempDir Path folder;

  @Test
  void replacesAFile() throws IOException {
    Path file = folder.resolve("model");
    Files.writeString(file, "the old content, which is longer");

    AtomicFile.write(file, bytes("new"));

    assertThat(file).hasContent("new");
    assertThat(folder).isDirectoryNotContaining(path -> !path.equals(file));
  }

  @Test
  void leavesTheOldFileAndNothingElseIfTheContentFails() throws IOException {
    Path file = folder.resolve("model");
    Files.writeString(file, "old");

    assertThatExceptionOfType(IOException.class)
        .isThrownBy(
            () ->
                AtomicFile.write(
                    file,
                    stream -> {
                      stream.write(new byte[1 << 20]);
                      throw new IOException("No space left on device");
                    }))
        .matches(AtomicFile::isDiskFull);

    assertThat(file).hasContent("old");
    assertThat(folder).isDirectoryNotContaining(path -> !path.equals(file));
  }

  @Test
  void leavesNothingIfMemoryRunsOut() {
    OutOfMemoryError error = new OutOfMemoryError("Java heap space");

    assertThatThrownBy(
            () ->
                AtomicFile.write(
                    folder.resolve("model"),
                    stream -> {
                      stream.write(new byte[1 << 20]);
                      throw error;
                    }))
        .isSameAs(error);
    assertThatThrownBy(
            () ->
                AtomicFile.writeDirectory(
                    folder.resolve("package"),
                    inside -> {
                      Files.writeString(inside.resolve("a"), "1");
                      throw error;
                    }))
        .isSameAs(error);

    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void deletesWhatKilledWritesOfAFileLeft() throws IOException {
    String unfinished = ".0b2d8f0e-7a51-4c68-9a8e-1f0c2d3e4f5a.tmp";
    Path file = Files.writeString(folder.resolve("model"), "1");
    Path ofAnother = Files.writeString(folder.resolve(".model.b" + unfinished), "12");
    Path ofTheUser = Files.writeString(folder.resolve(".model.tmp"), "123");
    Files.writeString(folder.resolve(".model" + unfinished), "1234");
    Path directory = Files.createDirectory(folder.resolve(".model" + unfinished.replace('0', '1')));
    Files.writeString(directory.resolve("a"), "12345");

    AtomicFile.deleteLeftovers(file);

    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).containsExactlyInAnyOrder(file, ofAnother, ofTheUser);
    }
  }

  @Test
  void knowsAFullDiskByItsOwnWords() {
    Path full = Path.of("/dev/full");
    assumeTrue(Files.exists(full), "this system has no device that is always full");

    assertThatExceptionOfType(IOException.class)
        .isThrownBy(() -> Files.write(full, bytes("anything"), StandardOpenOption.WRITE))
        .matches(AtomicFile::isDiskFull);
  }

  @Test
  void makesADirectoryWhole() throws IOException {
    Path directory = folder.resolve("package");

    AtomicFile.writeDirectory(
        directory, inside -> AtomicFile.writeNew(inside.resolve("a"), s -> s.write(bytes("1"))));

    assertThat(directory.resolve("a")).hasContent("1");
  }

  @Test
  void leavesNoDirectoryIfItsContentFails() {
    Path directory = folder.resolve("package");

    assertThatExceptionOfType(IOException.class)
        .isThrownBy(
            () ->
                AtomicFile.writeDirectory(
                    directory,
                    inside -> {
                      Files.writeString(inside.resolve("a"), "1");
                      throw new IOException("broken");
                    }))
        .matches(failure -> !AtomicFile.isDiskFull(failure));

    assertThat(folder).isEmptyDirectory();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
