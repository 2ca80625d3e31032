package io.seedcast.train;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.seedcast.artifact.NetworkJson;
import io.seedcast.artifact.PackageException;
import io.seedcast.artifact.Precision;
import io.seedcast.artifact.Safetensors;
import io.seedcast.artifact.TensorFile;
import io.seedcast.core.failure.SeedcastException.Kind;
import io.seedcast.core.file.AtomicFile;
import io.seedcast.core.file.FolderLock;
import io.seedcast.core.network.NamedTensors;
import io.seedcast.core.network.Network;
import io.seedcast.vision.loader.Augmentation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A folder that holds one training run:
 *
 * <ul>
 *   <li>{@code run.json}: {@link RunInfo};
 *   <li>{@code network.json}: the network's description;
 *   <li>{@code checkpoint.safetensors}: learned tensors, running statistics and momenta after the
 *       last whole epoch, with the epoch's number, the metrics so far, the configuration and the
 *       digest of the network as metadata;
 *   <li>{@code metrics.csv}: one line per epoch;
 *   <li>{@code lock}: held while a training writes here.
 * </ul>
 *
 * <p>Every file is replaced as a whole, so the folder is usable after a crash at any point.
 */
public final class RunFolder {
  /** The version of the folder's layout that this build reads and writes. */
  public static final int FORMAT_VERSION = 1;

  private static final String INFO = "run.json";
  private static final String NETWORK = "network.json";
  private static final String CHECKPOINT = "checkpoint.safetensors";
  private static final String METRICS = "metrics.csv";
  private static final String EPOCHS_DONE = "epochs";
  private static final String METRICS_SO_FAR = "metrics";
  private static final String CONFIGURATION = "configuration";
  private static final String NETWORK_DIGEST = "network";

  private static final String RESUME_AS_STARTED =
      "; resume it with the options it was started with, or choose another folder";

  /** What {@link RunInfo#configuration} is made of. */
  private static final List<String> DECISIVE =
      List.of("dataDigest", "recipe", "teacherDigest", "softWeight", "featureWeight");

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .addMixIn(Augmentation.class, AugmentationFields.class)
          .build();

  /** What follows from the other fields is neither written nor asked for. */
  @JsonIgnoreProperties("none")
  private interface AugmentationFields {}

  private final Path path;
  private final Network network;
  private final RunInfo info;

  private RunFolder(Path path, Network network, RunInfo info) {
    this.path = path;
    this.network = network;
    this.info = info;
  }

  /**
   * Where training stands after a whole number of epochs.
   *
   * @param epochs done so far
   * @param state learned tensors, statistics, and momenta
   */
  record Checkpoint(int epochs, NamedTensors state, List<EpochMetrics> metrics) {

    /** The first tensor with a value that is not finite, as training leaves it when it diverges. */
    Optional<String> notFinite() {
      return state.asMap().entrySet().stream()
          .filter(tensor -> !isFinite(tensor.getValue().values()))
          .map(Map.Entry::getKey)
          .findFirst();
    }

    private static boolean isFinite(float[] values) {
      for (float value : values) {
        if (!Float.isFinite(value)) {
          return false;
        }
      }
      return true;
    }
  }

  /** Whether a run was started in a folder. */
  public static boolean holdsRun(Path path) {
    return Files.exists(path.resolve(INFO));
  }

  /**
   * Starts a run in an empty or new folder.
   *
   * @throws TrainException {@code run.exists} if the folder already holds a run, {@code
   *     run.too-large} if the network could not be kept or read again, {@code run.in-use} if
   *     another run is just being started here, {@code run.unwritable} if the folder cannot be
   *     written
   */
  public static RunFolder create(Path path, Network network, RunInfo info) {
    requireNoRun(path);
    requireKeepable(path, network);
    RunFolder folder = new RunFolder(path, network, info);
    folder.writing(
        () -> {
          Files.createDirectories(path);
          try (FolderLock lock = folder.lock()) {
            requireNoRun(path);
            AtomicFile.write(path.resolve(NETWORK), NetworkJson.write(network));
            AtomicFile.write(path.resolve(INFO), MAPPER.writeValueAsBytes(info));
          }
        });
    return folder;
  }

  private static void requireNoRun(Path path) {
    if (holdsRun(path)) {
      throw new TrainException(
          Kind.REFUSED,
          "run.exists",
          path + " already holds a run; choose another folder, or continue it with --resume");
    }
  }

  /** What could be neither continued nor used is refused before it is trained. */
  private static void requireKeepable(Path path, Network network) {
    try {
      NetworkJson.requireReadable(network);
      Safetensors.requireFits(TrainingGraph.stateShapes(network), Precision.FLOAT32);
    } catch (IllegalArgumentException e) {
      throw new TrainException(
          Kind.REFUSED,
          "run.too-large",
          path
              + ": the network "
              + network.architecture()
              + "-"
              + network.method()
              + " is too large for a run folder: "
              + e.getMessage()
              + "; choose a smaller network or --width",
          e);
    }
  }

  /**
   * Keeps other trainings out until the lock is closed.
   *
   * @throws TrainException {@code run.in-use} if one is here, {@code run.unwritable} if the folder
   *     cannot be written
   */
  FolderLock lock() {
    try {
      return FolderLock.tryTake(path)
          .orElseThrow(
              () ->
                  new TrainException(
                      Kind.FAILED,
                      "run.in-use",
                      "another training is running in "
                          + path
                          + "; continue this one with --resume when that has ended, or choose another folder"));
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  /** Deletes what trainings that were killed have left half written; only for who has the lock. */
  void deleteLeftovers() {
    writing(
        () -> {
          for (String name : List.of(INFO, NETWORK, CHECKPOINT, METRICS)) {
            AtomicFile.deleteLeftovers(path.resolve(name));
          }
        });
  }

  /** Whether the run has come to its end, as the folder says now. */
  boolean hasEnded() {
    return open(path).info.testAccuracy() != null;
  }

  /**
   * Opens a run.
   *
   * @throws TrainException {@code run.not-a-run} if the folder does not hold one, {@code
   *     run.malformed} or {@code run.too-new} if it cannot be read
   */
  public static RunFolder open(Path path) {
    byte[] json = read(path, INFO);
    RunInfo info;
    try {
      JsonNode tree = MAPPER.readTree(json);
      if (!tree.isObject()) {
        throw malformed(path.resolve(INFO), "it holds no JSON object", null);
      }
      int version = tree.path("formatVersion").asInt();
      if (version > FORMAT_VERSION) {
        throw new TrainException(
            Kind.REFUSED,
            "run.too-new",
            path.resolve(INFO)
                + ": format version "
                + version
                + " is too new (this build reads "
                + FORMAT_VERSION
                + ")");
      }
      if (tree.path("recipe") instanceof ObjectNode recipe) {
        completeRecipe(recipe);
      }
      info = MAPPER.treeToValue(tree, RunInfo.class);
    } catch (JsonProcessingException e) {
      throw malformed(path.resolve(INFO), e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw malformed(path.resolve(INFO), String.valueOf(e.getMessage()), e);
    }
    Path networkFile = path.resolve(NETWORK);
    Network network = NetworkJson.read(read(path, NETWORK), networkFile.toString());
    return new RunFolder(path, network, info);
  }

  /** Gives fields that recipes have only had since later the value that stood for before. */
  private static void completeRecipe(ObjectNode recipe) {
    recipe.putIfAbsent("decayScope", TextNode.valueOf(DecayScope.ALL.name()));
    recipe.putIfAbsent("adversarial", NullNode.getInstance());
  }

  /**
   * Opens a run to continue it.
   *
   * @throws TrainException {@code run.other-configuration} if network or configuration are not the
   *     ones asked for
   */
  public static RunFolder resume(Path path, Network network, RunInfo info) {
    RunFolder folder = open(path);
    if (!folder.network.equals(network)) {
      throw new TrainException(
          Kind.REFUSED,
          "run.other-configuration",
          path
              + " holds a run of another network: "
              + Differences.between(tree(folder.network), tree(network)).get(0)
              + RESUME_AS_STARTED);
    }
    if (!folder.info.configuration().equals(info.configuration())) {
      throw new TrainException(
          Kind.REFUSED,
          "run.other-configuration",
          path
              + " was started with another configuration: "
              + String.join(", ", Differences.between(tree(folder.info), tree(info)))
              + RESUME_AS_STARTED);
    }
    return folder;
  }

  private static JsonNode tree(Network network) {
    try {
      return MAPPER.readTree(NetworkJson.write(network));
    } catch (IOException e) {
      throw new IllegalStateException("a network is always JSON", e);
    }
  }

  /** What of a run decides its outcome, as in {@link RunInfo#configuration}. */
  private static JsonNode tree(RunInfo info) {
    return MAPPER.<ObjectNode>valueToTree(info).retain(DECISIVE);
  }

  /** The folder. */
  public Path path() {
    return path;
  }

  /** The network's description. */
  public Network network() {
    return network;
  }

  /** How the run was made. */
  public RunInfo info() {
    return info;
  }

  /**
   * The learned tensors and running statistics after the last whole epoch.
   *
   * @throws TrainException {@code run.no-checkpoint} if no epoch has been finished, {@code
   *     run.malformed} if the checkpoint is damaged or belongs to another network, {@code
   *     train.diverged} if it holds values that are not finite
   */
  public NamedTensors tensors() {
    Checkpoint checkpoint = requireCheckpoint();
    checkpoint
        .notFinite()
        .ifPresent(
            name -> {
              throw new TrainException(
                  Kind.REFUSED,
                  TrainException.DIVERGED,
                  path
                      + ": its training diverged: the tensor \""
                      + name
                      + "\" holds values that are not finite; train with a lower learning rate than "
                      + info.recipe().learningRate());
            });
    return checkpoint.state();
  }

  /** The metrics of every whole epoch. */
  public List<EpochMetrics> metrics() {
    return requireCheckpoint().metrics();
  }

  /** The SHA-256 of the checkpoint file, lower-case hexadecimal. */
  public String checkpointDigest() {
    return sha256(read(path, CHECKPOINT));
  }

  private String networkDigest() {
    return sha256(NetworkJson.write(network));
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private Checkpoint requireCheckpoint() {
    return checkpoint()
        .orElseThrow(
            () ->
                new TrainException(
                    Kind.REFUSED,
                    "run.no-checkpoint",
                    path
                        + " has no checkpoint yet: its first epoch was not finished; train it with --resume"));
  }

  /** Reads the checkpoint, if there is one. */
  Optional<Checkpoint> checkpoint() {
    Path file = path.resolve(CHECKPOINT);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    try {
      TensorFile content = Safetensors.read(read(path, CHECKPOINT), file.toString());
      Map<String, String> metadata = content.metadata();
      if (!info.configuration().equals(metadata.get(CONFIGURATION))) {
        throw malformed(file, "it belongs to another run than " + INFO, null);
      }
      String trained = metadata.get(NETWORK_DIGEST);
      if (trained != null && !trained.equals(networkDigest())) {
        throw malformed(file, "it belongs to another network than " + NETWORK, null);
      }
      TrainingGraph.stateShapes(network).forEach(content.tensors()::get);
      return Optional.of(
          new Checkpoint(
              Integer.parseInt(metadata.getOrDefault(EPOCHS_DONE, "")),
              content.tensors(),
              EpochMetrics.parse(metadata.getOrDefault(METRICS_SO_FAR, ""))));
    } catch (PackageException e) {
      throw malformed(file, String.valueOf(e.getMessage()), e);
    } catch (IllegalArgumentException e) {
      throw malformed(
          file, e.getMessage() + "; it does not belong to the network in " + NETWORK, e);
    }
  }

  void writeCheckpoint(Checkpoint checkpoint) {
    Map<String, String> metadata =
        Map.of(
            EPOCHS_DONE, String.valueOf(checkpoint.epochs()),
            METRICS_SO_FAR, EpochMetrics.toTable(checkpoint.metrics()),
            CONFIGURATION, info.configuration(),
            NETWORK_DIGEST, networkDigest());
    writing(
        () -> {
          AtomicFile.write(
              path.resolve(CHECKPOINT),
              stream -> Safetensors.write(stream, checkpoint.state(), Precision.FLOAT32, metadata));
          writeMetrics(checkpoint.metrics());
        });
  }

  /** Completes a run that was trained to its end. */
  void writeResult(List<EpochMetrics> metrics) {
    double testAccuracy = metrics.get(metrics.size() - 1).testAccuracy();
    writing(
        () -> {
          writeMetrics(metrics);
          AtomicFile.write(
              path.resolve(INFO), MAPPER.writeValueAsBytes(info.withTestAccuracy(testAccuracy)));
        });
  }

  private void writeMetrics(List<EpochMetrics> metrics) throws IOException {
    byte[] table = EpochMetrics.toTable(metrics).getBytes(StandardCharsets.UTF_8);
    AtomicFile.write(path.resolve(METRICS), table);
  }

  private static byte[] read(Path folder, String name) {
    if (Files.isRegularFile(folder)) {
      throw new TrainException(
          Kind.REFUSED,
          "run.not-a-run",
          folder
              + " is a file, not a run folder; expected a folder made by \"seedcast train --out\"");
    }
    Path file = folder.resolve(name);
    try {
      return Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      throw new TrainException(
          Kind.REFUSED,
          name.equals(CHECKPOINT) ? "run.no-checkpoint" : "run.not-a-run",
          folder
              + " is not a run folder: it has no "
              + name
              + "; expected a folder made by \"seedcast train --out\"",
          e);
    } catch (IOException e) {
      throw new TrainException(
          Kind.FAILED, "run.unreadable", file + " could not be read: " + e.getMessage(), e);
    }
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

  private TrainException unwritable(IOException e) {
    return new TrainException(
        Kind.FAILED, "run.unwritable", path + " could not be written: " + e, e);
  }

  private static TrainException malformed(Path file, String reason, @Nullable Exception cause) {
    return new TrainException(
        Kind.REFUSED, "run.malformed", file + " cannot be used: " + reason, cause);
  }
}
