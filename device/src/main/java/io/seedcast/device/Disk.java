package io.seedcast.device;

import io.seedcast.artifact.Digest;
import io.seedcast.core.file.AtomicFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Files that are whole or not there, also after a crash or on a full disk. */
final class Disk {
  /** How files end that a crash has left unfinished. */
  static final String UNFINISHED = ".tmp";

  private Disk() {}

  /** Writes a file's content to a path. */
  @FunctionalInterface
  interface Writer {
    void writeTo(Path file) throws IOException;
  }

  /** Replaces a file in one step. */
  static void replace(Path target, byte[] content) {
    replace(
        target,
        file -> {
          try (FileChannel channel =
              FileChannel.open(
                  file,
                  StandardOpenOption.CREATE,
                  StandardOpenOption.TRUNCATE_EXISTING,
                  StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(content);
            while (bytes.hasRemaining()) {
              channel.write(bytes);
            }
          }
        });
  }

  /** Replaces a file in one step with what a writer writes. */
  static void replace(Path target, Writer writer) {
    Path file = target.resolveSibling(target.getFileName() + UNFINISHED);
    try {
      try {
        writer.writeTo(file);
        move(file, target);
      } finally {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw failure(e, target.toString());
    }
  }

  /** Forces a file to the disk and moves it to its place. */
  static void move(Path file, Path target) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
    AtomicFile.moveIntoPlace(file, target);
  }

  /**
   * Deletes the files named by a digest that are not needed, and those left unfinished. What is
   * named otherwise is somebody else's.
   *
   * @param suffix behind the digest in a file's name
   */
  static void retain(Path directory, String suffix, Set<Digest> needed) {
    Pattern own =
        Pattern.compile(
            "[0-9a-f]{64}" + Pattern.quote(suffix) + "(" + Pattern.quote(UNFINISHED) + ")?");
    Set<String> kept =
        needed.stream().map(digest -> digest.hex() + suffix).collect(Collectors.toSet());
    try {
      for (Path entry : entries(directory)) {
        String name = entry.getFileName().toString();
        if (own.matcher(name).matches()
            && !kept.contains(name)
            && Files.isRegularFile(entry, LinkOption.NOFOLLOW_LINKS)) {
          Files.deleteIfExists(entry);
        }
      }
    } catch (IOException e) {
      throw failure(e, directory.toString());
    }
  }

  private static List<Path> entries(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** The size of all files under a directory. */
  static long bytesUnder(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).mapToLong(Disk::size).sum();
    } catch (IOException | UncheckedIOException e) {
      return 0;
    }
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      return 0;
    }
  }

  /** Tells a full disk from any other failure of storage. */
  static DeviceException failure(IOException e, String what) {
    if (AtomicFile.isDiskFull(e)) {
      return DeviceException.failed("device.disk-full", what + ": the disk is full", e);
    }
    return DeviceException.failed("device.storage", what + ": " + e, e);
  }
}
