package io.seedcast.experiment;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.seedcast.core.failure.SeedcastException.Kind;
import io.seedcast.core.file.AtomicFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A folder that holds experiments on one dataset:
 *
 * <ul>
 *   <li>{@code experiments.json}: the version of this layout, and the dataset;
 *   <li>{@code runs/DIGEST/}: one run folder for every configuration that was trained, whichever
 *       experiment wanted it, with {@code result.json} once it is finished, and {@code
 *       predictions.json} where an experiment looks at single images;
 *   <li>{@code NAME.csv}, {@code NAME.md}, {@code NAME.html} and the plots {@code NAME-*.png} and
 *       {@code NAME-*.svg} of every experiment.
 * </ul>
 *
 * <p>Every file is replaced as a whole, so the folder is usable after a crash at any point.
 */
final class ExperimentFolder {
  static final int FORMAT_VERSION = 1;

  private static final String MARKER = "experiments.json";
  private static final String RUNS = "runs";
  private static final String RESULT = "result.json";
  private static final String PREDICTIONS = "predictions.json";

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .build();

  private final Path path;

  private ExperimentFolder(Path path) {
    this.path = path;
  }

  /** What {@value #MARKER} says. */
  private record Marker(int formatVersion, String data, String dataDigest, int classes) {
    static Marker of(ExperimentData data) {
      return new Marker(FORMAT_VERSION, data.name(), data.sha256(), data.classes());
    }

    String describe() {
      return data + " (" + classes + " classes, digest " + dataDigest + ")";
    }
  }

  /**
   * Opens a folder, or makes it.
   *
   * @param resume whether it may hold experiments already
   * @throws ExperimentException {@code experiment.exists} if it holds experiments and {@code
   *     resume} is not set, {@code experiment.other-folder} if it holds something else, {@code
   *     experiment.too-new}, {@code experiment.too-old}, {@code experiment.malformed} or {@code
   *     experiment.other-data} if it cannot be continued, {@code experiment.unwritable} if the file
   *     system fails; what it holds is left as it is
   */
  static ExperimentFolder open(Path path, ExperimentData data, boolean resume) {
    ExperimentFolder folder = new ExperimentFolder(path);
    Path marker = path.resolve(MARKER);
    if (Files.exists(marker)) {
      if (!resume) {
        throw refused(
            "experiment.exists",
            path
                + " already holds experiments; use what it holds with --resume, or choose another folder");
      }
      folder.requireContinuable(marker, data);
      return folder;
    }
    folder.requireEmpty();
    folder.writing(
        () -> {
          Files.createDirectories(path.resolve(RUNS));
          AtomicFile.write(marker, MAPPER.writeValueAsBytes(Marker.of(data)));
        });
    return folder;
  }

  private void requireEmpty() {
    if (!Files.isDirectory(path)) {
      return;
    }
    try (Stream<Path> content = Files.list(path)) {
      if (content.anyMatch(file -> !file.endsWith(RUNS))) {
        throw refused(
            "experiment.other-folder",
            path + " holds something else than experiments; choose a new or empty folder");
      }
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  private void requireContinuable(Path marker, ExperimentData data) {
    Marker found;
    try {
      JsonNode json = MAPPER.readTree(Files.readAllBytes(marker));
      int version = json.path("formatVersion").asInt();
      if (version != FORMAT_VERSION) {
        throw refused(
            version > FORMAT_VERSION ? "experiment.too-new" : "experiment.too-old",
            marker
                + ": format version "
                + version
                + " is of another version of this program (this build reads "
                + FORMAT_VERSION
                + "); nothing was changed, choose another folder");
      }
      found = MAPPER.treeToValue(json, Marker.class);
    } catch (IOException e) {
      throw new ExperimentException(
          Kind.REFUSED,
          "experiment.malformed",
          marker + " cannot be used: " + e.getMessage() + "; choose another folder",
          e);
    }
    Marker asked = Marker.of(data);
    if (!found.dataDigest().equals(asked.dataDigest())) {
      throw refused(
          "experiment.other-data",
          path
              + " holds experiments on "
              + found.describe()
              + ": got "
              + asked.describe()
              + "; nothing was changed, choose another folder");
    }
  }

  /** The run folder of a configuration. */
  Path run(String digest) {
    return path.resolve(RUNS).resolve(digest);
  }

  /** The result of a configuration, if this build has finished it. */
  Optional<RunResult> result(String digest) {
    return read(run(digest).resolve(RESULT), RunResult.FORMAT_VERSION, RunResult.class);
  }

  /** What a configuration's network takes the test images for, if that is kept. */
  Optional<Predictions> predictions(String digest) {
    return read(run(digest).resolve(PREDICTIONS), Predictions.FORMAT_VERSION, Predictions.class);
  }

  private static <T> Optional<T> read(Path file, int formatVersion, Class<T> type) {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      JsonNode json = MAPPER.readTree(Files.readAllBytes(file));
      return json.path("formatVersion").asInt() == formatVersion
          ? Optional.of(MAPPER.treeToValue(json, type))
          : Optional.empty();
    } catch (IOException e) {
      throw new ExperimentException(
          Kind.REFUSED,
          "experiment.malformed",
          file + " cannot be used: " + e.getMessage() + "; remove it to evaluate the run again",
          e);
    }
  }

  void writeResult(String digest, RunResult result) {
    writeInRun(digest, RESULT, result);
  }

  void writePredictions(String digest, Predictions predictions) {
    writeInRun(digest, PREDICTIONS, predictions);
  }

  private void writeInRun(String digest, String name, Object document) {
    Path run = run(digest);
    writing(
        () -> {
          Files.createDirectories(run);
          AtomicFile.write(run.resolve(name), MAPPER.writeValueAsBytes(document));
        });
  }

  /** Writes a file of an experiment and returns its path. */
  Path write(String name, byte[] content) {
    Path file = path.resolve(name);
    writing(() -> AtomicFile.write(file, content));
    return file;
  }

  /** Writes a text of an experiment and returns its path. */
  Path write(String name, String content) {
    return write(name, content.getBytes(StandardCharsets.UTF_8));
  }

  /** Work that writes files. */
  @FunctionalInterface
  private interface Writing {
    void run() throws IOException;
  }

  private void writing(Writing writing) {
    try {
      writing.run();
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  private ExperimentException unwritable(IOException e) {
    return new ExperimentException(
        Kind.FAILED, "experiment.unwritable", path + " could not be read or written: " + e, e);
  }

  private static ExperimentException refused(String code, String message) {
    return new ExperimentException(Kind.REFUSED, code, message);
  }
}
