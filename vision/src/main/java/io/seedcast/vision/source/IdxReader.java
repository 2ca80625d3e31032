package io.seedcast.vision.source;

import io.seedcast.vision.DataException;
import io.seedcast.vision.DataException.Reason;
import io.seedcast.vision.Dataset;
import io.seedcast.vision.ImageSize;
import io.seedcast.vision.Images;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Reads the four IDX files of MNIST or a dataset of the same form; each may be gzipped. */
final class IdxReader {
  private static final int IMAGES_RANK = 3;
  private static final int LABELS_RANK = 1;

  private final Path folder;

  private IdxReader(Path folder) {
    this.folder = folder;
  }

  static IdxReader open(Path folder) {
    SourceFiles.requireFolder(folder);
    return new IdxReader(folder);
  }

  Dataset readAll() {
    byte[] trainLabels = labels("train");
    byte[] testLabels = labels("t10k");
    Images train = images("train", trainLabels);
    Images test = images("t10k", testLabels);
    if (!train.size().equals(test.size())) {
      throw new DataException(
          Reason.SIZE,
          "%s: training images are %s, but test images %s; they must be of one size"
              .formatted(folder, train.size(), test.size()));
    }
    return new Dataset("idx", classNames(trainLabels, testLabels), train, test);
  }

  Dataset readTest() {
    byte[] testLabels = labels("t10k");
    Images test = images("t10k", testLabels);
    Images noTrain = Images.builder(0, test.size()).build();
    return new Dataset("idx", classNames(trainLabelsIfThere(), testLabels), noTrain, test);
  }

  /** A device may have the test images alone; they nearly always have a picture of every class. */
  private byte[] trainLabelsIfThere() {
    return found("train", "labels", LABELS_RANK)
        .map(file -> IdxFile.read(file, LABELS_RANK).values())
        .orElse(new byte[0]);
  }

  private static List<String> classNames(byte[] trainLabels, byte[] testLabels) {
    int largest = 1;
    for (byte[] labels : List.of(trainLabels, testLabels)) {
      for (byte label : labels) {
        largest = Math.max(largest, label & 0xFF);
      }
    }
    return IntStream.rangeClosed(0, largest).mapToObj(String::valueOf).toList();
  }

  private byte[] labels(String split) {
    return IdxFile.read(find(split, "labels", LABELS_RANK), LABELS_RANK).values();
  }

  private Images images(String split, byte[] labels) {
    Path file = find(split, "images", IMAGES_RANK);
    IdxFile idx = IdxFile.read(file, IMAGES_RANK);
    int count = idx.dimensions().get(0);
    int height = idx.dimensions().get(1);
    int width = idx.dimensions().get(2);
    if (count != labels.length) {
      throw new DataException(
          Reason.MIXED_UP,
          "%s holds %d images, but its labels file %d labels"
              .formatted(file, count, labels.length));
    }
    if (height > ImageSize.MAX_SIDE || width > ImageSize.MAX_SIDE) {
      throw new DataException(
          Reason.SIZE,
          "%s: images of %d x %d pixels are too large; sides up to %d are accepted"
              .formatted(file, height, width, ImageSize.MAX_SIDE));
    }
    ImageSize size = new ImageSize(1, height, width);
    Images.Builder images = Images.builder(count, size);
    for (int i = 0; i < count; i++) {
      images.put(i, idx.values(), i * size.bytes(), labels[i] & 0xFF);
    }
    return images.build();
  }

  private Path find(String split, String what, int rank) {
    return found(split, what, rank)
        .orElseThrow(
            () ->
                new DataException(
                    Reason.MISSING,
                    "%s: the file %s is missing, plain or with .gz"
                        .formatted(folder, names(split, what, rank).get(0))));
  }

  private Optional<Path> found(String split, String what, int rank) {
    return names(split, what, rank).stream()
        .flatMap(name -> Stream.of(name, name + ".gz"))
        .map(folder::resolve)
        .filter(Files::isRegularFile)
        .findFirst();
  }

  /**
   * Both spellings of the published files are in use: with a hyphen and, once unpacked by some
   * tools, with a dot.
   */
  private static List<String> names(String split, String what, int rank) {
    return List.of(
        split + "-" + what + "-idx" + rank + "-ubyte",
        split + "-" + what + ".idx" + rank + "-ubyte");
  }
}
