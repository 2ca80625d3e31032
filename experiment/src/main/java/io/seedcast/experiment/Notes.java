package io.seedcast.experiment;

import io.seedcast.experiment.report.Document;
import io.seedcast.experiment.report.Table;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What a report says below its table, so that figures are read for what they are. */
final class Notes {
  private final Plan plan;

  Notes(Plan plan) {
    this.plan = plan;
  }

  /** Of which network and images accuracies are. */
  void accuracy(Document document) {
    String network =
        "Accuracy is that of the regrown network in ONNX Runtime, the floats that a device holds";
    switch (plan.experiment().protocol()) {
      case TEST ->
          document.paragraph(
              network
                  + ", on "
                  + Figures.count(plan.testImages(Protocol.TEST.headline()))
                  + " test images after the last epoch, "
                  + seeds()
                  + ".");
      case CORRUPTIONS ->
          document
              .paragraph(
                  network
                      + ", on "
                      + corruptedImages(plan)
                      + ": as they are, and corrupted in nineteen ways at five severities; after the last epoch, "
                      + seeds()
                      + ".")
              .paragraph(
                  "Mean of groups: the mean of the four groups' means, which is the mean of the paper's table. Mean of"
                      + " corruptions: each of the nineteen has the same weight. Mean of benchmark: that of its own fifteen, which"
                      + " leaves out speckle noise, Gaussian blur, spatter and saturate.");
      case STYLES ->
          document
              .paragraph(
                  "Each vendor is held out in turn: a network is trained on the pictures of all others, for "
                      + epochs()
                      + ", and tested on that vendor's. There are "
                      + plan.setup().data().description()
                      + ". "
                      + network
                      + ", after the last epoch, "
                      + seeds()
                      + ". Guessing would give about "
                      + Figures.percent(1.0 / plan.setup().data().classes())
                      + ".")
              .paragraph(
                  "The mean is over the vendors, and its ± the sample standard deviation over them, as in the paper: it"
                      + " tells how much harder one vendor is than another, not how sure the mean is.");
    }
  }

  /** How many of the test images are corrupted. */
  static String corruptedImages(Plan plan) {
    int all = plan.testImages(Protocol.CORRUPTIONS.headline());
    int limit = plan.scale().corruptedImages();
    return limit == Scale.ALL || limit >= all
        ? "all " + Figures.count(all) + " test images"
        : Figures.count(limit)
            + " of "
            + Figures.count(all)
            + " test images, drawn with seed "
            + CorruptionJudge.SEED;
  }

  private String epochs() {
    int epochs = plan.scale().epochs();
    return epochs + (epochs == 1 ? " epoch" : " epochs");
  }

  private String seeds() {
    return plan.scale().seeds() == 1
        ? "of one run"
        : "mean and standard deviation of " + plan.scale().seeds() + " runs";
  }

  /** What is known of differences to the baseline. */
  void comparison(Document document, List<Row> rows) {
    String baseline = plan.experiment().file().baseline();
    if (baseline == null || plan.experiment().protocol() == Protocol.TEST) {
      return;
    }
    Row behind =
        rows.stream()
            .filter(row -> row.variant().name().equals(baseline))
            .findFirst()
            .orElseThrow();
    Map<String, List<String>> byBasis = new LinkedHashMap<>();
    for (Row row : rows) {
      if (!row.equals(behind)) {
        plan.compare(row, behind)
            .ifPresent(
                one ->
                    byBasis
                        .computeIfAbsent(one.basis(), basis -> new ArrayList<>())
                        .add(row.variant().name()));
      }
    }
    if (!byBasis.isEmpty()) {
      document.paragraph(
          "Against "
              + baseline
              + ": the difference in the "
              + plan.experiment().protocol().headline()
              + ", in percentage points. A difference smaller than its ± may be chance"
              + found(byBasis)
              + ".");
    }
  }

  /** What margins were found from, the end of a sentence; of which runs, if it is not the same. */
  private static String found(Map<String, List<String>> byBasis) {
    if (byBasis.size() == 1) {
      return "; it was found " + byBasis.keySet().iterator().next();
    }
    StringBuilder text = new StringBuilder();
    byBasis.forEach(
        (basis, runs) ->
            text.append(". Of ").append(quoted(runs)).append(" it was found ").append(basis));
    return text.toString();
  }

  /** Names of runs have commas. */
  private static String quoted(List<String> runs) {
    return runs.stream().map(run -> '"' + run + '"').collect(Collectors.joining(", "));
  }

  /** What the counts mean. */
  void counts(Document document) {
    document.paragraph(
        "Sent: the learned values as float32, batch normalisation folded. Computed: multiply-accumulates for one image."
            + " Stored: the regrown network as float32, which a device keeps in stored mode; in dynamic mode it keeps"
            + " what was sent.");
  }

  /** The published figures, and how far they can be compared. */
  void published(Document document) {
    if (plan.experiment().protocol() != Protocol.TEST) {
      document.heading("Published").table(publishedTable());
    }
    if (plan.experiment().protocol() == Protocol.STYLES) {
      vendors(document);
    }
    if (!plan.scaleName().equals(Experiments.PAPER)) {
      document.paragraph(
          "Published accuracies are of the paper's protocol ("
              + describe(plan.experiment().scale(Experiments.PAPER))
              + "); ours are of the smaller scale told below, and to be compared with each other.");
    }
  }

  /** Which vendors are published or here, not both; if it is published by vendor at all. */
  private void vendors(Document document) {
    Set<String> published = new LinkedHashSet<>(publishedColumns());
    published.remove(Protocol.STYLES.headline());
    List<String> here = new ArrayList<>(plan.figures());
    here.remove(Protocol.STYLES.headline());
    List<String> others = new ArrayList<>();
    addOthers(others, "published", without(published, here));
    addOthers(others, "here", without(here, published));
    if (!published.isEmpty() && !others.isEmpty()) {
      document.paragraph(
          "The vendors are not all the same: "
              + String.join(", ", others)
              + ". So the means are not of the same.");
    }
  }

  private static void addOthers(List<String> others, String where, List<String> vendors) {
    if (!vendors.isEmpty()) {
      others.add(
          where
              + (others.isEmpty() ? " are also figures of " : " of ")
              + String.join(", ", vendors));
    }
  }

  private static List<String> without(Collection<String> names, Collection<String> others) {
    return names.stream()
        .filter(name -> others.stream().noneMatch(name::equalsIgnoreCase))
        .toList();
  }

  private Map<String, Map<String, String>> publishedFigures() {
    return plan.experiment().file().published().getOrDefault(plan.setup().data().name(), Map.of());
  }

  private Set<String> publishedColumns() {
    Set<String> columns = new LinkedHashSet<>();
    publishedFigures().values().forEach(figures -> columns.addAll(figures.keySet()));
    return columns;
  }

  private Table publishedTable() {
    Map<String, Map<String, String>> published = publishedFigures();
    Set<String> columns = publishedColumns();
    List<String> header = new ArrayList<>(List.of("run"));
    header.addAll(columns);
    List<List<String>> rows = new ArrayList<>();
    published.forEach(
        (run, figures) -> {
          List<String> row = new ArrayList<>(List.of(run));
          columns.forEach(column -> row.add(figures.getOrDefault(column, "")));
          rows.add(row);
        });
    return new Table(header, 1, rows);
  }

  /** A scale in words. */
  static String describe(Scale scale) {
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
}
