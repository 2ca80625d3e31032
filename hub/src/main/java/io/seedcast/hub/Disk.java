package io.seedcast.hub;

import io.seedcast.core.file.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
      AtomicFile.writeNew(file, stream -> stream.write(content));
      AtomicFile.moveIntoPlace(file, target);
    } catch (IOException e) {
      throw failure(e, target);
    } finally {
      deleteQuietly(file);
    }
  }

  /** Creates a directory with its parents so that it survives a crash. */
  static void createDirectories(Path directory) throws IOException {
    Files.createDirectories(directory);
    AtomicFile.forceParent(directory);
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
    RefusedException refused =
        AtomicFile.isDiskFull(e)
            ? Refusal.DISK_FULL.because("the hub's disk is full; nothing was stored")
            : Refusal.INTERNAL.because("the hub could not write " + file.getFileName());
    refused.initCause(e);
    return refused;
  }
}
