package io.seedcast.vision.source;

import io.seedcast.vision.DataException;
import io.seedcast.vision.DataException.Reason;
import io.seedcast.vision.Dataset;
import io.seedcast.vision.Images;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;

/**
 * Reads a folder of binary CIFAR files.
 *
 * <p>Without checksums in the format, it is verified by what must hold: whole records, as many in
 * every training file, labels in range, every fine class in one coarse class, no two files alike,
 * as many class names as classes.
 */
final class CifarReader {
  private static final int NO_COARSE_LABEL = -1;

  private final CifarFormat format;
  private final Path folder;

  private CifarReader(CifarFormat format, Path folder) {
    this.format = format;
    this.folder = folder;
  }

  /**
   * Opens the files in {@code folder} or in the published archive's folder inside it.
   *
   * @throws DataException if they are not there
   */
  static CifarReader open(CifarFormat format, Path folder) {
    SourceFiles.requireFolder(folder);
    Path inner = folder.resolve(format.folderName());
    for (Path candidate : List.of(folder, inner)) {
      if (holdsAny(candidate, format)) {
        return new CifarReader(format, candidate);
      }
    }
    CifarFormat other = format.other();
    if (holdsAny(folder, other) || holdsAny(folder.resolve(other.folderName()), other)) {
      throw new DataException(
          Reason.MIXED_UP,
          "%s holds %s, not %s; use %s:%s"
              .formatted(folder, other.title(), format.title(), other.kind(), folder));
    }
    throw new DataException(
        Reason.MISSING,
        "%s holds no %s in binary form: looked for %s there and in %s"
            .formatted(folder, format.title(), format.testFile(), inner));
  }

  private static boolean holdsAny(Path folder, CifarFormat format) {
    return format.allFiles().stream().anyMatch(name -> Files.exists(folder.resolve(name)));
  }

  Dataset readAll() {
    List<Path> trainFiles = format.trainFiles().stream().map(folder::resolve).toList();
    Path testFile = folder.resolve(format.testFile());
    int testCount = records(testFile);
    int perFile = equalRecords(trainFiles);
    refuseCopies(Stream.concat(trainFiles.stream(), Stream.of(testFile)).toList());
    List<String> classNames = classNames();
    Images train = read(trainFiles, perFile);
    Images test = read(List.of(testFile), testCount);
    return new Dataset(format.kind(), classNames, train, test);
  }

  Dataset readTest() {
    Path testFile = folder.resolve(format.testFile());
    Images test = read(List.of(testFile), records(testFile));
    Images noTrain = Images.builder(0, CifarFormat.IMAGE_SIZE).build();
    return new Dataset(format.kind(), classNames(), noTrain, test);
  }

  /** The number of records of every one of the files. */
  private int equalRecords(List<Path> files) {
    int expected = records(files.get(0));
    for (Path file : files) {
      int found = records(file);
      if (found != expected) {
        throw new DataException(
            Reason.TRUNCATED,
            "%s holds %d records, but %s holds %d; training files must hold the same number"
                .formatted(file, found, files.get(0).getFileName(), expected));
      }
    }
    return expected;
  }

  /** The number of records of one file, from its length. */
  private int records(Path file) {
    long bytes = SourceFiles.size(file);
    int recordBytes = format.recordBytes();
    if (bytes == 0) {
      throw new DataException(
          Reason.TRUNCATED, file + " is empty; expected records of " + recordBytes + " bytes");
    }
    if (bytes % recordBytes != 0) {
      CifarFormat other = format.other();
      if (bytes % other.recordBytes() == 0) {
        throw new DataException(
            Reason.MIXED_UP,
            "%s: %d bytes are whole records of %s (%d bytes each), not of %s (%d bytes each)"
                .formatted(
                    file, bytes, other.title(), other.recordBytes(), format.title(), recordBytes));
      }
      throw new DataException(
          Reason.TRUNCATED,
          "%s: %d bytes are %d whole %s records of %d bytes and %d bytes more; the file is cut short or damaged"
              .formatted(
                  file,
                  bytes,
                  bytes / recordBytes,
                  format.title(),
                  recordBytes,
                  bytes % recordBytes));
    }
    return SourceFiles.checkedCount(file, bytes / recordBytes, CifarFormat.IMAGE_SIZE);
  }

  private static void refuseCopies(List<Path> files) {
    for (int i = 0; i < files.size(); i++) {
      for (int j = 0; j < i; j++) {
        if (SourceFiles.equalContent(files.get(j), files.get(i))) {
          throw new DataException(
              Reason.MIXED_UP,
              "%s and %s have the same content; one was copied over the other"
                  .formatted(files.get(j), files.get(i).getFileName()));
        }
      }
    }
  }

  private List<String> classNames() {
    Path file = folder.resolve(format.namesFile());
    if (!Files.exists(file)) {
      return format.classNames();
    }
    List<String> names = SourceFiles.lines(file);
    int expected = format.classNames().size();
    if (names.size() != expected || new HashSet<>(names).size() != expected) {
      throw new DataException(
          Reason.MISLABELLED,
          "%s: expected %d different class names, one per line: got %d, %d of them different"
              .formatted(file, expected, names.size(), new HashSet<>(names).size()));
    }
    return names;
  }

  private Images read(List<Path> files, int recordsPerFile) {
    Images.Builder images =
        Images.builder(
            SourceFiles.checkedCount(
                folder, (long) files.size() * recordsPerFile, CifarFormat.IMAGE_SIZE),
            CifarFormat.IMAGE_SIZE);
    int[] coarseOfFine = new int[format.classNames().size()];
    Arrays.fill(coarseOfFine, NO_COARSE_LABEL);
    for (int i = 0; i < files.size(); i++) {
      read(files.get(i), recordsPerFile, images, i * recordsPerFile, coarseOfFine);
    }
    return images.build();
  }

  private void read(
      Path file, int records, Images.Builder images, int firstIndex, int[] coarseOfFine) {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
      byte[] record = new byte[format.recordBytes()];
      for (int i = 0; i < records; i++) {
        int found = in.readNBytes(record, 0, record.length);
        if (found < record.length) {
          throw new DataException(
              Reason.TRUNCATED, file + ": the file became shorter while it was read");
        }
        checkLabels(file, i, record, coarseOfFine);
        int label = record[format.labelBytes() - 1] & 0xFF;
        images.put(firstIndex + i, record, format.labelBytes(), label);
      }
    } catch (IOException e) {
      throw SourceFiles.unreadable(file, e);
    }
  }

  private void checkLabels(Path file, int index, byte[] record, int[] coarseOfFine) {
    int label = record[format.labelBytes() - 1] & 0xFF;
    if (label >= coarseOfFine.length) {
      throw mislabelled(
          file, index, format.labelBytes() - 1, "label", label, coarseOfFine.length - 1);
    }
    if (format.hasCoarseLabel()) {
      int coarse = record[0] & 0xFF;
      if (coarse >= CifarFormat.COARSE_CLASSES) {
        throw mislabelled(file, index, 0, "coarse label", coarse, CifarFormat.COARSE_CLASSES - 1);
      }
      if (coarseOfFine[label] == NO_COARSE_LABEL) {
        coarseOfFine[label] = coarse;
      }
      if (coarseOfFine[label] != coarse) {
        throw new DataException(
            Reason.MISLABELLED,
            "%s: record %d has fine label %d in coarse class %d, an earlier record in %d; the labels are damaged"
                .formatted(file, index, label, coarse, coarseOfFine[label]));
      }
    }
  }

  private DataException mislabelled(
      Path file, int index, int byteInRecord, String what, int value, int largest) {
    long offset = (long) index * format.recordBytes() + byteInRecord;
    return new DataException(
        Reason.MISLABELLED,
        "%s: the %s of record %d (byte %d) is %d; %s accepts 0 to %d"
            .formatted(file, what, index, offset, value, format.title(), largest));
  }
}
