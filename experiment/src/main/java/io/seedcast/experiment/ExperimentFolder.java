package io.seedcast.experiment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.seedcast.core.failure.SeedcastException.Kind;
import io.seedcast.core.file.AtomicFile;
import io.seedcast.core.file.FolderLock;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A folder that holds experiments on one dataset:
 *
 * <ul>
 *   <li>{@code experiments.json}: the version of this layout, and the dataset;
 *   <li>{@code runs/DIGEST/}: one run folder for every configuration that was trained, whichever
 *       experiment wanted it, with {@code result.json} once it is finished, and {@code
 *       predictions.json} where an experiment looks at single images;
 *   <li>{@code NAME.csv}, {@code NAME.json}, {@code NAME.md}, {@code NAME.html} and the plots
 *       {@code NAME-*.png} and {@code NAME-*.svg} of every experiment;
 *   <li>{@code lock}: held while an experiment runs.
 * </ul>
 *
 * <p>Every file is replaced as a whole, so the folder is usable after a crash at any point.
 */
final class ExperimentFolder implements AutoCloseable {
  static final int FORMAT_VERSION = 1;

  /** What the folder's own document is called, without ending; no experiment may be called so. */
  static final String MARKER_NAME = "experiments";

  private static final String JSON = ".json";
  private static final String MARKER = MARKER_NAME + JSON;
  private static final String RUNS = "runs";
  private static final String RESULT = "result.json";
  private static final String PREDICTIONS = "predictions.json";
  private static final String VERSION = "formatVersion";
  private static final String WAITING = "waiting";

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .build();

  private final Path path;
  private final FolderLock lock;

  private ExperimentFolder(Path path, FolderLock lock) {
    this.path = path;
    this.lock = lock;
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
   * Opens a folder, or makes it, for one experiment at a time.
   *
   * @param experiment the name of what is to be reported
   * @param resume whether it may hold experiments already
   * @throws ExperimentException {@code experiment.exists} if it holds experiments and {@code
   *     resume} is not set, {@code experiment.other-folder} if it holds something else, {@code
   *     experiment.name} if the report would replace something else, {@code experiment.too-new},
   *     {@code experiment.too-old}, {@code experiment.malformed} or {@code experiment.other-data}
   *     if it cannot be continued, {@code experiment.in-use} if another experiment is running in
   *     it, {@code experiment.unwritable} if the file system fails; what it holds is left as it is
   */
  static ExperimentFolder open(Path path, String experiment, ExperimentData data, boolean resume) {
    try {
      requireUsable(path, experiment, data, resume);
      Files.createDirectories(path.resolve(RUNS));
      ExperimentFolder folder = new ExperimentFolder(path, lock(path));
      boolean opened = false;
      try {
        // Another experiment may have begun and ended between the look and the lock.
        requireUsable(path, experiment, data, resume);
        Path marker = path.resolve(MARKER);
        AtomicFile.deleteLeftovers(marker);
        if (!Files.exists(marker)) {
          AtomicFile.write(marker, MAPPER.writeValueAsBytes(Marker.of(data)));
        }
        opened = true;
        return folder;
      } finally {
        if (!opened) {
          folder.close();
        }
      }
    } catch (IOException e) {
      throw unwritable(path, e);
    }
  }

  private static FolderLock lock(Path path) throws IOException {
    return FolderLock.tryTake(path)
        .orElseThrow(
            () ->
                new ExperimentException(
                    Kind.FAILED,
                    "experiment.in-use",
                    "another experiment is running in "
                        + path
                        + "; start this one when that has ended, or choose another folder with --out"));
  }

  /** Whatever is refused is refused before anything is made. */
  private static void requireUsable(
      Path path, String experiment, ExperimentData data, boolean resume) throws IOException {
    Path marker = path.resolve(MARKER);
    if (!Files.exists(marker)) {
      requireEmpty(path);
      return;
    }
    if (!resume) {
      throw refused(
          "experiment.exists",
          path
              + " already holds experiments; use what it holds with --resume, or choose another folder");
    }
    requireContinuable(path, marker, data);
    requireReport(path.resolve(experiment + JSON));
  }

  private static void requireEmpty(Path path) throws IOException {
    if (!Files.isDirectory(path)) {
      return;
    }
    try (Stream<Path> content = Files.list(path)) {
      if (!content.allMatch(ExperimentFolder::isLeftByABeginning)) {
        throw refused(
            "experiment.other-folder",
            path + " holds something else than experiments; choose a new or empty folder");
      }
    }
  }

  /** Whether this is what a process leaves that is killed before it has written the marker. */
  private static boolean isLeftByABeginning(Path file) {
    return file.endsWith(RUNS)
        || file.endsWith(FolderLock.FILE)
        || String.valueOf(file.getFileName()).startsWith("." + MARKER + ".");
  }

  private static void requireContinuable(Path path, Path marker, ExperimentData data)
      throws IOException {
    Marker found;
    try {
      JsonNode json = MAPPER.readTree(Files.readAllBytes(marker));
      int version = json.path(VERSION).asInt();
      if (version != FORMAT_VERSION) {
        throw otherVersion(marker, version, FORMAT_VERSION);
      }
      found = MAPPER.treeToValue(json, Marker.class);
    } catch (JsonProcessingException e) {
      throw new ExperimentException(
          Kind.REFUSED,
          "experiment.malformed",
          marker + " cannot be used: " + e.getOriginalMessage() + "; choose another folder",
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

  /** What a report replaces must be a report: not, say, the very file that the experiment is. */
  private static void requireReport(Path file) throws IOException {
    if (!Files.exists(file)) {
      return;
    }
    String format;
    try {
      format = MAPPER.readTree(Files.readAllBytes(file)).path("format").asText();
    } catch (JsonProcessingException e) {
      format = "";
    }
    if (!format.equals(Report.FORMAT)) {
      throw refused(
          "experiment.name",
          file
              + " is not a report, and that of the experiment would replace it; move it, or choose another folder with --out");
    }
  }

  private static ExperimentException otherVersion(Path file, int version, int known) {
    return refused(
        version > known ? "experiment.too-new" : "experiment.too-old",
        file
            + ": format version "
            + version
            + " is of another version of this program (this build reads "
            + known
            + "); nothing was changed, choose another folder");
  }

  /** The run folder of a configuration. */
  Path run(String digest) {
    return path.resolve(RUNS).resolve(digest);
  }

  /** The result of a configuration, if this build has finished it. */
  Optional<RunResult> result(String digest) {
    Path run = run(digest);
    return read(
        run.resolve(RESULT),
        RunResult.FORMAT_VERSION,
        RunResult.class,
        result -> complete(result, run));
  }

  /** Gives a field that results have only had since later what the run folder tells of it. */
  private static void complete(ObjectNode result, Path run) {
    if (!result.has(WAITING)) {
      OptionalDouble waiting = EpochTable.waiting(run);
      if (waiting.isPresent()) {
        result.put(WAITING, waiting.getAsDouble());
      } else {
        result.putNull(WAITING);
      }
    }
  }

  /** What a configuration's network takes the test images for, if that is kept. */
  Optional<Predictions> predictions(String digest) {
    return read(
        run(digest).resolve(PREDICTIONS),
        Predictions.FORMAT_VERSION,
        Predictions.class,
        predictions -> {});
  }

  /**
   * Reads a document; empty too if it is of an older version, which this build makes anew.
   *
   * @param completion of one that an earlier build wrote in the same version
   */
  private static <T> Optional<T> read(
      Path file, int formatVersion, Class<T> type, Consumer<ObjectNode> completion) {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      JsonNode json = MAPPER.readTree(Files.readAllBytes(file));
      int version = json.path(VERSION).asInt();
      if (version > formatVersion) {
        throw otherVersion(file, version, formatVersion);
      }
      if (version < formatVersion || !(json instanceof ObjectNode document)) {
        return Optional.empty();
      }
      completion.accept(document);
      return Optional.of(MAPPER.treeToValue(document, type));
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
      throw unwritable(path, e);
    }
  }

  /** Lets others use the folder. */
  @Override
  public void close() {
    lock.close();
  }

  private static ExperimentException unwritable(Path path, IOException e) {
    return new ExperimentException(
        Kind.FAILED, "experiment.unwritable", path + " could not be read or written: " + e, e);
  }

  private static ExperimentException refused(String code, String message) {
    return new ExperimentException(Kind.REFUSED, code, message);
  }
}
