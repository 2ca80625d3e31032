package io.seedcast.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.seedcast.core.failure.SeedcastException;
import io.seedcast.core.failure.SeedcastException.Kind;
import io.seedcast.experiment.judge.CorruptedTest;
import io.seedcast.experiment.judge.JudgedCell;
import io.seedcast.vision.corruption.Corruption;
import io.seedcast.vision.metrics.CorruptionScores;
import io.seedcast.vision.metrics.CorruptionScores.Cell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * A report that was made before, on the same images.
 *
 * @param file its {@code report.json}
 * @param models the networks that it is about
 * @param dataDigest of the test images
 * @param imagesDigests of each set of images, by its name
 * @param scores mean accuracies of the networks
 */
record EarlierReport(
    Path file,
    List<String> models,
    String dataDigest,
    Map<String, String> imagesDigests,
    CorruptionScores scores)
    implements CorruptionBaseline {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  EarlierReport {
    models = List.copyOf(models);
    imagesDigests = Map.copyOf(imagesDigests);
  }

  /**
   * Reads a report.
   *
   * @param path {@code report.json} or the folder that holds it
   * @throws SeedcastException {@code report.not-a-baseline} if it is not such a report
   */
  static EarlierReport read(Path path) {
    Path file = Files.isDirectory(path) ? path.resolve(ReportFolder.JSON) : path;
    if (!Files.isRegularFile(file)) {
      throw notABaseline(file, "there is no such file");
    }
    JsonNode document;
    try {
      document = MAPPER.readTree(file.toFile());
    } catch (IOException e) {
      throw notABaseline(file, "it is not a JSON document");
    }
    String format = document.path("format").asText();
    int version = document.path("formatVersion").asInt();
    if (!format.equals(CorruptionDocument.FORMAT) || version != CorruptionDocument.FORMAT_VERSION) {
      throw notABaseline(file, "it has format \"%s\", version %d".formatted(format, version));
    }
    try {
      return parse(file, document);
    } catch (IllegalArgumentException e) {
      throw notABaseline(file, "it is damaged: " + e.getMessage());
    }
  }

  private static EarlierReport parse(Path file, JsonNode document) {
    List<String> models = new ArrayList<>();
    document.path("models").forEach(model -> models.add(model.path("path").asText()));
    Map<String, String> digests = new LinkedHashMap<>();
    digests.put(JudgedCell.CLEAN, document.path("cleanImagesDigest").asText());
    List<Cell> cells = new ArrayList<>();
    for (JsonNode cell : document.path("cells")) {
      Corruption corruption = corruption(cell);
      int severity = cell.path("severity").asInt();
      cells.add(new Cell(corruption, severity, cell.path("accuracy").asDouble(-1)));
      digests.put(CorruptedTest.name(corruption, severity), cell.path("imagesDigest").asText());
    }
    Map<Corruption, Double> lossErrors = new EnumMap<>(Corruption.class);
    for (JsonNode one : document.path("corruptions")) {
      if (one.path("lossError").isNumber()) {
        lossErrors.put(corruption(one), one.path("lossError").asDouble());
      }
    }
    double cleanAccuracy = document.path("cleanAccuracy").asDouble(-1);
    return new EarlierReport(
        file,
        models,
        document.path("dataDigest").asText(),
        digests,
        new CorruptionScores(cleanAccuracy, cells, lossErrors));
  }

  private static Corruption corruption(JsonNode node) {
    String id = node.path("corruption").asText();
    return List.of(Corruption.values()).stream()
        .filter(one -> one.id().equals(id))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no corruption \"" + id + "\""));
  }

  private static SeedcastException notABaseline(Path file, String reason) {
    return new SeedcastException(
        Kind.REFUSED,
        "report.not-a-baseline",
        file
            + " cannot be used with --against: "
            + reason
            + "; accepted are "
            + AlexNet.ID
            + " and the report.json of an earlier \"robustness corruptions\", format \""
            + CorruptionDocument.FORMAT
            + "\", version "
            + CorruptionDocument.FORMAT_VERSION);
  }

  @Override
  public EarlierReport fitting(Asked asked) {
    if (!asked.dataDigest().equals(dataDigest)) {
      throw other("it is of another dataset; use the same --data for both");
    }
    List<Corruption> lacking = new ArrayList<>(asked.corruptions());
    lacking.removeAll(scores.corruptions());
    if (!lacking.isEmpty()) {
      throw other(
          "it lacks the corruptions %s, it holds %s; use the same --only for both"
              .formatted(ids(lacking), ids(scores.corruptions())));
    }
    if (!scores.severities().equals(asked.severities())) {
      throw other(
          "it is of the severities %s: got %s; use the same --severity for both"
              .formatted(scores.severities(), asked.severities()));
    }
    List<Cell> cells =
        scores.cells().stream()
            .filter(cell -> asked.corruptions().contains(cell.corruption()))
            .toList();
    return new EarlierReport(
        file,
        models,
        dataDigest,
        imagesDigests,
        new CorruptionScores(scores.cleanAccuracy(), cells, scores.lossErrors()));
  }

  private static List<String> ids(List<Corruption> corruptions) {
    return corruptions.stream().map(Corruption::id).toList();
  }

  @Override
  public void requireSameImages(JudgedCell cell) {
    if (!cell.imagesDigest().equals(imagesDigests.get(cell.name()))) {
      throw other(
          "it is of other images of "
              + cell.name()
              + "; use the same --limit, --seed, --scale, --frost-images, --jpeg and --corrupted for both");
    }
  }

  private SeedcastException other(String reason) {
    return CorruptionBaseline.other(file.toString(), reason);
  }

  @Override
  public String description() {
    return "Errors divided by those of "
        + String.join(", ", models)
        + " (`"
        + file
        + "`): 100 % is as bad. The relative ones divide what is lost against clean images, where the baseline loses at least"
        + " half a point and two standard errors.";
  }

  @Override
  public boolean covers(List<Corruption> corruptions) {
    return scores.corruptions().containsAll(corruptions);
  }

  @Override
  public boolean knowsLosses() {
    return true;
  }

  @Override
  public List<Corruption> losing(List<Corruption> corruptions) {
    return scores.losing(corruptions);
  }

  @Override
  public OptionalDouble error(CorruptionScores run, Corruption corruption) {
    return run.corruptionError(corruption, scores);
  }

  @Override
  public OptionalDouble relativeError(CorruptionScores run, Corruption corruption) {
    return run.relativeCorruptionError(corruption, scores);
  }

  @Override
  public OptionalDouble meanError(CorruptionScores run, List<Corruption> over) {
    return run.meanCorruptionError(over, scores);
  }

  @Override
  public OptionalDouble relativeMeanError(CorruptionScores run, List<Corruption> over) {
    return run.relativeMeanCorruptionError(over, scores);
  }
}
