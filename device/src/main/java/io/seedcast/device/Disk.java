package io.seedcast.device;

import io.seedcast.core.file.AtomicFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Files that are whole or not there, also after a crash or on a full disk. */
final class Disk {
  private static final String UNFINISHED = ".tmp";

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

  /** The files in a directory, without those that a crash left unfinished. */
  static List<Path> files(Path directory) {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      for (Path entry : entries) {
        if (!entry.toString().endsWith(UNFINISHED)) {
          files.add(entry);
        }
      }
    } catch (IOException e) {
      throw failure(e, directory.toString());
    }
    return files;
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
