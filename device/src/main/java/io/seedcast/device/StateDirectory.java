package io.seedcast.device;

import io.seedcast.core.file.FolderLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The directory in which a device keeps everything, held by one agent at a time. */
final class StateDirectory implements AutoCloseable {
  private static final String STATE = "state.json";

  /** What an agent leaves that was stopped before its first version. */
  private static final Set<String> BEFORE_FIRST_VERSION =
      Set.of(
          FolderLock.FILE,
          STATE + Disk.UNFINISHED,
          PartStore.BLOBS,
          PartStore.PARTIAL,
          Slots.REGROWN);

  /** What an empty file system has at its root. */
  private static final String LOST_AND_FOUND = "lost+found";

  private final Path path;
  private final FolderLock lock;

  private StateDirectory(Path path, FolderLock lock) {
    this.path = path;
    this.lock = lock;
  }

  /**
   * Makes the directory, or takes the one that is there if it is a device's of this model. Nothing
   * is written into any other.
   *
   * @throws DeviceException {@code device.state} if it is something else, {@code
   *     device.state-in-use} if another agent holds it
   */
  static StateDirectory open(Path path, String model) throws IOException {
    Files.createDirectories(path);
    Path state = path.resolve(STATE);
    if (Files.exists(state)) {
      DeviceState.read(state, model);
    } else {
      requireNothingElse(path);
    }
    return new StateDirectory(path, lock(path));
  }

  private static void requireNothingElse(Path path) throws IOException {
    List<String> names = names(path);
    // The lock is made first.
    Set<String> ours = names.contains(FolderLock.FILE) ? BEFORE_FIRST_VERSION : Set.of();
    for (String name : names) {
      if (!ours.contains(name)) {
        throw DeviceException.refused(
            "device.state",
            path
                + ": this is not a device's state, it holds \""
                + name
                + "\"; choose a new or empty directory");
      }
    }
  }

  private static List<String> names(Path path) throws IOException {
    try (Stream<Path> entries = Files.list(path)) {
      return entries
          .map(entry -> entry.getFileName().toString())
          .filter(name -> !name.startsWith(".") && !name.equals(LOST_AND_FOUND))
          .sorted()
          .toList();
    }
  }

  private static FolderLock lock(Path path) throws IOException {
    return FolderLock.tryTake(path)
        .orElseThrow(
            () ->
                DeviceException.failed(
                    "device.state-in-use", "another agent is using the directory " + path, null));
  }

  Path path() {
    return path;
  }

  /** The file that says which version is in use. */
  Path stateFile() {
    return path.resolve(STATE);
  }

  @Override
  public void close() {
    lock.close();
  }
}
