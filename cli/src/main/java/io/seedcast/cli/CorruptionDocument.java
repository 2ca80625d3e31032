package io.seedcast.cli;

import io.seedcast.cli.CorruptionResults.Figure;
import io.seedcast.core.network.Cost;
import io.seedcast.experiment.judge.CorruptedTest;
import io.seedcast.experiment.judge.JudgedCell;
import io.seedcast.vision.corruption.Corruption;
import io.seedcast.vision.corruption.CorruptionGroup;
import io.seedcast.vision.metrics.CorruptionScores;
import io.seedcast.vision.metrics.CorruptionScores.Cell;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What {@code report.json} says; {@link EarlierReport} reads it. */
final class CorruptionDocument {
  /** What the document calls itself. */
  static final String FORMAT = "seedcast-corruptions";

  static final int FORMAT_VERSION = 1;

  private final CorruptionOutcome outcome;
  private final CorruptionResults results;
  private final CorruptionScores mean;
  private final @Nullable CorruptionBaseline baseline;

  /** Prepares the document. */
  CorruptionDocument(CorruptionOutcome outcome) {
    this.outcome = outcome;
    this.results = outcome.results();
    this.mean = results.meanScores();
    this.baseline = outcome.baseline();
  }

  Map<String, @Nullable Object> toMap() {
    Map<String, @Nullable Object> document = new LinkedHashMap<>();
    document.put("format", FORMAT);
    document.put("formatVersion", FORMAT_VERSION);
    document.put("command", outcome.command());
    document.put("models", modelDocuments());
    document.put("dataDigest", outcome.dataset().sha256());
    document.put("settings", outcome.settings());
    document.put("images", outcome.clean().count());
    document.put("cleanImagesDigest", results.imagesDigest(JudgedCell.CLEAN));
    put(document, "cleanAccuracy", results.over(CorruptionScores::cleanAccuracy));
    document.put("cleanCalibrationError", results.calibrationError(JudgedCell.CLEAN));
    put(document, "meanOfGroups", results.over(CorruptionScores::meanOfGroups));
    put(document, "meanOfCorruptions", results.over(CorruptionScores::mean));
    List<Corruption> benchmarked = mean.benchmarked();
    if (!benchmarked.isEmpty()) {
      put(document, "meanOfBenchmark", results.over(run -> run.mean(benchmarked)));
    }
    document.put("groups", mean.groups().stream().map(this::groupDocument).toList());
    document.put("corruptions", mean.corruptions().stream().map(this::corruptionDocument).toList());
    document.put("cells", mean.cells().stream().map(this::cellDocument).toList());
    if (baseline != null) {
      document.put("baseline", baselineDocument(baseline));
    }
    document.put("provenance", new TreeMap<>(outcome.provenance()));
    return document;
  }

  private List<Map<String, Object>> modelDocuments() {
    return outcome.models().stream()
        .map(
            model -> {
              Map<String, Object> one = new LinkedHashMap<>();
              one.put("path", model.path().toString());
              one.put("architecture", model.network().architecture());
              one.put("method", model.network().method());
              one.put("digest", model.digest());
              one.putAll(Indicators.of(Cost.of(model.network())).fields());
              return one;
            })
        .toList();
  }

  private Map<String, @Nullable Object> groupDocument(CorruptionGroup group) {
    Map<String, @Nullable Object> one = new LinkedHashMap<>();
    one.put("group", group.id());
    one.put("corruptions", mean.corruptions(group).size());
    put(one, "accuracy", results.over(run -> run.accuracy(group)));
    mean.deviation(mean.corruptions(group))
        .ifPresent(deviation -> one.put("deviationOverCorruptions", deviation));
    return one;
  }

  private Map<String, @Nullable Object> corruptionDocument(Corruption corruption) {
    Map<String, @Nullable Object> one = new LinkedHashMap<>();
    one.put("corruption", corruption.id());
    one.put("group", corruption.group().id());
    put(one, "accuracy", results.over(run -> run.accuracy(corruption)));
    one.put("calibrationError", results.calibrationError(corruption));
    one.put("loss", mean.loss(corruption));
    one.put("lossError", mean.lossErrors().get(corruption));
    if (baseline != null) {
      put(one, "corruptionError", results.error(corruption, baseline));
      put(one, "relativeCorruptionError", results.relativeError(corruption, baseline));
    }
    return one;
  }

  private Map<String, @Nullable Object> cellDocument(Cell cell) {
    String name = CorruptedTest.name(cell.corruption(), cell.severity());
    Map<String, @Nullable Object> one = new LinkedHashMap<>();
    one.put("corruption", cell.corruption().id());
    one.put("severity", cell.severity());
    put(one, "accuracy", results.over(run -> run.accuracy(cell.corruption(), cell.severity())));
    one.put("calibrationError", results.calibrationError(name));
    one.put("imagesDigest", results.imagesDigest(name));
    return one;
  }

  private Map<String, @Nullable Object> baselineDocument(CorruptionBaseline base) {
    List<Corruption> all = mean.corruptions();
    Map<String, @Nullable Object> one = new LinkedHashMap<>();
    Path file = base.file();
    one.put("file", file == null ? null : file.toString());
    one.put("models", base.models());
    put(one, "meanCorruptionError", results.meanError(all, base));
    put(one, "relativeMeanCorruptionError", results.relativeMeanError(all, base));
    one.put("relativeOver", base.losing(all).stream().map(Corruption::id).toList());
    List<Corruption> some = mean.benchmarked();
    if (!some.isEmpty()) {
      put(one, "benchmarkMeanCorruptionError", results.meanError(some, base));
      put(one, "benchmarkRelativeMeanCorruptionError", results.relativeMeanError(some, base));
    }
    return one;
  }

  /** A figure, and its deviation if there are several runs. */
  private static void put(Map<String, @Nullable Object> document, String name, Figure figure) {
    document.put(name, figure.mean());
    if (figure.hasDeviation()) {
      document.put(name + "Deviation", figure.deviation());
    }
  }

  /** A figure, or null if it is not defined. */
  private static void put(
      Map<String, @Nullable Object> document, String name, Optional<Figure> figure) {
    if (figure.isPresent()) {
      put(document, name, figure.get());
    } else {
      document.put(name, null);
    }
  }
}
