package io.seedcast.core.file;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Writes that happen whole or not at all: to a hidden neighbour first, which is then moved over the
 * target. A file is forced to the disk before it is moved, so after a crash or on a full disk it is
 * what it was before or what it was to become. On failure nothing of the new content is left; what
 * stays of a process that was killed, {@link #deleteLeftovers} removes.
 */
public final class AtomicFile {
  private static final int BUFFER_BYTES = 1 << 16;
  private static final String TEMPORARY = ".tmp";
  private static final String UUID_PATTERN = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}";

  /** Whatever is written to it fails as on a full disk; Linux and others have it. */
  private static final Path ALWAYS_FULL = Path.of("/dev/full");

  private AtomicFile() {}

  /** Produces a file's bytes. */
  @FunctionalInterface
  public interface Content {
    /** Writes everything to the stream, which the caller closes. */
    void writeTo(OutputStream stream) throws IOException;
  }

  /** Fills a new, empty directory. */
  @FunctionalInterface
  public interface DirectoryContent {
    /** Makes everything that belongs in the directory. */
    void fill(Path directory) throws IOException;
  }

  /**
   * Replaces a file by these bytes.
   *
   * @throws IOException if it could not be written; the target is unchanged
   */
  public static void write(Path target, byte[] bytes) throws IOException {
    write(target, stream -> stream.write(bytes));
  }

  /**
   * Replaces a file by this content.
   *
   * @throws IOException if it could not be written; the target is unchanged
   */
  public static void write(Path target, Content content) throws IOException {
    Path temporary = neighbour(target);
    try {
      writeNew(temporary, content);
      moveIntoPlace(temporary, target);
    } catch (Throwable e) {
      deleteAfter(e, temporary);
      throw e;
    }
  }

  /**
   * Makes a directory, which must not exist or be empty. Its files are forced to the disk as far as
   * the content does so, as {@link #writeNew} does.
   *
   * @throws IOException if it could not be made; the target is unchanged
   */
  public static void writeDirectory(Path target, DirectoryContent content) throws IOException {
    Path temporary = neighbour(target);
    try {
      Files.createDirectory(temporary);
      content.fill(temporary);
      moveIntoPlace(temporary, target);
    } catch (Throwable e) {
      deleteAfter(e, temporary);
      throw e;
    }
  }

  /** Writes a file that does not exist yet, and forces it to the disk. */
  public static void writeNew(Path file, Content content) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      OutputStream stream =
          new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER_BYTES);
      content.writeTo(stream);
      stream.flush();
      channel.force(true);
    }
  }

  /**
   * Deletes what writes to this target left beside it when their process was killed. Only for the
   * one who alone writes the target: a write that is under way would lose its file too.
   */
  public static void deleteLeftovers(Path target) throws IOException {
    Path absolute = target.toAbsolutePath();
    Pattern leftover =
        Pattern.compile(
            Pattern.quote("." + absolute.getFileName() + ".")
                + UUID_PATTERN
                + Pattern.quote(TEMPORARY));
    List<Path> found;
    try (Stream<Path> neighbours = Files.list(absolute.resolveSibling(""))) {
      found =
          neighbours
              .filter(path -> leftover.matcher(String.valueOf(path.getFileName())).matches())
              .toList();
    }
    for (Path path : found) {
      deleteTree(path);
    }
  }

  /**
   * Moves a file or directory over its target, on the same file system, and makes the new name
   * durable. The content is to have been forced to the disk before.
   */
  public static void moveIntoPlace(Path source, Path target) throws IOException {
    Files.move(source, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    forceParent(target);
  }

  /** Makes the names in the directory that holds this path durable, where the system can. */
  public static void forceParent(Path path) throws IOException {
    Path parent = path.toAbsolutePath().getParent();
    if (parent != null && parent.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      try (FileChannel channel = FileChannel.open(parent, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  /** Tells a full disk, or a used-up quota, from any other failure to write. */
  public static boolean isDiskFull(IOException failure) {
    String reason = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
    return reason.contains("no space left")
        || reason.contains("not enough space")
        || reason.contains("quota exceeded")
        || fullInThisLanguage().filter(reason::contains).isPresent();
  }

  /** The reasons of failures are told in the language of the system. */
  private static Optional<String> fullInThisLanguage() {
    try (FileChannel channel = FileChannel.open(ALWAYS_FULL, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.allocate(1));
      return Optional.empty();
    } catch (FileSystemException e) {
      return Optional.empty();
    } catch (IOException e) {
      return Optional.ofNullable(e.getMessage()).map(text -> text.toLowerCase(Locale.ROOT));
    }
  }

  private static Path neighbour(Path target) {
    Path absolute = target.toAbsolutePath();
    return absolute.resolveSibling(
        "." + absolute.getFileName() + "." + UUID.randomUUID() + TEMPORARY);
  }

  private static void deleteAfter(Throwable failure, Path temporary) {
    try {
      if (Files.exists(temporary)) {
        deleteTree(temporary);
      }
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  private static void deleteTree(Path root) throws IOException {
    try (Stream<Path> tree = Files.walk(root)) {
      List<Path> deepestFirst = tree.sorted(Comparator.reverseOrder()).toList();
      for (Path path : deepestFirst) {
        Files.deleteIfExists(path);
      }
    }
  }
}
