package io.seedcast.cli;

import io.seedcast.cli.CorruptionResults.Figure;
import io.seedcast.core.network.Cost;
import io.seedcast.experiment.judge.CorruptedPictures;
import io.seedcast.experiment.judge.CorruptedTest;
import io.seedcast.experiment.judge.JudgedCell;
import io.seedcast.experiment.judge.JudgedModel;
import io.seedcast.experiment.judge.WorstCase;
import io.seedcast.experiment.report.Chart;
import io.seedcast.experiment.report.Chart.Mark;
import io.seedcast.experiment.report.Chart.Series;
import io.seedcast.experiment.report.HtmlPage;
import io.seedcast.experiment.report.Table;
import io.seedcast.vision.corruption.Corruption;
import io.seedcast.vision.corruption.CorruptionGroup;
import io.seedcast.vision.metrics.CorruptionScores;
import io.seedcast.vision.metrics.CorruptionScores.Cell;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** How a network stood up to corruptions: as a page, a table, a document, and lines of text. */
final class CorruptionReport {
  private static final int WORST_CASES = 6;

  private final CorruptionOutcome outcome;
  private final CorruptionResults results;
  private final CorruptionScores mean;
  private final @Nullable CorruptionBaseline baseline;
  private final CorruptedPictures pictures;

  /** Prepares the page, the table and the text. */
  CorruptionReport(CorruptionOutcome outcome) {
    this.outcome = outcome;
    this.results = outcome.results();
    this.mean = results.meanScores();
    this.baseline = outcome.baseline();
    this.pictures =
        new CorruptedPictures(outcome.clean(), outcome.corrupted(), outcome.dataset().classNames());
  }

  String toHtml() {
    HtmlPage page =
        new HtmlPage("Accuracy on corrupted images")
            .paragraph(
                String.format(
                    Locale.ROOT,
                    "%s, %s: %s %% of %s of %s are classified correctly as they are, %s %% as the mean of %s at severity"
                        + " %s.",
                    outcome.models().get(0).network().architecture(),
                    outcome.models().get(0).network().method(),
                    results.over(CorruptionScores::cleanAccuracy).percent(),
                    Counted.of(outcome.clean().count(), "test image", "test images"),
                    outcome.dataset().name(),
                    results.over(CorruptionScores::mean).percent(),
                    Counted.corruptions(mean.corruptions().size()),
                    severities()))
            .paragraph("Made by `" + outcome.command() + "`.")
            .paragraph(
                outcome.models().size() == 1
                    ? "One run: there is no \u00b1, since nothing here tells how much runs differ."
                    : "Figures are means of "
                        + outcome.models().size()
                        + " runs; \u00b1 is the sample standard deviation over the runs.");
    outcome.corrupted().departure().ifPresent(page::paragraph);
    page.heading("Summary")
        .paragraph(
            "The deviation over corruptions, of the groups' mean over the groups, tells how much harder one is than another,"
                + " not how sure a figure is; it is what the \u00b1 of the MonoCNN paper's table is.")
        .table(summaryTable());
    appendBaseline(page);
    page.html(HtmlPage.chart(chart()))
        .heading("Each corruption")
        .paragraph(
            "Accuracy in percent at each severity and as their mean. ECE is the expected calibration error in percent (15"
                + " bins): how far confidence is from accuracy.")
        .table(corruptionTable());
    appendBars(page);
    appendExamples(page);
    appendWorstCases(page);
    return page.heading("Provenance").facts(facts()).toHtml();
  }

  private String severities() {
    List<Integer> all = mean.severities();
    return all.size() == 1 ? all.get(0).toString() : all.get(0) + " to " + all.get(all.size() - 1);
  }

  /**
   * A figure that sums up.
   *
   * @param deviation over the corruptions, or the groups, that it is the mean of
   */
  private record Summary(String name, Figure figure, OptionalDouble deviation) {}

  private List<Summary> summary() {
    List<Summary> summary = new ArrayList<>();
    summary.add(
        new Summary(
            "clean", results.over(CorruptionScores::cleanAccuracy), OptionalDouble.empty()));
    for (CorruptionGroup group : mean.groups()) {
      List<Corruption> corruptions = mean.corruptions(group);
      summary.add(
          new Summary(
              "%s (%d)".formatted(group.id(), corruptions.size()),
              results.over(run -> run.accuracy(group)),
              mean.deviation(corruptions)));
    }
    int groups = mean.groups().size();
    summary.add(
        new Summary(
            groups == 1 ? "mean of the group" : "mean of the %d groups' means".formatted(groups),
            results.over(CorruptionScores::meanOfGroups),
            mean.deviationOfGroups()));
    summary.add(
        new Summary(
            "mean of " + Counted.corruptions(mean.corruptions().size()),
            results.over(CorruptionScores::mean),
            mean.deviation(mean.corruptions())));
    List<Corruption> benchmarked = mean.benchmarked();
    if (!benchmarked.isEmpty()) {
      summary.add(
          new Summary(
              "mean of " + ofTheBenchmark(benchmarked),
              results.over(run -> run.mean(benchmarked)),
              mean.deviation(benchmarked)));
    }
    return summary;
  }

  private static String ofTheBenchmark(List<Corruption> some) {
    long all = Arrays.stream(Corruption.values()).filter(Corruption::isBenchmarked).count();
    return (some.size() == all ? "" : some.size() + " of ") + "the benchmark's " + all;
  }

  private Table summaryTable() {
    List<List<String>> rows = new ArrayList<>();
    for (Summary one : summary()) {
      rows.add(
          List.of(
              one.name(),
              one.figure().percent(),
              one.deviation().isPresent() ? percent(one.deviation().getAsDouble()) : ""));
    }
    return new Table(List.of("images", "accuracy, %", "sd over corruptions"), 1, rows);
  }

  private void appendBaseline(HtmlPage page) {
    if (baseline == null) {
      return;
    }
    List<List<String>> rows = new ArrayList<>();
    meanErrors(baseline).forEach((name, error) -> rows.add(List.of(name, percent(error))));
    page.heading("Against a baseline")
        .paragraph(
            baseline.description()
                + (outcome.models().size() == 1
                    ? ""
                    : " \u00b1 is over the runs of this report; the baseline is taken as it is."))
        .table(new Table(List.of("", "%"), 1, rows));
  }

  private Map<String, Optional<Figure>> meanErrors(CorruptionBaseline base) {
    Map<String, Optional<Figure>> errors = new LinkedHashMap<>();
    List<Corruption> all = mean.corruptions();
    String count = Counted.corruptions(all.size());
    putMeanErrors(errors, count, base.losing(all).size() + " of " + count, all, base);
    List<Corruption> some = mean.benchmarked();
    if (!some.isEmpty()) {
      putMeanErrors(errors, ofTheBenchmark(some), ofTheBenchmark(base.losing(some)), some, base);
    }
    return errors;
  }

  private void putMeanErrors(
      Map<String, Optional<Figure>> errors,
      String of,
      String relativeOf,
      List<Corruption> over,
      CorruptionBaseline base) {
    if (base.covers(over)) {
      errors.put("mCE of " + of, results.meanError(over, base));
      if (base.knowsLosses()) {
        errors.put("relative mCE of " + relativeOf, results.relativeMeanError(over, base));
      }
    }
  }

  private static String percent(Optional<Figure> figure) {
    return figure.map(Figure::percent).orElse("undefined");
  }

  private static String percent(double fraction) {
    return String.format(Locale.ROOT, "%.2f", 100 * fraction);
  }

  private Chart chart() {
    List<Double> x = new ArrayList<>(List.of(0.0));
    mean.severities().forEach(severity -> x.add((double) severity));
    List<Series> series = new ArrayList<>();
    for (CorruptionGroup group : mean.groups()) {
      List<Double> y = new ArrayList<>(List.of(100 * mean.cleanAccuracy()));
      mean.severities().forEach(severity -> y.add(100 * mean.accuracy(group, severity)));
      series.add(new Series(group.id(), Mark.LINE, x, y, List.of()));
    }
    return new Chart("Accuracy over severity", "severity (0: clean)", "accuracy, %", false, series);
  }

  private List<String> columns() {
    List<String> columns = new ArrayList<>(List.of("corruption", "group"));
    mean.severities().forEach(severity -> columns.add(String.valueOf(severity)));
    columns.add("mean");
    columns.add("ECE");
    if (baseline != null) {
      columns.add("CE");
      if (baseline.knowsLosses()) {
        columns.add("relative CE");
      }
    }
    return columns;
  }

  private Table corruptionTable() {
    List<List<String>> rows = new ArrayList<>();
    for (Corruption corruption : mean.corruptions()) {
      List<String> row = new ArrayList<>(List.of(corruption.id(), corruption.group().id()));
      for (int severity : mean.severities()) {
        row.add(percent(mean.accuracy(corruption, severity)));
      }
      row.add(results.over(run -> run.accuracy(corruption)).percent());
      row.add(percent(results.calibrationError(corruption)));
      if (baseline != null) {
        row.add(percent(results.error(corruption, baseline)));
        if (baseline.knowsLosses()) {
          row.add(percent(results.relativeError(corruption, baseline)));
        }
      }
      rows.add(row);
    }
    return new Table(columns(), 2, rows);
  }

  /** A bar for each corruption; the faint one behind it is the clean accuracy. */
  private void appendBars(HtmlPage page) {
    page.html("<div role=\"img\" aria-label=\"Accuracy on each corruption\">\n")
        .html(HtmlPage.bar(JudgedCell.CLEAN, mean.cleanAccuracy(), mean.cleanAccuracy()));
    for (Corruption corruption : mean.corruptions()) {
      page.html(HtmlPage.bar(corruption.id(), mean.accuracy(corruption), mean.cleanAccuracy()));
    }
    page.html("</div>\n");
  }

  /** The first image, as every corruption leaves it. */
  private void appendExamples(HtmlPage page) {
    page.heading("Examples")
        .paragraph("One image as it is, and as each corruption leaves it.")
        .html("<div class=\"pictures\">")
        .html(pictures.clean(0, JudgedCell.CLEAN))
        .html("</div>\n");
    for (Corruption corruption : mean.corruptions()) {
      page.html("<h3>" + HtmlPage.escape(corruption.id()) + "</h3>\n<div class=\"pictures\">\n");
      for (int severity : mean.severities()) {
        page.html(pictures.corrupted(0, corruption, severity, "severity " + severity));
      }
      page.html("</div>\n");
    }
  }

  private void appendWorstCases(HtmlPage page) {
    List<WorstCase> cases = results.worstCases(WORST_CASES);
    page.heading("Worst cases")
        .paragraph(
            cases.isEmpty()
                ? "No image that is right as it is becomes wrong."
                : "Images that are right as they are and wrong most often when corrupted"
                    + (outcome.models().size() == 1 ? "" : ", by " + outcome.models().get(0).path())
                    + ": as they are, and as the mildest corruption that does it leaves them.")
        .html(pictures.worst(cases));
  }

  private Map<String, String> facts() {
    Map<String, String> facts = new LinkedHashMap<>();
    for (JudgedModel model : outcome.models()) {
      facts.put("network of " + model.path(), "digest " + model.digest());
    }
    facts.put("costs", Indicators.of(Cost.of(outcome.models().get(0).network())).text());
    facts.putAll(outcome.settings());
    facts.putAll(new TreeMap<>(outcome.provenance()));
    return facts;
  }

  /** A line for the clean images, then one for each run, corruption and severity. */
  String toCsv() {
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < outcome.models().size(); i++) {
      String model = outcome.models().get(i).path().toString();
      CorruptionScores run = results.runs().get(i);
      rows.add(
          csvRow(
              model,
              List.of(JudgedCell.CLEAN, "", "0"),
              run.cleanAccuracy(),
              results.calibrationError(i, JudgedCell.CLEAN)));
      for (Cell cell : run.cells()) {
        Corruption corruption = cell.corruption();
        rows.add(
            csvRow(
                model,
                List.of(corruption.id(), corruption.group().id(), String.valueOf(cell.severity())),
                cell.accuracy(),
                results.calibrationError(i, CorruptedTest.name(corruption, cell.severity()))));
      }
    }
    return new Table(
            List.of(
                "model",
                "corruption",
                "group",
                "severity",
                "accuracy",
                "calibrationError",
                "images"),
            4,
            rows)
        .toCsv();
  }

  private List<String> csvRow(
      String model, List<String> names, double accuracy, double calibrationError) {
    List<String> row = new ArrayList<>(List.of(model));
    row.addAll(names);
    row.add(String.valueOf(accuracy));
    row.add(String.valueOf(calibrationError));
    row.add(String.valueOf(outcome.clean().count()));
    return row;
  }

  /** What the command prints. */
  Result toResult() {
    Result result = new Result();
    toDocument()
        .forEach(
            (name, value) -> {
              if (!name.equals("command") && !name.equals("provenance")) {
                result.with(name, value);
              }
            });
    summary()
        .forEach(
            one ->
                result.line(
                    String.format(Locale.ROOT, "%-34s %s %%", one.name(), one.figure().percent())));
    if (baseline != null) {
      meanErrors(baseline)
          .forEach(
              (name, error) ->
                  result.line(
                      String.format(
                          Locale.ROOT,
                          "%-46s %s%s",
                          name,
                          percent(error),
                          error.isPresent() ? " %" : "")));
    }
    return result;
  }

  Map<String, @Nullable Object> toDocument() {
    return new CorruptionDocument(outcome).toMap();
  }
}
