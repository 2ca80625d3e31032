package io.seedcast.train;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * The right to write into a run folder, which one training has at a time: a lock on the file {@code
 * lock}, which stays. It ends with the process, however that ends. Reading takes no right.
 */
final class RunLock implements AutoCloseable {
  private static final String FILE = "lock";

  private final FileChannel channel;

  private RunLock(FileChannel channel) {
    this.channel = channel;
  }

  /** Takes the right to write into a folder, unless somebody has it. */
  static Optional<RunLock> tryTake(Path folder) throws IOException {
    FileChannel channel =
        FileChannel.open(folder.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (tryLock(channel)) {
      return Optional.of(new RunLock(channel));
    }
    channel.close();
    return Optional.empty();
  }

  private static boolean tryLock(FileChannel channel) {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false; // Held by this very process.
    } catch (IOException e) {
      return true; // File systems of some clusters know no locks; one can train there all the same.
    }
  }

  /** Gives the right back. */
  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      // The lock ends with the process at the latest.
    }
  }
}
