package io.seedcast.cli;

import io.seedcast.vision.DataException;
import io.seedcast.vision.DataException.Reason;
import io.seedcast.vision.ImageSize;
import io.seedcast.vision.Images;
import io.seedcast.vision.npy.NpyImages;
import io.seedcast.vision.picture.Picture;
import io.seedcast.vision.picture.PictureFiles;
import io.seedcast.vision.source.DataSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What {@code corrupt} begins with. */
sealed interface CleanImages {
  int COLOUR = 3;
  int BUFFER_BYTES = 1 << 16;

  /** The number of images. */
  int count();

  /** All images, which must be of one size. */
  Images together();

  /** One image; there may be several sizes. */
  Picture picture(int index);

  /** What to call an image, a relative path without ending. */
  String name(int index);

  /** What holds the images, for messages: a file, a folder or a dataset. */
  String origin();

  /** Where one image is, for messages. */
  String origin(int index);

  /** The classes, or null if they are not known. */
  int @Nullable [] labels();

  /** Tells these images from others, by their content without the labels. */
  String digest();

  /**
   * Finds out what a source is and opens it.
   *
   * @param labels the classes, for a source that has none
   */
  static CleanImages find(String source, @Nullable Path labels) {
    if (!isData(source)) {
      Path path = Path.of(source);
      if (Files.isDirectory(path)) {
        List<Path> files = PictureFiles.under(path);
        return new Pictures(path, files, labels == null ? null : readLabels(labels, files.size()));
      }
      if (Files.exists(path) || source.toLowerCase(Locale.ROOT).endsWith(".npy")) {
        return array(NpyImages.open(path), labels);
      }
      if (source.indexOf(':') < 0) {
        throw new DataException(
            Reason.MISSING,
            source
                + ": there is no such file or folder; accepted are images.npy, a folder of PNG and JPEG files, cifar10:DIR, cifar100:DIR, folder:DIR, icons:DIR?held-out=VENDOR, idx:DIR and shapes10");
      }
    }
    if (labels != null) {
      throw new IllegalArgumentException("--labels is for an array or a folder: got " + source);
    }
    Images test = DataSource.parse(source).openTest().test();
    return new InMemory(source, test, test.labels());
  }

  private static boolean isData(String source) {
    return source.equals("shapes10")
        || source.matches("(?:cifar10|cifar100|folder|icons|idx|shapes10):.*");
  }

  private static InMemory array(NpyImages array, @Nullable Path labels) {
    int most = Images.maxCount(array.size());
    if (array.count() > most) {
      throw new DataException(
          Reason.SIZE,
          "%s: %d images of %s are too many; up to %d fit into memory"
              .formatted(array.file(), array.count(), array.size(), most));
    }
    int count = (int) array.count();
    int[] known = labels == null ? null : readLabels(labels, count);
    return new InMemory(
        array.file().toString(), array.read(0, known == null ? new int[count] : known), known);
  }

  private static int[] readLabels(Path file, int count) {
    int[] labels = NpyImages.readLabels(file);
    if (labels.length != count) {
      throw new DataException(
          Reason.MISLABELLED,
          "%s: %d labels for %d images; accepted is one for each"
              .formatted(file, labels.length, count));
    }
    return labels;
  }

  static MessageDigest newSha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform provides SHA-256", e);
    }
  }

  /**
   * Images of one size.
   *
   * @param origin a file or dataset
   * @param labels their classes, or null if those of the images mean nothing
   */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  record InMemory(String origin, Images together, int @Nullable [] labels) implements CleanImages {
    @Override
    public int count() {
      return together.count();
    }

    @Override
    public Picture picture(int index) {
      return Picture.of(together.size(), together.image(index));
    }

    @Override
    public String name(int index) {
      return String.format(Locale.ROOT, "%06d", index);
    }

    @Override
    public String origin(int index) {
      return origin;
    }

    @Override
    public String digest() {
      MessageDigest digest = newSha256();
      String header = count() + " of " + together.size() + "\n";
      digest.update(header.getBytes(StandardCharsets.UTF_8));
      for (int i = 0; i < count(); i++) {
        digest.update(together.image(i));
      }
      return HexFormat.of().formatHex(digest.digest());
    }
  }

  /**
   * Picture files, read when they are needed.
   *
   * @param files in the folder or below it
   * @param labels the classes, or null if they are not known
   */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  record Pictures(Path folder, List<Path> files, int @Nullable [] labels) implements CleanImages {
    @Override
    public int count() {
      return files.size();
    }

    @Override
    public Images together() {
      ImageSize size = picture(0).size();
      if (count() > Images.maxCount(size)) {
        throw new DataException(
            Reason.SIZE,
            "%s: %d images of %s are too many for an array; use --layout images"
                .formatted(folder, count(), size));
      }
      int @Nullable [] known = labels;
      Images.Builder images = Images.builder(count(), size);
      IntStream.range(0, count())
          .parallel()
          .forEach(
              i -> {
                Picture picture = picture(i);
                if (!picture.size().equals(size)) {
                  throw new DataException(
                      Reason.SIZE,
                      "%s: an image of %s, but the first is of %s; an array holds one size, --layout images any"
                          .formatted(files.get(i), picture.size(), size));
                }
                images.put(i, picture.pixelsChw(), known == null ? 0 : known[i]);
              });
      return images.build();
    }

    @Override
    public Picture picture(int index) {
      return Picture.read(files.get(index), COLOUR);
    }

    @Override
    public String name(int index) {
      String name = folder.relativize(files.get(index)).toString();
      return name.substring(0, name.lastIndexOf('.'));
    }

    @Override
    public String origin() {
      return folder.toString();
    }

    @Override
    public String origin(int index) {
      return files.get(index).toString();
    }

    /** Over the names and contents of the files; decoding them takes many times as long. */
    @Override
    public String digest() {
      MessageDigest digest = newSha256();
      byte[] buffer = new byte[BUFFER_BYTES];
      for (Path file : files) {
        try (InputStream in = Files.newInputStream(file)) {
          String line = folder.relativize(file) + "\n" + Files.size(file) + "\n";
          digest.update(line.getBytes(StandardCharsets.UTF_8));
          for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            digest.update(buffer, 0, read);
          }
        } catch (IOException e) {
          throw new DataException(Reason.UNREADABLE, file + ": it cannot be read: " + e, e);
        }
      }
      return HexFormat.of().formatHex(digest.digest());
    }
  }
}
