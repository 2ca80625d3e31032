package io.seedcast.artifact;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ForeignTarTest {
  @TempDir private Path dir;
  private Path root;
  private Path tar;

  @BeforeEach
  void writeALayout() {
    root = dir.resolve("layout");
    tar = dir.resolve("foreign.tar");
    PackageWriter.writeDirectory(Packages.tiny(), root, GoldenPackages.KEY);
  }

  /** Adds entries to a tar. */
  @FunctionalInterface
  private interface Entries {
    void addTo(TarArchiveOutputStream tar) throws IOException;
  }

  @Test
  void readsATarInAnotherOrderWithDirectoriesTimesAndExtendedHeaders() throws IOException {
    List<Path> paths = new ArrayList<>(paths());
    Collections.reverse(paths);

    write(
        out -> {
          for (Path path : paths) {
            String name = "./" + root.relativize(path).toString().replace('\\', '/');
            TarArchiveEntry entry = new TarArchiveEntry(path.toFile(), name);
            entry.setLastModifiedTime(FileTime.from(Instant.parse("2026-02-03T04:05:06.789Z")));
            entry.setNames("someone", "users");
            add(out, entry, Files.isDirectory(path) ? new byte[0] : Files.readAllBytes(path));
          }
        });

    assertThat(read().model()).isEqualTo(Packages.tiny());
  }

  @Test
  void refusesLinksAndPathsThatLeadElsewhere() throws IOException {
    TarArchiveEntry link = new TarArchiveEntry("blobs/sha256/link", TarConstants.LF_SYMLINK);
    link.setLinkName("/etc/passwd");
    assertRefusedWith(link, new byte[0]);
    assertRefusedWith(new TarArchiveEntry("../escape"), new byte[1]);
    assertRefusedWith(new TarArchiveEntry("/etc/passwd", true), new byte[1]);
    assertRefusedWith(new TarArchiveEntry("blobs/sha256/../../x"), new byte[1]);
    assertRefusedWith(new TarArchiveEntry("README"), new byte[1]);
    assertRefusedWith(new TarArchiveEntry("elsewhere/"), new byte[0]);
  }

  @Test
  void refusesExtendedHeadersThatNoTarReaderUnderstands() throws IOException {
    assertRefusedWith(
        new TarArchiveEntry("PaxHeaders/x", TarConstants.LF_PAX_EXTENDED_HEADER_LC),
        "no length, no equals sign\n".getBytes(UTF_8));
  }

  @Test
  void refusesWhatDoesNotBelongToThePackage() throws IOException {
    byte[] blob = {1, 2, 3};
    assertRefusedWith(new TarArchiveEntry("blobs/sha256/" + Digest.of(blob).hex()), blob);
    assertRefusedWith(
        new TarArchiveEntry("index.json"), Files.readAllBytes(root.resolve("index.json")));
  }

  @Test
  void refusesATarWithManyEntries() throws IOException {
    write(
        out -> {
          for (int i = 0; i < 100; i++) {
            add(out, new TarArchiveEntry("blobs/"), new byte[0]);
          }
        });

    assertRefused("more than 64 entries");
  }

  @Test
  void refusesTheArtifactOfSomeoneElse() throws IOException {
    byte[] manifest =
        ("{\"schemaVersion\":2,\"artifactType\":\"application/vnd.example\",\"config\":{},"
                + "\"layers\":[]}")
            .getBytes(UTF_8);
    Descriptor descriptor = Descriptor.of(Manifest.MEDIA_TYPE, manifest);
    write(
        out -> {
          add(out, new TarArchiveEntry("oci-layout"), OciLayout.layoutFile());
          add(out, new TarArchiveEntry("index.json"), OciLayout.indexFile(descriptor));
          add(out, new TarArchiveEntry("blobs/sha256/" + descriptor.digest().hex()), manifest);
        });

    assertThatExceptionOfType(PackageException.class)
        .isThrownBy(this::read)
        .withMessageContaining("its type is \"application/vnd.example\"")
        .satisfies(e -> assertThat(e.code()).isEqualTo("package.not-a-package"));
  }

  private void assertRefusedWith(TarArchiveEntry extra, byte[] content) throws IOException {
    write(
        out -> {
          for (Path path : paths()) {
            if (Files.isRegularFile(path)) {
              String name = root.relativize(path).toString().replace('\\', '/');
              add(out, new TarArchiveEntry(name), Files.readAllBytes(path));
            }
          }
          add(out, extra, content);
        });
    assertRefused(tar.toString());
  }

  private void assertRefused(String message) {
    assertThatExceptionOfType(PackageException.class)
        .isThrownBy(this::read)
        .withMessageContaining(message)
        .satisfies(e -> assertThat(e.code()).isEqualTo("package.malformed"));
  }

  private StoredPackage read() {
    return PackageReader.read(tar, Trust.of(GoldenPackages.KEY.publicKey()), Packages.CLOCK);
  }

  private List<Path> paths() throws IOException {
    try (Stream<Path> paths = Files.walk(root)) {
      return paths.toList();
    }
  }

  private void write(Entries entries) throws IOException {
    try (OutputStream file = Files.newOutputStream(tar);
        TarArchiveOutputStream out = new TarArchiveOutputStream(file)) {
      out.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
      out.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      out.setAddPaxHeadersForNonAsciiNames(true);
      entries.addTo(out);
    }
  }

  private static void add(TarArchiveOutputStream out, TarArchiveEntry entry, byte[] content)
      throws IOException {
    entry.setSize(content.length);
    out.putArchiveEntry(entry);
    out.write(content);
    out.closeArchiveEntry();
  }
}
