package io.seedcast.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.seedcast.core.file.AtomicFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackageDamageTest {
  private static final Set<String> DAMAGE =
      Set.of("package.not-a-package", "package.truncated", "package.checksum", "package.malformed");

  @TempDir private Path dir;

  @Test
  void readsTheGoldenPackageOfVersion1() {
    Path file = GoldenPackages.copyTo(GoldenPackages.VERSION_1, dir);

    StoredPackage read =
        PackageReader.read(file, Trust.of(GoldenPackages.KEY.publicKey()), Packages.CLOCK);

    assertThat(read.model()).isEqualTo(Packages.tiny());
    assertThat(read.header().formatVersion()).isEqualTo(1);
    assertThat(read.header().signature().verified()).isTrue();
  }

  @Test
  void noticesEveryFlippedByteOfASingleFile() throws IOException {
    Path file = GoldenPackages.copyTo(GoldenPackages.VERSION_1, dir);

    flipEveryByteOf(file, file);
  }

  @Test
  void noticesEveryFlippedByteOfADirectory() throws IOException {
    Path root = dir.resolve("tiny");
    PackageWriter.writeDirectory(Packages.tiny(), root, GoldenPackages.KEY);
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        flipEveryByteOf(file, root);
      }
    }
  }

  @Test
  void noticesASingleFileCutShort() throws IOException {
    Path file = GoldenPackages.copyTo(GoldenPackages.VERSION_1, dir);
    byte[] bytes = Files.readAllBytes(file);

    for (int length = 0; length < bytes.length; length += 64) {
      Files.write(file, Arrays.copyOf(bytes, length));

      Throwable thrown =
          catchThrowable(() -> PackageReader.read(file, Trust.anyone(), Packages.CLOCK));

      assertThat(thrown).isInstanceOf(PackageException.class);
      assertThat(((PackageException) thrown).code())
          .isEqualTo(length == 0 ? "package.not-a-package" : "package.truncated");
    }
    Files.write(file, Arrays.copyOf(bytes, bytes.length - 1));
    assertDamaged(file, "one byte less");
  }

  @Test
  void noticesBytesBehindTheEnd() throws IOException {
    Path file = GoldenPackages.copyTo(GoldenPackages.VERSION_1, dir);
    byte[] bytes = Files.readAllBytes(file);
    byte[] longer = Arrays.copyOf(bytes, bytes.length + 100_000);

    Files.write(file, longer);
    assertThat(PackageReader.read(file, Trust.anyone(), Packages.CLOCK).model())
        .isEqualTo(Packages.tiny());
    longer[longer.length - 1] = 1;
    Files.write(file, longer);
    assertDamaged(file, "a byte behind the end");
  }

  @Test
  void noticesAMissingPartOfADirectory() throws IOException {
    Path root = dir.resolve("tiny");
    PackageWriter.writeDirectory(Packages.tiny(), root, GoldenPackages.KEY);
    try (Stream<Path> blobs = Files.list(root.resolve("blobs/sha256"))) {
      for (Path blob : blobs.toList()) {
        byte[] bytes = Files.readAllBytes(blob);
        Files.delete(blob);
        assertRefused(root, "package.truncated");
        Files.write(blob, bytes);
      }
    }
    Files.delete(root.resolve("index.json"));
    assertRefused(root, "package.not-a-package");
  }

  @Test
  void followsNoLinks() throws IOException {
    Path root = dir.resolve("tiny");
    PackageWriter.writeDirectory(Packages.tiny(), root, GoldenPackages.KEY);
    Path moved = Files.move(root.resolve("index.json"), dir.resolve("elsewhere"));
    Files.createSymbolicLink(root.resolve("index.json"), moved);

    assertRefused(root, "package.malformed");
  }

  @Test
  void tellsWhatIsNoPackageAtAll() throws IOException {
    assertRefused(dir.resolve("absent"), "package.missing");
    assertRefused(dir, "package.not-a-package");
    assertRefused(Files.writeString(dir.resolve("note.txt"), "hello"), "package.not-a-package");
    assertRefused(
        Files.writeString(dir.resolve("long.txt"), "hello ".repeat(1000)), "package.not-a-package");
  }

  @Test
  void leavesNothingBehindWhenTheDiskIsFull() throws IOException {
    Path file = Files.writeString(dir.resolve("m.seedcast"), "the last good one");

    assertThatIOException()
        .isThrownBy(
            () ->
                AtomicFile.write(
                    file,
                    target -> {
                      target.write(new byte[1 << 17]);
                      throw new IOException("No space left on device");
                    }));
    assertThatIOException()
        .isThrownBy(
            () ->
                AtomicFile.writeDirectory(
                    dir.resolve("d"),
                    root -> {
                      Files.writeString(root.resolve("half"), "written");
                      throw new IOException("No space left on device");
                    }));

    assertThat(file).hasContent("the last good one");
    assertThat(dir.toFile().list()).containsExactly("m.seedcast");
  }

  @Test
  void saysWhereItCannotWrite() throws IOException {
    Path absent = dir.resolve("absent/m.seedcast");
    Path taken = dir.resolve("taken");
    Files.createDirectories(taken.resolve("child"));

    assertThatExceptionOfType(PackageException.class)
        .isThrownBy(() -> PackageWriter.writeFile(Packages.tiny(), absent, null))
        .withMessageContaining("absent/m.seedcast: cannot be written")
        .satisfies(e -> assertThat(e.code()).isEqualTo("package.unwritable"));
    assertThatExceptionOfType(PackageException.class)
        .isThrownBy(() -> PackageWriter.writeFile(Packages.tiny(), taken, null))
        .satisfies(e -> assertThat(e.code()).isEqualTo("package.exists"));
    assertThatExceptionOfType(PackageException.class)
        .isThrownBy(() -> PackageWriter.writeDirectory(Packages.tiny(), taken, null))
        .satisfies(e -> assertThat(e.code()).isEqualTo("package.exists"));
    assertThat(dir.toFile().list()).containsExactly("taken");
  }

  /** Flips one bit of each byte, the eight bits taking turns. */
  private static void flipEveryByteOf(Path file, Path whole) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      for (int i = 0; i < bytes.length; i++) {
        int mask = 1 << (i % 8);
        channel.write(ByteBuffer.wrap(new byte[] {(byte) (bytes[i] ^ mask)}), i);
        assertDamaged(whole, file.getFileName() + ": byte " + i + " with mask " + mask);
        channel.write(ByteBuffer.wrap(bytes, i, 1), i);
      }
    }
  }

  private static void assertDamaged(Path path, String what) {
    Throwable thrown =
        catchThrowable(() -> PackageReader.read(path, Trust.anyone(), Packages.CLOCK));

    assertThat(thrown).as(what).isInstanceOf(PackageException.class);
    assertThat(DAMAGE).as(what).contains(((PackageException) thrown).code());
  }

  private static void assertRefused(Path path, String code) {
    assertThatExceptionOfType(PackageException.class)
        .isThrownBy(() -> PackageReader.read(path, Trust.anyone(), Packages.CLOCK))
        .withMessageStartingWith(path.toString())
        .satisfies(e -> assertThat(e.code()).isEqualTo(code));
  }
}
