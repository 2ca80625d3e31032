package io.seedcast.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.seedcast.core.failure.SeedcastException;
import io.seedcast.core.failure.SeedcastException.Kind;
import io.seedcast.core.file.AtomicFile;
import io.seedcast.experiment.judge.RecordedSettings;
import io.seedcast.vision.DataException;
import io.seedcast.vision.DataException.Reason;
import io.seedcast.vision.ImageSize;
import io.seedcast.vision.corruption.CorruptedSets;
import io.seedcast.vision.npy.NpyImages;
import io.seedcast.vision.npy.NpyWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The folder that {@code corrupt} fills. What is in it is whole: files and folders are made beside
 * their place and moved into it. {@code corrupt.json} says what they were made of, so that only the
 * same command goes on with them. Until something has been made of the images, the folder is as
 * good as empty.
 */
final class CorruptedFolder {
  private static final String SETTINGS = "corrupt.json";
  private static final Set<String> BEFORE_IMAGES = Set.of(SETTINGS, CorruptedSets.LABELS);
  private static final String OTHER_SETTINGS = "corrupt.other-settings";
  private static final int FORMAT_VERSION = 1;

  private final Path folder;

  private CorruptedFolder(Path folder) {
    this.folder = folder;
  }

  /** Makes a file or folder. */
  @FunctionalInterface
  interface Maker {
    /** Makes all of it, or nothing; a file that is there is replaced. */
    void make(Path target) throws IOException;
  }

  /**
   * Makes the folder, or goes on with one.
   *
   * @param settings what decides the content
   * @param command what was typed
   * @throws SeedcastException if it holds something else
   */
  static CorruptedFolder open(
      Path folder, Map<String, String> settings, String command, boolean resume) {
    CorruptedFolder opened = new CorruptedFolder(folder);
    try {
      Files.createDirectories(folder);
      List<String> names = names(folder);
      boolean isOurs = names.contains(SETTINGS);
      boolean begun = isOurs ? !BEFORE_IMAGES.containsAll(names) : !names.isEmpty();
      if (begun && !resume) {
        throw new SeedcastException(
            Kind.REFUSED,
            "corrupt.folder-not-empty",
            folder + " is not empty; choose another folder with --out, or add to it with --resume");
      }
      if (begun && !isOurs) {
        throw new SeedcastException(
            Kind.REFUSED,
            OTHER_SETTINGS,
            folder + " was not made by this command: it has no " + SETTINGS);
      }
      if (isOurs) {
        JsonNode before = opened.readSettings();
        if (begun) {
          RecordedSettings.requireSame(folder, before, settings, OTHER_SETTINGS);
        }
      }
      if (!begun) {
        // Those of an earlier attempt may be of other images, and these may have none.
        Files.deleteIfExists(folder.resolve(CorruptedSets.LABELS));
        opened.writeSettings(settings, command);
      }
    } catch (IOException e) {
      throw unwritable(folder, e);
    }
    return opened;
  }

  /** What a process that was killed left behind begins with a dot. */
  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .map(entry -> entry.getFileName().toString())
          .filter(name -> !name.startsWith("."))
          .toList();
    }
  }

  private void writeSettings(Map<String, String> settings, String command) throws IOException {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("formatVersion", FORMAT_VERSION);
    document.put("command", command);
    document.put("settings", settings);
    document.put("provenance", Provenance.collect());
    AtomicFile.write(
        folder.resolve(SETTINGS), (Json.write(document) + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private JsonNode readSettings() throws IOException {
    Path file = folder.resolve(SETTINGS);
    JsonNode document = RecordedSettings.read(file, OTHER_SETTINGS);
    int version = document.path("formatVersion").asInt();
    if (version != FORMAT_VERSION) {
      throw new SeedcastException(
          Kind.REFUSED,
          OTHER_SETTINGS,
          "%s: format version %d; this build goes on with version %d"
              .formatted(file, version, FORMAT_VERSION));
    }
    return document.path("settings");
  }

  /**
   * Makes an array of images unless it is there and whole.
   *
   * @return 1 if it was made, else 0
   */
  int makeArray(String name, int count, ImageSize size, Maker maker) {
    Path target = folder.resolve(name);
    return Files.exists(target) && isWhole(target, count, size) ? 0 : make(target, maker);
  }

  /** One that was cut short since counts as missing. */
  private static boolean isWhole(Path file, int count, ImageSize size) {
    try {
      NpyImages array = NpyImages.open(file);
      return array.count() == count && array.size().equals(size);
    } catch (DataException e) {
      if (e.reason() == Reason.UNREADABLE) {
        throw e;
      }
      return false;
    }
  }

  /** Makes those files of a folder that are missing or cut short. */
  @FunctionalInterface
  interface Filler {
    /** Returns the number of files that were made. */
    int fill(Path target) throws IOException;
  }

  /**
   * Makes a folder, or what it lacks. A new one is there whole or not at all; but its files may be
   * cut short by a loss of power, since forcing each to the disk would take longer than making it.
   *
   * @return 1 if anything was made, else 0
   */
  int makeFolder(String name, Filler filler) {
    Path target = folder.resolve(name);
    try {
      if (Files.exists(target)) {
        return filler.fill(target) > 0 ? 1 : 0;
      }
      AtomicFile.writeDirectory(target, filler::fill);
      return 1;
    } catch (IOException e) {
      throw unwritable(target, e);
    }
  }

  private static int make(Path target, Maker maker) {
    try {
      maker.make(target);
      return 1;
    } catch (IOException e) {
      throw unwritable(target, e);
    }
  }

  /** Writes labels, so many times one after the other, unless they are there. */
  void writeLabels(int[] labels, int times) {
    int[] repeated = new int[Math.multiplyExact(labels.length, times)];
    for (int i = 0; i < times; i++) {
      System.arraycopy(labels, 0, repeated, i * labels.length, labels.length);
    }
    Path target = folder.resolve(CorruptedSets.LABELS);
    if (!Files.exists(target) || !areWhole(target, repeated)) {
      make(target, file -> AtomicFile.write(file, out -> NpyWriter.labels(out, repeated)));
    }
  }

  private static boolean areWhole(Path file, int[] labels) {
    try {
      return Arrays.equals(NpyImages.readLabels(file), labels);
    } catch (DataException e) {
      if (e.reason() == Reason.UNREADABLE) {
        throw e;
      }
      return false;
    }
  }

  private static DataException unwritable(Path target, IOException cause) {
    String detail =
        AtomicFile.isDiskFull(cause) ? "the disk is full" : "it cannot be written: " + cause;
    return new DataException(Reason.UNWRITABLE, target + ": " + detail, cause);
  }
}
