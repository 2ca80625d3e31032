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
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The folder {@code finished} of a report: a JSON document for each network, by its digest, and
 * name. {@code settings.json} says what else decides them, so that only an evaluation with the same
 * settings goes on with them.
 */
final class FinishedFolder {
  private static final String FOLDER = "finished";
  private static final String SETTINGS = "settings.json";
  private static final String OTHER_SETTINGS = "report.other-settings";
  private static final String SUFFIX = ".json";
  private static final int DIGITS = 24;
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private final Path folder;

  private FinishedFolder(Path folder) {
    this.folder = folder;
  }

  /**
   * Makes the folder, or goes on with one. One that holds settings but no result yet, as an early
   * failure leaves it, is as good as none.
   *
   * @param out the folder of the report
   * @param settings what decides the results besides network and name
   * @throws SeedcastException {@code report.exists} if there are results and {@code resume} is
   *     false, {@code report.other-settings} if they are of other settings, {@code
   *     report.unwritable}
   */
  static FinishedFolder open(Path out, Map<String, String> settings, boolean resume) {
    Path folder = out.resolve(FOLDER);
    Path file = folder.resolve(SETTINGS);
    try {
      Files.createDirectories(folder);
      if (!holdsResults(folder)) {
        AtomicFile.write(file, MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(settings));
      } else if (resume) {
        JsonNode before = RecordedSettings.read(file, OTHER_SETTINGS);
        RecordedSettings.requireSame(file, before, settings, OTHER_SETTINGS);
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
    return new FinishedFolder(folder);
  }

  private static boolean holdsResults(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> String.valueOf(file.getFileName()))
          .anyMatch(name -> name.endsWith(SUFFIX) && !name.equals(SETTINGS));
    }
  }

  /**
   * Reads a document; nothing if there is none, or it is not whole.
   *
   * @param digest of the network
   * @throws SeedcastException {@code report.unreadable}
   */
  <T> Optional<T> find(String digest, String name, Class<T> type) {
    Path file = file(digest, name);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      return Optional.ofNullable(MAPPER.readValue(file.toFile(), type));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new SeedcastException(
          Kind.FAILED, "report.unreadable", file + " cannot be read: " + e, e);
    }
  }

  /**
   * Writes a document, replacing an earlier one.
   *
   * @throws SeedcastException {@code report.unwritable}
   */
  void keep(String digest, String name, Object document) {
    Path file = file(digest, name);
    try {
      AtomicFile.write(file, MAPPER.writeValueAsBytes(document));
    } catch (IOException e) {
      throw unwritable(file, e);
    }
  }

  private Path file(String network, String name) {
    String digest = network.replace("sha256:", "").substring(0, DIGITS);
    return folder.resolve(digest + "_" + name + SUFFIX);
  }

  private static SeedcastException unwritable(Path file, IOException cause) {
    return new SeedcastException(
        Kind.FAILED, "report.unwritable", file + " cannot be written: " + cause, cause);
  }
}
