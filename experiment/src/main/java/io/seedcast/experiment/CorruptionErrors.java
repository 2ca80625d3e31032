package io.seedcast.experiment;

import io.seedcast.experiment.judge.JudgedCell;
import io.seedcast.experiment.report.Document;
import io.seedcast.experiment.report.Table;
import io.seedcast.vision.corruption.Corruption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** The part of a report that tells errors relative to the baseline, and calibration errors. */
final class CorruptionErrors {
  private static final List<Corruption> ALL = List.of(Corruption.values());
  private static final List<Corruption> BENCHMARK =
      Arrays.stream(Corruption.values()).filter(Corruption::isBenchmarked).toList();

  private final Plan plan;
  private final List<Row> judged;
  private final @Nullable RelativeErrors relative;

  /**
   * Takes what is judged.
   *
   * @param rows of which those without figures are left out
   */
  CorruptionErrors(Plan plan, List<Row> rows) {
    this.plan = plan;
    this.judged = rows.stream().filter(row -> row.accuracy().isPresent()).toList();
    String baseline = plan.experiment().file().baseline();
    this.relative =
        judged.stream()
            .filter(row -> row.variant().name().equals(baseline))
            .findFirst()
            .flatMap(RelativeErrors::to)
            .orElse(null);
  }

  void append(Document document) {
    if (judged.isEmpty()) {
      return;
    }
    document.heading("Errors and calibration").table(table());
    if (relative != null) {
      String baseline = plan.experiment().file().baseline();
      document.paragraph(
          "mCE: the error on each corruption divided by that of "
              + baseline
              + " with the same seed, the mean of the corruptions; below 100 % is better. Relative mCE: the same of what is"
              + " lost against the images as they are, so that being good on those does not count as robustness. A network"
              + " that has little to lose looks better in it: read it beside the clean accuracy."
              + leftOut(baseline, relative.notLosing()));
    }
    document.paragraph(
        "ECE: the expected calibration error, in 15 bins: how far the network's confidence is from its accuracy, on the"
            + " images as they are and as the mean of the corrupted sets.");
  }

  private static String leftOut(@Nullable String baseline, List<Corruption> corruptions) {
    if (corruptions.isEmpty()) {
      return "";
    }
    String tooLittle =
        baseline
            + " loses too little to be divided by, less than half a point or than two standard errors";
    return corruptions.size() == ALL.size()
        ? " It is undefined here: on every corruption " + tooLittle + "."
        : " It leaves out those on which "
            + tooLittle
            + ": "
            + String.join(", ", corruptions.stream().map(Corruption::id).toList())
            + ".";
  }

  private Table table() {
    List<String> header = new ArrayList<>(plan.experiment().file().axes());
    int labels = header.size();
    if (relative != null) {
      header.add("mCE");
      header.add("mCE of benchmark");
      header.add("relative mCE" + count(relative, ALL));
      header.add("relative mCE of benchmark" + count(relative, BENCHMARK));
    }
    header.add("ECE, clean");
    header.add("ECE, corrupted");
    List<List<String>> lines = new ArrayList<>();
    for (Row row : judged) {
      List<String> line = new ArrayList<>(row.variant().labels());
      if (relative != null) {
        line.add(percent(relative.mean(row, ALL)));
        line.add(percent(relative.mean(row, BENCHMARK)));
        line.add(percent(relative.relativeMean(row, ALL)));
        line.add(percent(relative.relativeMean(row, BENCHMARK)));
      }
      line.add(Figures.percent(calibration(row, CorruptionErrors::cleanCalibrationError)));
      line.add(Figures.percent(calibration(row, CorruptionTally::meanCalibrationError)));
      lines.add(line);
    }
    return new Table(header, labels, lines);
  }

  private static String count(RelativeErrors relative, List<Corruption> corruptions) {
    return " (%d of %d)".formatted(relative.losing(corruptions).size(), corruptions.size());
  }

  private static String percent(Optional<Spread> error) {
    return error.map(Figures::percent).orElse("undefined");
  }

  private static double cleanCalibrationError(CorruptionTally tally) {
    return tally.calibrationError(JudgedCell.CLEAN);
  }

  private static Spread calibration(Row row, ToDoubleFunction<CorruptionTally> error) {
    return Spread.of(
        row.trials().stream()
            .map(Trial::tally)
            .filter(Objects::nonNull)
            .map(error::applyAsDouble)
            .toList());
  }

  /** The same for a JSON document: fractions, means over the seeds. */
  List<Map<String, @Nullable Object>> toDocuments() {
    List<Map<String, @Nullable Object>> documents = new ArrayList<>();
    for (Row row : judged) {
      Map<String, @Nullable Object> document = new LinkedHashMap<>();
      document.put("name", row.variant().name());
      if (relative != null) {
        put(document, "meanCorruptionError", relative.mean(row, ALL));
        put(document, "benchmarkMeanCorruptionError", relative.mean(row, BENCHMARK));
        put(document, "relativeMeanCorruptionError", relative.relativeMean(row, ALL));
        put(
            document,
            "benchmarkRelativeMeanCorruptionError",
            relative.relativeMean(row, BENCHMARK));
        document.put("relativeOver", relative.losing(ALL).stream().map(Corruption::id).toList());
      }
      put(
          document,
          "cleanCalibrationError",
          Optional.of(calibration(row, CorruptionErrors::cleanCalibrationError)));
      put(
          document,
          "calibrationError",
          Optional.of(calibration(row, CorruptionTally::meanCalibrationError)));
      documents.add(document);
    }
    return documents;
  }

  /** A figure, or null if it is not defined, and its deviation if there are several runs. */
  private static void put(
      Map<String, @Nullable Object> document, String name, Optional<Spread> figure) {
    document.put(name, figure.map(Spread::mean).orElse(null));
    if (figure.isPresent() && figure.get().runs() > 1) {
      document.put(name + "Deviation", figure.get().deviation());
    }
  }
}
