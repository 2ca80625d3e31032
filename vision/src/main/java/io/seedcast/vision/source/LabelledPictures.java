package io.seedcast.vision.source;

import io.seedcast.vision.DataException;
import io.seedcast.vision.DataException.Reason;
import io.seedcast.vision.ImageSize;
import io.seedcast.vision.Images;
import io.seedcast.vision.picture.Picture;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Reads picture files as images of one size: that of the first, or one they are made to fit. */
final class LabelledPictures {
  private static final int COLOUR = 3;

  private final String kind;
  private final Path folder;
  private final @Nullable ImageSize resizeTo;

  /**
   * Prepares reading.
   *
   * @param kind of data source
   * @param folder the data source's
   * @param resizeTo what every picture is made to fit, or null if all are of one size and in colour
   */
  LabelledPictures(String kind, Path folder, @Nullable ImageSize resizeTo) {
    this.kind = kind;
    this.folder = folder;
    this.resizeTo = resizeTo;
  }

  /** A picture that is to be read. */
  record LabelledFile(Path path, int label) {}

  /** The size of the images. */
  ImageSize size(List<LabelledFile> files) {
    return resizeTo == null ? Picture.read(files.get(0).path(), COLOUR).size() : resizeTo;
  }

  /** Reads pictures, in their order. */
  Images read(List<LabelledFile> files, ImageSize size) {
    int count = SourceFiles.checkedCount(folder, files.size(), size);
    Images.Builder images = Images.builder(count, size);
    // Decoding dominates. The outcome does not depend on the order, except for which of several bad
    // files is named.
    IntStream.range(0, count)
        .parallel()
        .forEach(i -> images.put(i, read(files.get(i).path(), size), files.get(i).label()));
    return images.build();
  }

  private byte[] read(Path file, ImageSize size) {
    Picture picture = Picture.read(file, size.channels());
    if (resizeTo != null) {
      return picture.resize(size.height(), size.width()).pixelsChw();
    }
    if (!picture.size().equals(size)) {
      throw new DataException(
          Reason.SIZE,
          "%s: %d x %d pixels, but the first image has %d x %d; to resize all, write %s:%s?size=3x32x32"
              .formatted(
                  file,
                  picture.size().height(),
                  picture.size().width(),
                  size.height(),
                  size.width(),
                  kind,
                  folder));
    }
    return picture.pixelsChw();
  }
}
