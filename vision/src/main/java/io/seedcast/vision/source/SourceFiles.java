package io.seedcast.vision.source;

import io.seedcast.vision.DataException;
import io.seedcast.vision.DataException.Reason;
import io.seedcast.vision.ImageSize;
import io.seedcast.vision.Images;
import io.seedcast.vision.picture.PictureFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** File system questions that all readers ask, with failures that name the file. */
final class SourceFiles {
  private static final int MAX_TEXT_BYTES = 64 << 10;

  private SourceFiles() {}

  static void requireFolder(Path folder) {
    if (!Files.isDirectory(folder)) {
      String found = Files.exists(folder) ? "this is not a folder" : "there is no such folder";
      throw new DataException(Reason.MISSING, folder + ": " + found);
    }
  }

  /** The length of a regular file in bytes. */
  static long size(Path file) {
    if (!Files.isRegularFile(file)) {
      throw new DataException(
          Reason.MISSING,
          file + (Files.exists(file) ? ": this is not a file" : ": the file is missing"));
    }
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  /** Returns {@code count} if so many images of this size can be held in memory. */
  static int checkedCount(Path file, long count, ImageSize size) {
    long most = Images.maxCount(size);
    if (count > most) {
      throw new DataException(
          Reason.SIZE,
          "%s: %d images of %s are too many; up to %d fit into memory"
              .formatted(file, count, size, most));
    }
    return (int) count;
  }

  /** Whether this is a file with the ending of an image. */
  static boolean isImage(Path file) {
    return Files.isRegularFile(file) && PictureFiles.isPicture(file);
  }

  /** The sorted names of a folder's visible entries that are accepted. */
  static List<String> names(Path folder, Predicate<Path> accepted) {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .filter(accepted)
          .map(entry -> entry.getFileName().toString())
          .filter(name -> !name.startsWith("."))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw unreadable(folder, e);
    }
  }

  static boolean equalContent(Path a, Path b) {
    try {
      return Files.size(a) == Files.size(b) && Files.mismatch(a, b) < 0;
    } catch (IOException e) {
      throw unreadable(b, e);
    }
  }

  /** The lines of a short UTF-8 file that are not blank, without surrounding white space. */
  static List<String> lines(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX_TEXT_BYTES + 1);
      if (bytes.length > MAX_TEXT_BYTES) {
        throw new DataException(
            Reason.SIZE, file + ": too long for a list of names; up to 64 KiB are read");
      }
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    } catch (CharacterCodingException e) {
      throw new DataException(Reason.UNDECODABLE, file + ": not a text in UTF-8", e);
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  static DataException unreadable(Path file, IOException cause) {
    if (cause instanceof NoSuchFileException) {
      return new DataException(Reason.MISSING, file + ": the file is missing", cause);
    }
    return new DataException(
        Reason.UNREADABLE, file + ": the file cannot be read: " + cause, cause);
  }
}
