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
import io.seedcast.train.EpochMetrics;
import io.seedcast.train.RunFolder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** Collects results and writes them as CSV, JSON, Markdown, plots and one page. Thread-safe. */
final class Report {
  /** What the JSON document calls itself. */
  static final String FORMAT = "seedcast-experiment";

  private static final int FORMAT_VERSION = 1;
  private static final String STARTED = "started";
  private static final String CODE_VERSION = "codeVersion";
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
    List<Path> files = write();
    Map<String, Row> rows = rows();
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

  /** Writes everything that is known and returns the files, the HTML page first. */
  synchronized List<Path> write() {
    String name = plan.experiment().name();
    Map<String, Row> rows = rows();
    List<Path> plots = new ArrayList<>();
    Document document = document(List.copyOf(rows.values()), rows, plots);
    List<Path> files = new ArrayList<>();
    files.add(folder.write(name + ".html", document.toHtml()));
    files.add(folder.write(name + ".md", document.toMarkdown()));
    files.add(folder.write(name + ".csv", RunTable.of(plan, finished).toCsv()));
    files.add(folder.write(name + ".json", json(rows)));
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

  private Document document(List<Row> rows, Map<String, Row> byName, List<Path> plots) {
    ExperimentFile file = plan.experiment().file();
    Document document = new Document(file.title());
    document.paragraph(file.purpose() + " Source: " + file.source() + ".");
    long done = plan.runs().stream().filter(run -> finished.containsKey(run.digest())).count();
    if (done < plan.runs().size()) {
      document.paragraph(
          "Not finished: " + done + " of " + plan.runs().size() + " runs are in this report.");
    }
    List<String> versions = values(CODE_VERSION);
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
    Map<String, Verdict> verdicts = verdicts(byName);
    if (!verdicts.isEmpty()) {
      Map<String, String> facts = new LinkedHashMap<>();
      verdicts.forEach(
          (claim, verdict) -> facts.put(claim, verdict.answer() + ": " + verdict.reason()));
      document.heading("What the paper claims").facts(facts);
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
    return document.heading("How it was made").facts(facts());
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

  private Map<String, String> facts() {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("command", "`" + plan.setup().command() + "`");
    facts.put("scale", plan.scaleName() + ": " + Notes.describe(plan.scale()));
    facts.put("data", data().name() + ", " + data().description() + ", SHA-256 " + data().sha256());
    if (test != null) {
      facts.put("corrupted", Notes.corruptedImages(plan) + "; " + test.corrupted().description());
    }
    facts.put(
        "code",
        "trained by "
            + distinct(CODE_VERSION)
            + "; reported by "
            + plan.setup().provenance().getOrDefault(CODE_VERSION, "unknown"));
    facts.put("trained", trained());
    facts.put(
        "processor",
        distinct("processor")
            + ", "
            + distinct("processors")
            + " processors; "
            + plan.setup().parallel()
            + (plan.setup().parallel() == 1 ? " training at a time, " : " trainings side by side, ")
            + plan.setup().threadsEach()
            + (plan.setup().threadsEach() == 1 ? " thread each" : " threads each"));
    facts.put("system", distinct("os") + "; " + distinct("jvm"));
    double hours =
        finished.values().stream().mapToDouble(one -> one.result().trainingSeconds()).sum() / 3600;
    facts.put("training time", Figures.format("%.2f hours, all runs together", hours));
    waiting()
        .ifPresent(
            most ->
                facts.put(
                    "waiting for data",
                    Figures.format("at most %.2f %% of the time of any epoch", 100 * most)));
    return facts;
  }

  /** The largest fraction of an epoch that a training waited for data; empty if none is known. */
  private OptionalDouble waiting() {
    return finished.entrySet().stream()
        .filter(one -> !one.getValue().diverged())
        .flatMap(one -> RunFolder.open(folder.run(one.getKey())).metrics().stream())
        .mapToDouble(EpochMetrics::waiting)
        .max();
  }

  /** All values of an entry of the runs' provenance. */
  private String distinct(String entry) {
    return String.join("; ", values(entry));
  }

  private List<String> values(String entry) {
    return finished.values().stream()
        .map(one -> one.result().provenance().getOrDefault(entry, "unknown"))
        .distinct()
        .sorted()
        .toList();
  }

  private String trained() {
    List<String> days = values(STARTED);
    if (days.isEmpty()) {
      return "";
    }
    String started = "started " + days.get(0);
    return days.size() == 1 ? started : started + " to " + days.get(days.size() - 1);
  }

  private String json(Map<String, Row> rows) {
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
        verdicts(rows).entrySet().stream()
            .map(
                entry ->
                    Map.of(
                        "claim", entry.getKey(),
                        "answer", entry.getValue().answer(),
                        "reason", entry.getValue().reason()))
            .toList());
    document.put("runs", runDocuments());
    if (isCorrupted()) {
      document.put("errors", new CorruptionErrors(plan, List.copyOf(rows.values())).toDocuments());
      document.put("cells", new CellTable(plan, finished).toDocuments());
    }
    document.put("provenance", facts());
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
