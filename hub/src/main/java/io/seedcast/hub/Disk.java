package io.seedcast.hub;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.UUID;

/**
 * Writes files that are whole or not there.
 *
 * @param scratch a directory on the same file system as every target
 */
record Disk(Path scratch) {

  /** Returns a path in the scratch directory that nothing has yet. */
  Path newFile() {
    return scratch.resolve(UUID.randomUUID().toString());
  }

  /** Replaces a file's content in one step. */
  void write(Path target, byte[] content) {
    Path file = newFile();
    try {
      try (FileChannel channel =
              FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
          OutputStream out = Channels.newOutputStream(channel)) {
        out.write(content);
        channel.force(true);
      }
      moveInto(file, target);
    } catch (IOException e) {
      throw failure(e, target);
    } finally {
      deleteQuietly(file);
    }
  }

  /** Moves a file whose content has been forced to the disk into its place. */
  static void moveInto(Path file, Path target) throws IOException {
    Files.move(file, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    forceParent(target);
  }

  /** Creates a directory with its parents so that it survives a crash. */
  static void createDirectories(Path directory) throws IOException {
    Files.createDirectories(directory);
    forceParent(directory);
  }

  private static void forceParent(Path path) throws IOException {
    Path parent = path.toAbsolutePath().getParent();
    if (parent != null) {
      force(parent);
    }
  }

  private static void force(Path directory) throws IOException {
    if (directory.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  static void deleteQuietly(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // Whatever is left among the uploads goes at the next start.
    }
  }

  /** Tells a full disk from any other failure to write. */
  static RefusedException failure(IOException e, Path file) {
    String reason = String.valueOf(e.getMessage());
    String text = reason.toLowerCase(Locale.ROOT);
    boolean full =
        text.contains("no space left")
            || text.contains("not enough space")
            || text.contains("quota exceeded");
    RefusedException refused =
        full
            ? Refusal.DISK_FULL.because("the hub's disk is full; nothing was stored")
            : Refusal.INTERNAL.because("the hub could not write " + file.getFileName());
    refused.initCause(e);
    return refused;
  }
}
