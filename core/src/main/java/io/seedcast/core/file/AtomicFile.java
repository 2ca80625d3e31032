package io.seedcast.core.file;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Replaces a file as a whole: the content goes to a temporary file beside it, is forced to the
 * disk, and is then moved over the target. After a crash or a full disk the target is either the
 * old file or the new one, and on failure nothing of the new one is left.
 */
public final class AtomicFile {
  private AtomicFile() {}

  /** Writes a file's content. */
  @FunctionalInterface
  public interface Content {
    /** Writes everything to the stream, which the caller closes. */
    void writeTo(OutputStream stream) throws IOException;
  }

  /** Replaces the file by these bytes. */
  public static void write(Path target, byte[] bytes) throws IOException {
    write(target, stream -> stream.write(bytes));
  }

  /**
   * Replaces the file by this content.
   *
   * @throws IOException if it could not be written; the target is unchanged
   */
  public static void write(Path target, Content content) throws IOException {
    Path absolute = target.toAbsolutePath();
    Path temporary =
        absolute.resolveSibling(
            absolute.getFileName() + "." + ProcessHandle.current().pid() + ".tmp");
    try {
      try (FileChannel channel =
              FileChannel.open(
                  temporary,
                  StandardOpenOption.CREATE,
                  StandardOpenOption.TRUNCATE_EXISTING,
                  StandardOpenOption.WRITE);
          OutputStream stream =
              new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16)) {
        content.writeTo(stream);
        stream.flush();
        channel.force(true);
      }
      Files.move(
          temporary, absolute, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }
}
