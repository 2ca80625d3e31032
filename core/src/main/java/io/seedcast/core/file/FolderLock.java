package io.seedcast.core.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The right to a folder, which one holder has at a time: a lock on the file {@link #FILE} in it,
 * which stays. It ends with the process, however that ends. Thread-safe.
 *
 * <p>Where a file system knows no locks, as those of some clusters, it keeps out others of this
 * process only.
 */
public final class FolderLock implements AutoCloseable {
  /** The name of the file that is locked; its content is nothing. */
  public static final String FILE = "lock";

  /**
   * What this process holds. A second channel on a file must not even be opened: closing it would
   * end the lock of the first, as POSIX has it.
   */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path folder;
  private final FileChannel channel;

  private FolderLock(Path folder, FileChannel channel) {
    this.folder = folder;
    this.channel = channel;
  }

  /**
   * Takes the right to a folder, unless somebody has it; to be closed by the caller.
   *
   * @param folder that exists
   * @throws IOException if the file cannot be made
   */
  public static Optional<FolderLock> tryTake(Path folder) throws IOException {
    Path real = folder.toRealPath();
    if (!HELD.add(real)) {
      return Optional.empty();
    }
    Optional<FolderLock> taken = Optional.empty();
    try {
      taken = lock(real);
      return taken;
    } finally {
      if (taken.isEmpty()) {
        HELD.remove(real);
      }
    }
  }

  private static Optional<FolderLock> lock(Path folder) throws IOException {
    Path file = folder.resolve(FILE);
    boolean isNew = Files.notExists(file);
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (!isLocked(channel)) {
      channel.close();
      return Optional.empty();
    }
    if (isNew) {
      AtomicFile.forceParent(file);
    }
    return Optional.of(new FolderLock(folder, channel));
  }

  private static boolean isLocked(FileChannel channel) {
    try {
      return channel.tryLock() != null;
    } catch (IOException e) {
      return true; // No locks here.
    }
  }

  /** Gives the right back. */
  @Override
  public void close() {
    if (!channel.isOpen()) {
      return;
    }
    try {
      channel.close();
    } catch (IOException e) {
      // The lock ends with the process at the latest.
    }
    HELD.remove(folder);
  }
}
