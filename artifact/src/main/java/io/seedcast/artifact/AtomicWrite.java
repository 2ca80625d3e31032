package io.seedcast.artifact;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Writes that happen whole or not at all: into a hidden neighbour first, to the disk, then renamed.
 */
final class AtomicWrite {
  private AtomicWrite() {}

  /** Produces a file's bytes. */
  @FunctionalInterface
  interface FileBody {
    void writeTo(OutputStream target) throws IOException;
  }

  /** Fills a new, empty directory. */
  @FunctionalInterface
  interface DirectoryBody {
    void fill(Path directory) throws IOException;
  }

  /** Writes a file, replacing one that is there. */
  static void file(Path target, FileBody body) throws IOException {
    Path temporary = neighbour(target);
    try {
      synced(temporary, body);
      rename(temporary, target);
    } catch (IOException | RuntimeException e) {
      deleteAll(temporary, e);
      throw e;
    }
  }

  /** Writes a directory, which must not exist or be empty. */
  static void directory(Path target, DirectoryBody body) throws IOException {
    Path temporary = neighbour(target);
    try {
      Files.createDirectory(temporary);
      body.fill(temporary);
      rename(temporary, target);
    } catch (IOException | RuntimeException e) {
      deleteAll(temporary, e);
      throw e;
    }
  }

  /** Writes a new file through to the disk. */
  static void synced(Path file, FileBody body) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      OutputStream buffered = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16);
      body.writeTo(buffered);
      buffered.flush();
      channel.force(true);
    }
  }

  private static Path neighbour(Path target) {
    Path absolute = target.toAbsolutePath();
    return absolute.resolveSibling("." + absolute.getFileName() + "." + UUID.randomUUID() + ".tmp");
  }

  private static void rename(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    Path parent = to.toAbsolutePath().getParent();
    // Only some systems can open a directory; there, this makes the new name durable.
    if (parent != null && parent.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      try (FileChannel channel = FileChannel.open(parent)) {
        channel.force(true);
      }
    }
  }

  private static void deleteAll(Path root, Exception reason) {
    if (!Files.exists(root)) {
      return;
    }
    try (Stream<Path> tree = Files.walk(root)) {
      List<Path> deepestFirst = tree.sorted(Comparator.reverseOrder()).toList();
      for (Path path : deepestFirst) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      reason.addSuppressed(e);
    }
  }
}
