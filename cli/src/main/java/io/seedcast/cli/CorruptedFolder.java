package io.seedcast.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.seedcast.core.failure.SeedcastException;
import io.seedcast.core.failure.SeedcastException.Kind;
import io.seedcast.core.file.AtomicFile;
import io.seedcast.vision.DataException;
import io.seedcast.vision.DataException.Reason;
import io.seedcast.vision.corruption.CorruptedSets;
import io.seedcast.vision.npy.NpyWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The folder that {@code corrupt} fills. What is in it is whole: files and folders are made beside
 * their place and moved into it. {@code corrupt.json} says what they were made of, so that only the
 * same command goes on with them.
 */
final class CorruptedFolder {
  private static final String SETTINGS = "corrupt.json";
  private static final int FORMAT_VERSION = 1;
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private final Path folder;

  private CorruptedFolder(Path folder) {
    this.folder = folder;
  }

  /** Makes a file or folder. */
  @FunctionalInterface
  interface Maker {
    /** Makes all of it, or nothing. */
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
      boolean resumed = false;
      try (Stream<Path> entries = Files.list(folder)) {
        boolean empty = entries.allMatch(CorruptedFolder::isHidden);
        if (!empty && !resume) {
          throw new SeedcastException(
              Kind.REFUSED,
              "corrupt.folder-not-empty",
              folder
                  + " is not empty; choose another folder with --out, or add to it with --resume");
        }
        resumed = !empty;
      }
      if (resumed) {
        opened.requireSame(settings);
      } else {
        opened.writeSettings(settings, command);
      }
    } catch (IOException e) {
      throw unwritable(folder, e);
    }
    return opened;
  }

  /** What a process that was killed left behind begins with a dot. */
  private static boolean isHidden(Path path) {
    return path.getFileName().toString().startsWith(".");
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

  private void requireSame(Map<String, String> settings) throws IOException {
    Path file = folder.resolve(SETTINGS);
    if (!Files.isRegularFile(file)) {
      throw new SeedcastException(
          Kind.REFUSED,
          "corrupt.other-settings",
          folder + " was not made by this command: it has no " + SETTINGS);
    }
    JsonNode document;
    try {
      document = MAPPER.readTree(file.toFile());
    } catch (JsonProcessingException e) {
      throw new SeedcastException(
          Kind.REFUSED, "corrupt.other-settings", file + ": not a JSON document", e);
    }
    int version = document.path("formatVersion").asInt();
    if (version != FORMAT_VERSION) {
      throw new SeedcastException(
          Kind.REFUSED,
          "corrupt.other-settings",
          "%s: format version %d; this build goes on with version %d"
              .formatted(file, version, FORMAT_VERSION));
    }
    JsonNode before = document.path("settings");
    settings.forEach(
        (name, value) -> {
          String found = before.path(name).asText("nothing");
          if (!found.equals(value)) {
            throw new SeedcastException(
                Kind.REFUSED,
                "corrupt.other-settings",
                "%s was made with another %s: got %s, found %s; choose another folder with --out"
                    .formatted(folder, name, value, found));
          }
        });
  }

  /**
   * Makes a file or folder unless it is there.
   *
   * @return 1 if it was made, else 0
   */
  int make(String name, Maker maker) {
    Path target = folder.resolve(name);
    if (Files.exists(target)) {
      return 0;
    }
    try {
      maker.make(target);
      return 1;
    } catch (IOException e) {
      throw unwritable(target, e);
    }
  }

  /** Writes the labels, if they are known and not there, so many times one after the other. */
  void writeLabels(int @Nullable [] labels, int times) {
    if (labels == null) {
      return;
    }
    int[] repeated = new int[Math.multiplyExact(labels.length, times)];
    for (int i = 0; i < times; i++) {
      System.arraycopy(labels, 0, repeated, i * labels.length, labels.length);
    }
    make(
        CorruptedSets.LABELS,
        target -> AtomicFile.write(target, out -> NpyWriter.labels(out, repeated)));
  }

  private static DataException unwritable(Path target, IOException cause) {
    String detail =
        AtomicFile.isDiskFull(cause) ? "the disk is full" : "it cannot be written: " + cause;
    return new DataException(Reason.UNWRITABLE, target + ": " + detail, cause);
  }
}
