package io.seedcast.hub;

import io.seedcast.core.file.AtomicFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Writes files that are whole or not there.
 *
 * @param scratch a directory on the same file system as every target
 */
record Disk(Path scratch) {
  private static final Pattern SCRATCH_NAME =
      Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

  /** Returns a path in the scratch directory that nothing has yet. */
  Path newFile() {
    return scratch.resolve(UUID.randomUUID().toString());
  }

  /** Deletes what was being written when an earlier hub ended, and nothing else. */
  void clear() throws IOException {
    for (Path file : entries(scratch)) {
      String name = String.valueOf(file.getFileName());
      if (SCRATCH_NAME.matcher(name).matches() && Files.isRegularFile(file)) {
        Files.delete(file);
      }
    }
  }

  /** Everything in a directory, by name. */
  static List<Path> entries(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.sorted().toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
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

  /** Tells a full disk from any other failure. */
  static RefusedException failure(IOException e, Path file) {
    RefusedException refused =
        AtomicFile.isDiskFull(e)
            ? Refusal.DISK_FULL.because("the hub's disk is full; nothing was stored")
            : Refusal.INTERNAL.because(
                "the hub could not read or write " + file.getFileName() + "; its log says why");
    refused.initCause(e);
    return refused;
  }
}
