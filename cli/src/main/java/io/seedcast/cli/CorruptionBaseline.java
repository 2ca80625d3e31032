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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An earlier report that errors are compared with.
 *
 * @param file its {@code report.json}
 * @param models the networks that it is about
 * @param dataDigest of the test images
 * @param imagesDigests of each set of images, by its name
 * @param scores mean accuracies of the networks
 */
record CorruptionBaseline(
    Path file,
    List<String> models,
    String dataDigest,
    Map<String, String> imagesDigests,
    CorruptionScores scores) {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  CorruptionBaseline {
    models = List.copyOf(models);
    imagesDigests = Map.copyOf(imagesDigests);
  }

  /**
   * Reads a report.
   *
   * @param path {@code report.json} or the folder that holds it
   * @throws SeedcastException {@code report.not-a-baseline} if it is not such a report
   */
  static CorruptionBaseline read(Path path) {
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

  private static CorruptionBaseline parse(Path file, JsonNode document) {
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
    return new CorruptionBaseline(
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
            + "; accepted is the report.json of an earlier \"robustness corruptions\", format \""
            + CorruptionDocument.FORMAT
            + "\", version "
            + CorruptionDocument.FORMAT_VERSION);
  }

  /**
   * Refuses what cannot be compared.
   *
   * @throws SeedcastException {@code report.other-baseline}
   */
  void requireSame(String digest, List<Corruption> corruptions, List<Integer> severities) {
    if (!digest.equals(dataDigest)) {
      throw other(
          "is of another dataset: got %s, found %s; use the same --data for both"
              .formatted(digest, dataDigest));
    }
    Set<Corruption> found = new LinkedHashSet<>(scores.corruptions());
    if (!found.equals(new LinkedHashSet<>(corruptions))) {
      throw other(
          "is of other corruptions: got %s, found %s; use the same --only for both"
              .formatted(ids(corruptions), ids(scores.corruptions())));
    }
    if (!scores.severities().equals(severities)) {
      throw other(
          "is of other severities: got %s, found %s; use the same --severity for both"
              .formatted(severities, scores.severities()));
    }
  }

  private static List<String> ids(List<Corruption> corruptions) {
    return corruptions.stream().map(Corruption::id).toList();
  }

  /**
   * Refuses a set of images that the baseline was not measured on.
   *
   * @throws SeedcastException {@code report.other-baseline}
   */
  void requireSameImages(JudgedCell cell) {
    if (!cell.imagesDigest().equals(imagesDigests.get(cell.name()))) {
      throw other(
          "is of other images of "
              + cell.name()
              + "; use the same --limit, --seed, --scale, --frost-images and --corrupted for both");
    }
  }

  private SeedcastException other(String reason) {
    return new SeedcastException(
        Kind.REFUSED, "report.other-baseline", file + " cannot be compared with: it " + reason);
  }
}
