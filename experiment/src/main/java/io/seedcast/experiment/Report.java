package io.seedcast.experiment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.seedcast.core.network.Cost;
import io.seedcast.experiment.ExperimentOutcome.Ahead;
import io.seedcast.experiment.ExperimentOutcome.Figure;
import io.seedcast.experiment.ExperimentOutcome.Standing;
import io.seedcast.experiment.judge.CorruptedTest;
import io.seedcast.experiment.report.Chart;
import io.seedcast.experiment.report.Document;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Collects results and writes them as CSV, JSON, Markdown, plots and one page. Thread-safe. */
final class Report {
  /** What the JSON document calls itself. */
  static final String FORMAT = "seedcast-experiment";

  private static final int FORMAT_VERSION = 1;
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  private final Plan plan;
  private final ExperimentFolder folder;
  private final @Nullable CorruptedTest test;
  private final Map<String, Finished> finished = new HashMap<>();

  /**
   * Starts a report.
   *
   * @param test on corrupted images, where the networks are judged by one
   */
  Report(Plan plan, ExperimentFolder folder, @Nullable CorruptedTest test) {
    this.plan = plan;
    this.folder = folder;
    this.test = test;
  }

  /** Adds what is known of a configuration. */
  synchronized void add(String digest, Finished one) {
    finished.put(digest, one);
  }

  /** How many configurations are finished. */
  synchronized int results() {
    return finished.size();
  }

  /** Whether a configuration is finished, and that without a result. */
  synchronized boolean diverged(String digest) {
    Finished one = finished.get(digest);
    return one != null && one.diverged();
  }

  /** Writes everything that is known, and returns the outcome. */
  synchronized ExperimentOutcome outcome(int trained, int cached) {
    Map<String, Row> rows = rows();
    List<Path> files = write(rows);
    return new ExperimentOutcome(
        trained,
        cached,
        runs(),
        standings(rows),
        ResultTable.of(plan, List.copyOf(rows.values())),
        files.get(0),
        files);
  }

  private List<ExperimentOutcome.Run> runs() {
    List<ExperimentOutcome.Run> runs = new ArrayList<>();
    for (PlannedRun run : plan.runs()) {
      Finished one = finished.get(run.digest());
      if (one != null) {
        Cost cost = Cost.of(run.network());
        runs.add(
            new ExperimentOutcome.Run(
                run.variant().name(),
                run.seed(),
                run.slice().vendor(),
                one.result().accuracy(),
                cost.learnable(),
                cost.sentBytes(),
                cost.macs(),
                cost.storedBytes(),
                folder.run(run.digest())));
      }
    }
    return runs;
  }

  private List<Standing> standings(Map<String, Row> rows) {
    List<Standing> standings = new ArrayList<>();
    for (Row row : rows.values()) {
      Map<String, Figure> figures = new LinkedHashMap<>();
      for (String name : plan.figures()) {
        row.figure(name)
            .ifPresent(
                spread ->
                    figures.put(
                        name,
                        new Figure(spread.mean(), spread.runs() == 1 ? null : spread.deviation())));
      }
      if (!figures.isEmpty()) {
        standings.add(new Standing(row.variant().name(), figures, ahead(row, rows)));
      }
    }
    return standings;
  }

  private @Nullable Ahead ahead(Row row, Map<String, Row> rows) {
    String baseline = plan.experiment().file().baseline();
    Row behind = baseline == null ? null : rows.get(baseline);
    return behind == null || behind.equals(row)
        ? null
        : plan.compare(row, behind)
            .map(one -> new Ahead(one.difference(), one.margin(), one.basis()))
            .orElse(null);
  }

  /** Writes everything that is known. */
  synchronized void write() {
    write(rows());
  }

  /** What a report says besides its figures. */
  private record Findings(Map<String, Verdict> verdicts, Facts facts) {}

  /** Returns the files, the HTML page first. */
  private List<Path> write(Map<String, Row> rows) {
    String name = plan.experiment().name();
    Findings findings =
        new Findings(
            verdicts(rows),
            Facts.of(plan, test, finished.values().stream().map(Finished::result).toList()));
    List<Path> plots = new ArrayList<>();
    Document document = document(List.copyOf(rows.values()), findings, plots);
    List<Path> files = new ArrayList<>();
    files.add(folder.write(name + ".html", document.toHtml()));
    files.add(folder.write(name + ".md", document.toMarkdown()));
    files.add(folder.write(name + ".csv", RunTable.of(plan, finished).toCsv()));
    files.add(folder.write(name + ".json", json(rows, findings)));
    if (isCorrupted()) {
      files.add(folder.write(name + "-cells.csv", new CellTable(plan, finished).toTable().toCsv()));
    }
    files.addAll(plots);
    return files;
  }

  private boolean isCorrupted() {
    return plan.experiment().protocol() == Protocol.CORRUPTIONS;
  }

  private Map<String, Row> rows() {
    Map<String, Row> rows = new LinkedHashMap<>();
    Protocol protocol = plan.experiment().protocol();
    for (Variant variant : plan.experiment().variants()) {
      List<PlannedRun> planned = plan.runs(variant);
      rows.put(
          variant.name(),
          new Row(variant, planned, protocol.headline(), Trial.of(protocol, planned, finished)));
    }
    return rows;
  }

  private Document document(List<Row> rows, Findings findings, List<Path> plots) {
    ExperimentFile file = plan.experiment().file();
    Document document = new Document(file.title());
    document.paragraph(file.purpose() + " Source: " + file.source() + ".");
    long done = plan.runs().stream().filter(run -> finished.containsKey(run.digest())).count();
    if (done < plan.runs().size()) {
      document.paragraph(
          "Not finished: " + done + " of " + plan.runs().size() + " runs are in this report.");
    }
    List<String> versions = findings.facts().versions();
    if (versions.size() > 1) {
      document.paragraph(
          "The runs were trained by different versions of this program, which may have a part in how they differ: "
              + String.join("; ", versions)
              + ".");
    }
    document.table(ResultTable.of(plan, rows));
    Notes notes = new Notes(plan);
    notes.accuracy(document);
    notes.comparison(document, rows);
    notes.counts(document);
    if (file.published().containsKey(data().name())) {
      notes.published(document);
    }
    for (Plot plot : file.plots()) {
      Plots.draw(plot, rows).ifPresent(chart -> addPlot(document, plot, chart, plots));
    }
    ResultTable.atFullWidth(plan, rows)
        .ifPresent(table -> document.heading("Counts at full width").table(table));
    if (!findings.verdicts().isEmpty()) {
      Map<String, String> answers = new LinkedHashMap<>();
      findings
          .verdicts()
          .forEach(
              (claim, verdict) -> answers.put(claim, verdict.answer() + ": " + verdict.reason()));
      document.heading("What the paper claims").facts(answers);
    }
    file.notes().forEach(document::paragraph);
    switch (plan.experiment().protocol()) {
      case TEST -> {}
      case CORRUPTIONS -> {
        if (test != null) {
          new CorruptionSection(plan, test).append(document, rows);
        }
      }
      case STYLES -> new StyleSection(plan, finished).append(document, rows);
    }
    return document.heading("How it was made").facts(findings.facts().lines());
  }

  private void addPlot(Document document, Plot plot, Chart chart, List<Path> plots) {
    String name = plan.experiment().name() + "-" + plot.id();
    plots.add(folder.write(name + ".png", chart.toPng()));
    plots.add(folder.write(name + ".svg", chart.toSvg()));
    document.chart(chart, name + ".png");
  }

  /** By what is claimed. */
  private Map<String, Verdict> verdicts(Map<String, Row> rows) {
    Map<String, Verdict> verdicts = new LinkedHashMap<>();
    Experiment experiment = plan.experiment();
    for (Claim claim : experiment.file().claims()) {
      String figure = plan.figure(claim);
      verdicts.put(
          claim.text(),
          Verdict.of(claim, experiment.protocol(), figure, rows, plan.testImages(figure)));
    }
    String baseline = experiment.file().baseline();
    for (Saving saving : experiment.file().savings()) {
      if (baseline == null) {
        throw new IllegalStateException("an experiment with savings has a baseline");
      }
      verdicts.put(
          saving.text(),
          saving.verdict(
              ResultTable.atFullWidth(plan.setup(), experiment.variant(saving.run())),
              baseline,
              ResultTable.atFullWidth(plan.setup(), experiment.variant(baseline))));
    }
    return verdicts;
  }

  /** A verdict in the JSON document. */
  private record Judged(String claim, String answer, String reason) {}

  private String json(Map<String, Row> rows, Findings findings) {
    Map<String, @Nullable Object> document = new LinkedHashMap<>();
    document.put("format", FORMAT);
    document.put("formatVersion", FORMAT_VERSION);
    document.put("experiment", plan.experiment().name());
    document.put("title", plan.experiment().title());
    document.put("source", plan.experiment().source());
    document.put("command", plan.setup().command());
    document.put("scaleName", plan.scaleName());
    document.put("scale", plan.scale());
    document.put("data", data().source());
    document.put("dataDigest", data().sha256());
    document.put("planned", plan.runs().size());
    document.put("standings", standings(rows));
    document.put(
        "claims",
        findings.verdicts().entrySet().stream()
            .map(
                entry ->
                    new Judged(
                        entry.getKey(), entry.getValue().answer(), entry.getValue().reason()))
            .toList());
    document.put("runs", runDocuments());
    if (isCorrupted()) {
      document.put("errors", new CorruptionErrors(plan, List.copyOf(rows.values())).toDocuments());
      document.put("cells", new CellTable(plan, finished).toDocuments());
    }
    document.put("provenance", findings.facts().lines());
    try {
      return MAPPER.writeValueAsString(document) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a report could not be written as JSON", e);
    }
  }

  private List<Map<String, @Nullable Object>> runDocuments() {
    List<Map<String, @Nullable Object>> documents = new ArrayList<>();
    for (PlannedRun run : plan.runs()) {
      Finished one = finished.get(run.digest());
      if (one != null) {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("name", run.variant().name());
        document.put("seed", run.seed());
        document.put("vendor", run.slice().vendor());
        document.put("data", run.slice().source());
        document.put("testImages", run.slice().testImages());
        document.put("accuracy", one.result().accuracy());
        Cost cost = Cost.of(run.network());
        document.put("learnable", cost.learnable());
        document.put("sentBytes", cost.sentBytes());
        document.put("macs", cost.macs());
        document.put("storedBytes", cost.storedBytes());
        document.put("trainingSeconds", one.result().trainingSeconds());
        document.put("regrownDigest", one.result().regrownDigest());
        document.put("run", run.digest());
        document.put("provenance", one.result().provenance());
        documents.add(document);
      }
    }
    return documents;
  }

  private ExperimentData data() {
    return plan.setup().data();
  }
}
