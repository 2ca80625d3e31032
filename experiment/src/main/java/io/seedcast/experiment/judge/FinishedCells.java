package io.seedcast.experiment.judge;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.seedcast.core.failure.SeedcastException;
import io.seedcast.core.failure.SeedcastException.Kind;
import io.seedcast.core.file.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What an evaluation has finished, in the folder {@code finished} of its report: a file for each
 * network, by its digest, and set of images. {@code settings.json} says what else decides the
 * results, so that only an evaluation of the same data goes on with them.
 */
public final class FinishedCells {
  private static final String FOLDER = "finished";
  private static final String SETTINGS = "settings.json";
  private static final int DIGITS = 24;
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private final Path folder;
  private final int images;

  private FinishedCells(Path folder, int images) {
    this.folder = folder;
    this.images = images;
  }

  /**
   * Makes the folder, or goes on with one.
   *
   * @param settings what decides the results besides the network
   * @param images how many images each set has
   * @throws SeedcastException {@code report.exists} if there are results and {@code resume} is
   *     false, {@code report.other-settings} if they are of other settings
   */
  public static FinishedCells open(
      Path out, Map<String, String> settings, int images, boolean resume) {
    Path folder = out.resolve(FOLDER);
    Path file = folder.resolve(SETTINGS);
    try {
      if (!Files.exists(file)) {
        Files.createDirectories(folder);
        write(file, settings);
      } else if (resume) {
        requireSame(file, settings);
      } else {
        throw new SeedcastException(
            Kind.REFUSED,
            "report.exists",
            folder
                + " holds results already; use them with --resume, or choose another folder with --out");
      }
    } catch (IOException e) {
      throw unwritable(folder, e);
    }
    return new FinishedCells(folder, images);
  }

  private static void requireSame(Path file, Map<String, String> settings) throws IOException {
    JsonNode before;
    try {
      before = MAPPER.readTree(file.toFile());
    } catch (JsonProcessingException e) {
      throw new SeedcastException(
          Kind.REFUSED, "report.other-settings", file + ": not a JSON document", e);
    }
    settings.forEach(
        (name, value) -> {
          String found = before.path(name).asText("nothing");
          if (!found.equals(value)) {
            throw new SeedcastException(
                Kind.REFUSED,
                "report.other-settings",
                "%s was made with another %s: got %s, found %s; choose another folder with --out"
                    .formatted(file, name, value, found));
          }
        });
  }

  /** Those of these sets of images that a network has finished, by name; the caller's own map. */
  public Map<String, JudgedCell> find(String digest, List<String> names) {
    Map<String, JudgedCell> found = new LinkedHashMap<>();
    names.forEach(name -> find(digest, name).ifPresent(cell -> found.put(name, cell)));
    return found;
  }

  /** What is finished; nothing if it is not, or not whole. */
  private Optional<JudgedCell> find(String digest, String name) {
    Path file = file(digest, name);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      JudgedCell cell = MAPPER.readValue(file.toFile(), JudgedCell.class);
      return name.equals(cell.name()) && cell.predictions().size() == images
          ? Optional.of(cell)
          : Optional.empty();
    } catch (JsonProcessingException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new SeedcastException(
          Kind.FAILED, "report.unreadable", file + " cannot be read: " + e, e);
    }
  }

  /** Keeps what is finished. */
  public void keep(String digest, JudgedCell cell) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("name", cell.name());
    document.put("imagesDigest", cell.imagesDigest());
    document.put("calibrationError", cell.calibrationError());
    document.put("predictions", cell.predictions());
    Path file = file(digest, cell.name());
    try {
      AtomicFile.write(file, MAPPER.writeValueAsBytes(document));
    } catch (IOException e) {
      throw unwritable(file, e);
    }
  }

  private Path file(String network, String name) {
    String digest = network.replace("sha256:", "").substring(0, DIGITS);
    return folder.resolve(digest + "_" + name + ".json");
  }

  private static void write(Path file, Map<String, String> document) throws IOException {
    AtomicFile.write(file, MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(document));
  }

  private static SeedcastException unwritable(Path file, IOException cause) {
    return new SeedcastException(
        Kind.FAILED, "report.unwritable", file + " cannot be written: " + cause, cause);
  }
}
