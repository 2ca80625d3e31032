package io.seedcast.experiment;

import io.seedcast.core.network.Cost;
import io.seedcast.experiment.report.Chart;
import io.seedcast.experiment.report.Document;
import io.seedcast.experiment.report.Table;
import io.seedcast.vision.Dataset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Collects results and writes them as CSV, Markdown, plots and one HTML page. Thread-safe. */
final class Report {
  private static final String STARTED = "started";

  private final Plan plan;
  private final ExperimentFolder folder;
  private final Map<String, RunResult> results = new HashMap<>();

  Report(Plan plan, ExperimentFolder folder) {
    this.plan = plan;
    this.folder = folder;
  }

  /** Adds the result of a configuration. */
  synchronized void add(String digest, RunResult result) {
    results.put(digest, result);
  }

  /** How many configurations have a result. */
  synchronized int results() {
    return results.size();
  }

  /** Whether a configuration has a result, and that is none. */
  synchronized boolean diverged(String digest) {
    RunResult result = results.get(digest);
    return result != null && result.accuracy() == null;
  }

  /** Writes everything that is known, and returns the outcome. */
  synchronized ExperimentOutcome outcome(int trained, int cached) {
    List<Path> files = write();
    List<ExperimentOutcome.Run> runs = new ArrayList<>();
    for (PlannedRun run : plan.runs()) {
      RunResult result = results.get(run.digest());
      if (result != null) {
        Cost cost = Cost.of(run.network());
        runs.add(
            new ExperimentOutcome.Run(
                run.variant().name(),
                run.seed(),
                result.accuracy(),
                cost.learnable(),
                cost.sentBytes(),
                cost.macs(),
                cost.storedBytes(),
                folder.run(run.digest())));
      }
    }
    return new ExperimentOutcome(
        trained,
        cached,
        runs,
        ResultTable.of(plan, List.copyOf(rows().values())),
        files.get(0),
        files);
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
    Table runs = ResultTable.ofRuns(plan, results, testImages());
    files.add(folder.write(name + ".csv", runs.toCsv()));
    files.addAll(plots);
    return files;
  }

  private Map<String, Row> rows() {
    Map<String, Row> rows = new LinkedHashMap<>();
    for (Variant variant : plan.experiment().variants()) {
      List<PlannedRun> planned =
          plan.runs().stream().filter(run -> run.variant().equals(variant)).toList();
      List<RunResult> found =
          planned.stream().map(run -> results.get(run.digest())).filter(Objects::nonNull).toList();
      rows.put(variant.name(), new Row(variant, planned, found));
    }
    return rows;
  }

  private Document document(List<Row> rows, Map<String, Row> byName, List<Path> plots) {
    ExperimentFile file = plan.experiment().file();
    Document document = new Document(file.title());
    document.paragraph(file.purpose() + " Source: " + file.source() + ".");
    long done = plan.runs().stream().filter(run -> results.containsKey(run.digest())).count();
    if (done < plan.runs().size()) {
      document.paragraph(
          "Not finished: " + done + " of " + plan.runs().size() + " runs are in this report.");
    }
    document.table(ResultTable.of(plan, rows));
    document.paragraph(accuracyNote());
    document.paragraph(
        "Sent: the learned values as float32, batch normalisation folded. Computed: multiply-accumulates for one image."
            + " Stored: the regrown network as float32, which a device keeps in static mode; in dynamic mode it keeps"
            + " what was sent.");
    if (file.published().containsKey(data().name())
        && !plan.scaleName().equals(Experiments.PAPER)) {
      document.paragraph(
          "Published accuracies are of the paper's protocol ("
              + describe(plan.experiment().scale(Experiments.PAPER))
              + "); ours are of the smaller scale told below, and to be compared with each other.");
    }
    for (Plot plot : file.plots()) {
      Plots.draw(plot, rows).ifPresent(chart -> addPlot(document, plot, chart, plots));
    }
    ResultTable.atFullWidth(plan, rows)
        .ifPresent(table -> document.heading("Counts at full width").table(table));
    if (!file.claims().isEmpty()) {
      document.heading("What the paper claims");
      document.facts(claims(byName));
    }
    file.notes().forEach(document::paragraph);
    return document.heading("How it was made").facts(facts());
  }

  private void addPlot(Document document, Plot plot, Chart chart, List<Path> plots) {
    String name = plan.experiment().name() + "-" + plot.id();
    plots.add(folder.write(name + ".png", chart.toPng()));
    plots.add(folder.write(name + ".svg", chart.toSvg()));
    document.chart(chart, name + ".png");
  }

  private Map<String, String> claims(Map<String, Row> rows) {
    Map<String, String> claims = new LinkedHashMap<>();
    for (Claim claim : plan.experiment().file().claims()) {
      Verdict verdict = Verdict.of(claim, rows, testImages());
      claims.put(claim.text(), verdict.answer() + ": " + verdict.reason());
    }
    return claims;
  }

  private String accuracyNote() {
    String runs =
        plan.scale().seeds() == 1
            ? "of one run"
            : "mean and standard deviation of " + plan.scale().seeds() + " runs";
    return "Accuracy is that of the regrown network in ONNX Runtime, the floats that a device holds, on "
        + Figures.count(testImages())
        + " test images after the last epoch, "
        + runs
        + ".";
  }

  private Map<String, String> facts() {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("command", "`" + plan.setup().command() + "`");
    facts.put("scale", plan.scaleName() + ": " + describe(plan.scale()));
    facts.put(
        "data",
        data().name()
            + ", "
            + Figures.count(data().train().count())
            + " training and "
            + Figures.count(testImages())
            + " test images, SHA-256 "
            + data().sha256());
    facts.put("code", distinct("codeVersion"));
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
    double hours = results.values().stream().mapToDouble(RunResult::trainingSeconds).sum() / 3600;
    facts.put("training time", Figures.format("%.2f hours, all runs together", hours));
    return facts;
  }

  /** All values of an entry of the runs' provenance. */
  private String distinct(String entry) {
    return results.values().stream()
        .map(result -> result.provenance().getOrDefault(entry, "unknown"))
        .collect(Collectors.toCollection(TreeSet::new))
        .stream()
        .collect(Collectors.joining("; "));
  }

  private String trained() {
    TreeSet<String> days =
        results.values().stream()
            .map(result -> result.provenance().getOrDefault(STARTED, "unknown"))
            .collect(Collectors.toCollection(TreeSet::new));
    if (days.isEmpty()) {
      return "";
    }
    return days.size() == 1 ? days.first() : days.first() + " to " + days.last();
  }

  private static String describe(Scale scale) {
    return "width "
        + Figures.format("%s", scale.width())
        + ", "
        + scale.epochs()
        + (scale.epochs() == 1 ? " epoch, " : " epochs, ")
        + scale.seeds()
        + (scale.seeds() == 1 ? " seed" : " seeds")
        + (scale.fraction() == 1
            ? ", all training images"
            : Figures.format(", %s %% of the training images", trim(100 * scale.fraction())));
  }

  private static String trim(double value) {
    return Figures.format("%.4f", value).replaceFirst("\\.?0+$", "");
  }

  private Dataset data() {
    return plan.setup().dataset();
  }

  private int testImages() {
    return data().test().count();
  }
}
