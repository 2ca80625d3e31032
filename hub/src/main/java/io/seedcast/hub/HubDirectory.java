package io.seedcast.hub;

import io.seedcast.core.failure.SeedcastException.Kind;
import io.seedcast.core.file.FolderLock;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The directory that a hub has for itself, for as long as this is open.
 *
 * <p>It must be new, empty or a hub's already. A hub makes the lock first and its folders next, so
 * its directory is known by the lock and all folders, or by the lock and nothing that is not its
 * own. Hidden files and {@code lost+found} do not count.
 */
final class HubDirectory implements AutoCloseable {
  private static final String MODELS = "models";
  private static final String DEVICES = "devices";
  private static final String UPLOADS = "uploads";
  private static final Set<String> ALL = Set.of(FolderLock.FILE, MODELS, DEVICES, UPLOADS);

  private final Path root;
  private final FolderLock lock;

  private HubDirectory(Path root, FolderLock lock) {
    this.root = root;
    this.lock = lock;
  }

  /**
   * Opens a hub's directory, or creates it, and locks it.
   *
   * @throws HubException {@code hub.directory} if it holds something else or cannot be used, {@code
   *     hub.directory-in-use} if another hub uses it
   */
  static HubDirectory open(Path root) {
    try {
      requireOwn(root);
      Disk.createDirectories(root);
      HubDirectory directory = new HubDirectory(root, lock(root));
      try {
        Disk.createDirectories(directory.models());
        Disk.createDirectories(directory.devices());
        Disk.createDirectories(directory.uploads());
        return directory;
      } catch (IOException e) {
        directory.close();
        throw e;
      }
    } catch (IOException e) {
      throw unusable(root, e);
    }
  }

  private static void requireOwn(Path root) throws IOException {
    if (!Files.exists(root)) {
      return;
    }
    if (!Files.isDirectory(root)) {
      throw refused(root + " is a file; a hub needs a directory");
    }
    Set<String> found = namesIn(root);
    boolean complete = found.containsAll(ALL);
    boolean begun = found.contains(FolderLock.FILE) && ALL.containsAll(found);
    if (found.isEmpty() || complete || begun) {
      return;
    }
    String foreign =
        found.stream()
            .filter(name -> !ALL.contains(name))
            .findFirst()
            .orElse(found.iterator().next());
    throw refused(
        root
            + " is no hub's directory: it holds \""
            + foreign
            + "\"; choose a new or empty directory, or one that a hub has used");
  }

  private static Set<String> namesIn(Path root) throws IOException {
    return Disk.entries(root).stream()
        .map(entry -> String.valueOf(entry.getFileName()))
        .filter(name -> !name.startsWith(".") && !name.equals("lost+found"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static FolderLock lock(Path root) throws IOException {
    return FolderLock.tryTake(root)
        .orElseThrow(
            () ->
                new HubException(
                    Kind.FAILED,
                    "hub.directory-in-use",
                    "another hub is using the directory " + root));
  }

  private static HubException refused(String message) {
    return new HubException(Kind.REFUSED, "hub.directory", message);
  }

  /** Says that the file system failed. */
  static HubException unusable(Path root, IOException e) {
    return new HubException(
        Kind.FAILED,
        "hub.directory",
        "the hub's directory " + root + " cannot be used: " + reason(e),
        e);
  }

  /** Some failures of the file system say no more than the file's name. */
  private static String reason(IOException e) {
    if (e instanceof AccessDeniedException) {
      return e.getMessage() + ": access denied";
    }
    if (e instanceof FileAlreadyExistsException) {
      return e.getMessage() + " is no directory";
    }
    return String.valueOf(e.getMessage());
  }

  Path root() {
    return root;
  }

  /** One folder a model. */
  Path models() {
    return root.resolve(MODELS);
  }

  /** One file a device. */
  Path devices() {
    return root.resolve(DEVICES);
  }

  /** What is being written. */
  Path uploads() {
    return root.resolve(UPLOADS);
  }

  /** Gives the directory free. */
  @Override
  public void close() {
    lock.close();
  }
}
