package io.seedcast.vision.corruption;

import io.seedcast.vision.DataException;
import io.seedcast.vision.DataException.Reason;
import io.seedcast.vision.ImageSize;
import io.seedcast.vision.Images;
import io.seedcast.vision.npy.NpyImages;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Corrupted images that were made before, in a folder of {@code .npy} files. For each corruption
 * there is one of
 *
 * <pre>
 * fog.npy                 (5 N, height, width, 3)  severities 1 to 5, one after the other, as in the
 *                                                  published CIFAR-10-C
 * fog_1.npy to fog_5.npy  (N, height, width, 3)    each severity by itself; some may be missing
 * </pre>
 *
 * and for all of them {@code labels.npy}: N integers, or 5 N of them, the same five times. Which
 * files there are, and whether they fit together, is checked when a folder is opened; the images
 * are read when they are asked for. Safe for any number of threads.
 */
public final class CorruptedSets {
  /** The name of the file that holds the labels. */
  public static final String LABELS = "labels.npy";

  private static final String ARRAYS = "files such as fog.npy (all severities) or fog_3.npy";

  /** Where the images of one corruption and severity begin. */
  private record Place(NpyImages array, long first, long count) {}

  private final Path folder;
  private final Map<String, Place> places;
  private final Place any;
  private final int[] labels;

  private CorruptedSets(Path folder, Map<String, Place> places, Place any, int[] labels) {
    this.folder = folder;
    this.places = places;
    this.any = any;
    this.labels = labels;
  }

  /**
   * Opens a folder; reads the labels, and of each array its header.
   *
   * @throws DataException if there is no array of corrupted images or no labels, an array is
   *     damaged, or they do not fit together
   */
  public static CorruptedSets open(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new DataException(
          Reason.MISSING,
          folder
              + (Files.exists(folder) ? ": this is not a folder" : ": there is no such folder")
              + "; expected one with "
              + ARRAYS);
    }
    Map<String, Place> places = new LinkedHashMap<>();
    for (Corruption corruption : Corruption.values()) {
      find(folder, corruption, places);
    }
    Place any =
        places.values().stream()
            .findFirst()
            .orElseThrow(
                () ->
                    new DataException(
                        Reason.MISSING, folder + ": no corrupted images; expected " + ARRAYS));
    for (Place place : places.values()) {
      requireAlike(any, place);
    }
    return new CorruptedSets(folder, places, any, labels(folder.resolve(LABELS), any));
  }

  private static void find(Path folder, Corruption corruption, Map<String, Place> places) {
    Path stacked = folder.resolve(corruption.id() + ".npy");
    boolean isStacked = Files.exists(stacked);
    if (isStacked) {
      NpyImages array = NpyImages.open(stacked);
      if (array.count() % Corruption.SEVERITIES != 0) {
        throw new DataException(
            Reason.SIZE,
            "%s: %d images are not %d severities of equally many"
                .formatted(stacked, array.count(), Corruption.SEVERITIES));
      }
      long count = array.count() / Corruption.SEVERITIES;
      for (int severity = 1; severity <= Corruption.SEVERITIES; severity++) {
        places.put(name(corruption, severity), new Place(array, (severity - 1) * count, count));
      }
    }
    for (int severity = 1; severity <= Corruption.SEVERITIES; severity++) {
      String name = name(corruption, severity);
      Path separate = folder.resolve(name + ".npy");
      if (Files.exists(separate)) {
        if (isStacked) {
          throw new DataException(
              Reason.MIXED_UP,
              "%s and %s hold the same severity; remove one of them"
                  .formatted(stacked, separate.getFileName()));
        }
        NpyImages array = NpyImages.open(separate);
        places.put(name, new Place(array, 0, array.count()));
      }
    }
  }

  private static void requireAlike(Place expected, Place found) {
    if (found.count != expected.count || !found.array.size().equals(expected.array.size())) {
      throw new DataException(
          Reason.MIXED_UP,
          "%s holds %d images of %s a severity, but %s holds %d of %s; all must be made of the same images"
              .formatted(
                  found.array.file(),
                  found.count,
                  found.array.size(),
                  expected.array.file().getFileName(),
                  expected.count,
                  expected.array.size()));
    }
  }

  private static int[] labels(Path file, Place place) {
    if (!Files.exists(file)) {
      throw new DataException(
          Reason.MISSING, file + ": the labels are missing; expected one integer per image");
    }
    int[] labels = NpyImages.readLabels(file);
    long count = place.count;
    if (labels.length != count && labels.length != Corruption.SEVERITIES * count) {
      throw new DataException(
          Reason.MISLABELLED,
          "%s: %d labels do not match %s, which holds %d images a severity; accepted are %d or %d labels"
              .formatted(
                  file,
                  labels.length,
                  place.array.file().getFileName(),
                  count,
                  count,
                  Corruption.SEVERITIES * count));
    }
    for (int i = 0; i < labels.length; i++) {
      if (labels[i] != labels[(int) (i % count)]) {
        throw new DataException(
            Reason.MISLABELLED,
            "%s: label %d is %d, but label %d is %d, of the same image at another severity"
                .formatted(file, i, labels[i], i % count, labels[(int) (i % count)]));
      }
    }
    return Arrays.copyOf(labels, (int) count);
  }

  private static String name(Corruption corruption, int severity) {
    return corruption.id() + "_" + severity;
  }

  /** The size of every image. */
  public ImageSize imageSize() {
    return any.array.size();
  }

  /** The number of images of each corruption and severity. */
  public int count() {
    return labels.length;
  }

  /** The classes of the images, a copy. */
  public int[] labels() {
    return labels.clone();
  }

  /** Whether there are images of this corruption and severity. */
  public boolean has(Corruption corruption, int severity) {
    return places.containsKey(name(corruption, severity));
  }

  /** The corruptions of which there are images at all severities, in order. */
  public List<Corruption> complete() {
    return Arrays.stream(Corruption.values())
        .filter(
            corruption -> {
              int severity = 1;
              while (severity <= Corruption.SEVERITIES && has(corruption, severity)) {
                severity++;
              }
              return severity > Corruption.SEVERITIES;
            })
        .toList();
  }

  /**
   * Reads the images of one corruption and severity.
   *
   * @throws DataException if there are none, they do not fit into memory, or cannot be read
   */
  public Images read(Corruption corruption, int severity) {
    Place place = place(corruption, severity);
    return place.array.read(place.first, labels);
  }

  /**
   * Reads one image of a corruption and severity, layout (C, H, W).
   *
   * @throws DataException if there are none, or it cannot be read
   */
  public byte[] image(Corruption corruption, int severity, int index) {
    Place place = place(corruption, severity);
    return place.array.read(place.first + index, labels[index]).image(0);
  }

  private Place place(Corruption corruption, int severity) {
    Place place = places.get(name(corruption, severity));
    if (place == null) {
      throw new DataException(
          Reason.MISSING,
          "%s holds neither %s.npy nor %s.npy"
              .formatted(folder, corruption.id(), name(corruption, severity)));
    }
    return place;
  }
}
