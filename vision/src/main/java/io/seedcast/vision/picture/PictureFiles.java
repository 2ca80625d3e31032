package io.seedcast.vision.picture;

import io.seedcast.vision.DataException;
import io.seedcast.vision.DataException.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Finds picture files: those ending in {@code .png}, {@code .jpg} or {@code .jpeg}, in the order of
 * their paths. Names that begin with a dot are passed over.
 */
public final class PictureFiles {
  private static final List<String> ENDINGS = List.of(".png", ".jpg", ".jpeg");

  private PictureFiles() {}

  /** Whether a file's name ends like a picture's. */
  public static boolean isPicture(Path file) {
    String name = file.toString().toLowerCase(Locale.ROOT);
    return ENDINGS.stream().anyMatch(name::endsWith);
  }

  /**
   * The pictures in a folder, at least one.
   *
   * @throws DataException if there is no such folder, it cannot be read, or holds no picture
   */
  public static List<Path> in(Path folder) {
    return find(folder, 1);
  }

  /**
   * The pictures in a folder and the folders in it, at least one.
   *
   * @throws DataException if there is no such folder, it cannot be read, or holds no picture
   */
  public static List<Path> under(Path folder) {
    return find(folder, Integer.MAX_VALUE);
  }

  private static List<Path> find(Path folder, int depth) {
    if (!Files.isDirectory(folder)) {
      throw new DataException(
          Reason.MISSING,
          folder
              + (Files.exists(folder) ? ": this is not a folder" : ": there is no such folder")
              + "; expected one with PNG and JPEG files");
    }
    try (Stream<Path> entries = Files.walk(folder, depth)) {
      List<Path> files =
          entries
              .filter(file -> isPicture(file) && isVisible(folder.relativize(file)))
              .filter(Files::isRegularFile)
              .sorted()
              .toList();
      if (files.isEmpty()) {
        throw new DataException(
            Reason.MISSING, folder + ": no picture; files ending in " + ENDINGS + " are read");
      }
      return files;
    } catch (IOException | UncheckedIOException e) {
      throw new DataException(Reason.UNREADABLE, folder + ": the folder cannot be read: " + e, e);
    }
  }

  private static boolean isVisible(Path relative) {
    for (Path name : relative) {
      if (name.toString().startsWith(".")) {
        return false;
      }
    }
    return true;
  }
}
