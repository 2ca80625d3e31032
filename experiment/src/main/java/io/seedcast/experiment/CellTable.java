package io.seedcast.experiment;

import io.seedcast.experiment.judge.CorruptedTest;
import io.seedcast.experiment.judge.JudgedCell;
import io.seedcast.experiment.report.Table;
import io.seedcast.vision.metrics.CorruptionScores.Cell;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What each run made of each corruption at each severity. */
final class CellTable {
  private final List<Line> lines = new ArrayList<>();
  private final List<String> axes;

  /**
   * One run on one set of images.
   *
   * @param corruption {@value JudgedCell#CLEAN} of the images as they are
   * @param group empty of the images as they are
   * @param severity 0 of the images as they are
   */
  private record Line(
      PlannedRun run,
      String corruption,
      String group,
      int severity,
      double accuracy,
      double calibrationError,
      int images) {}

  /**
   * Collects the runs that are judged, each with the images as they are first.
   *
   * @param finished by digest
   */
  CellTable(Plan plan, Map<String, Finished> finished) {
    this.axes = plan.experiment().file().axes();
    for (PlannedRun run : plan.runs()) {
      Finished one = finished.get(run.digest());
      CorruptionTally tally = one == null ? null : one.tally();
      if (tally != null) {
        add(run, tally);
      }
    }
  }

  private void add(PlannedRun run, CorruptionTally tally) {
    lines.add(
        new Line(
            run,
            JudgedCell.CLEAN,
            "",
            0,
            tally.scores().cleanAccuracy(),
            tally.calibrationError(JudgedCell.CLEAN),
            tally.images()));
    for (Cell cell : tally.scores().cells()) {
      lines.add(
          new Line(
              run,
              cell.corruption().id(),
              cell.corruption().group().id(),
              cell.severity(),
              cell.accuracy(),
              tally.calibrationError(CorruptedTest.name(cell.corruption(), cell.severity())),
              tally.images()));
    }
  }

  Table toTable() {
    List<String> header = new ArrayList<>(axes);
    header.addAll(
        List.of(
            "seed",
            "corruption",
            "group",
            "severity",
            "accuracy",
            "calibration_error",
            "images",
            "run"));
    List<List<String>> rows = new ArrayList<>();
    for (Line line : lines) {
      List<String> row = new ArrayList<>(line.run().variant().labels());
      row.addAll(
          List.of(
              String.valueOf(line.run().seed()),
              line.corruption(),
              line.group(),
              String.valueOf(line.severity()),
              Figures.format("%.6f", line.accuracy()),
              Figures.format("%.6f", line.calibrationError()),
              String.valueOf(line.images()),
              line.run().digest()));
      rows.add(row);
    }
    return new Table(header, axes.size(), rows);
  }

  /** The same for a JSON document. */
  List<Map<String, Object>> toDocuments() {
    List<Map<String, Object>> documents = new ArrayList<>();
    for (Line line : lines) {
      Map<String, Object> document = new LinkedHashMap<>();
      document.put("name", line.run().variant().name());
      document.put("seed", line.run().seed());
      document.put("corruption", line.corruption());
      document.put("group", line.group());
      document.put("severity", line.severity());
      document.put("accuracy", line.accuracy());
      document.put("calibrationError", line.calibrationError());
      documents.add(document);
    }
    return documents;
  }
}
