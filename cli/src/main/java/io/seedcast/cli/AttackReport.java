package io.seedcast.cli;

import io.seedcast.experiment.report.Chart;
import io.seedcast.experiment.report.Chart.Mark;
import io.seedcast.experiment.report.Chart.Series;
import io.seedcast.experiment.report.HtmlPage;
import io.seedcast.experiment.report.Table;
import io.seedcast.train.RunFolder;
import io.seedcast.train.attack.AdversarialExample;
import io.seedcast.train.attack.AttackOutcome;
import io.seedcast.train.attack.AttackPlan;
import io.seedcast.train.attack.AttackResult;
import io.seedcast.train.attack.Epsilon;
import io.seedcast.train.attack.SanityRule;
import io.seedcast.vision.Dataset;
import io.seedcast.vision.Images;
import io.seedcast.vision.picture.Picture;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** How a run's network stood up to attacks: as a page, as a document, and as lines of text. */
final class AttackReport {
  private final RunFolder run;
  private final @Nullable RunFolder lender;
  private final int threads;
  private final String data;
  private final Dataset dataset;
  private final int[] sample;
  private final Images images;
  private final AttackPlan plan;
  private final AttackOutcome outcome;
  private final String command;
  private final Map<String, String> provenance;

  /**
   * Collects what there is to report.
   *
   * @param lender whose network the transferred examples were made against, if there are any
   * @param threads of libtorch
   * @param sample places of the images in the dataset
   * @param images those that were attacked
   */
  AttackReport(
      RunFolder run,
      @Nullable RunFolder lender,
      int threads,
      String data,
      Dataset dataset,
      int[] sample,
      Images images,
      AttackPlan plan,
      AttackOutcome outcome,
      String command,
      Map<String, String> provenance) {
    this.run = run;
    this.lender = lender;
    this.threads = threads;
    this.data = data;
    this.dataset = dataset;
    this.sample = sample;
    this.images = images;
    this.plan = plan;
    this.outcome = outcome;
    this.command = command;
    this.provenance = provenance;
  }

  String toHtml() {
    HtmlPage page =
        new HtmlPage("Accuracy under attack")
            .paragraph(
                String.format(
                    Locale.ROOT,
                    "%s, %s, of %s: %s of %,d test images of %s are classified correctly as they are."
                        + " Each attack moves every value of an image, on 0 to 1, by at most epsilon; an image"
                        + " counts as correct if nothing that the attack tried changes its class.",
                    run.network().architecture(),
                    run.network().method(),
                    run.path(),
                    percent(outcome.cleanAccuracy()),
                    images.count(),
                    dataset.name()))
            .paragraph("Made by `" + command + "`.")
            .heading("Accuracy that is left")
            .table(new Table(head(), 1, rows()))
            .html(HtmlPage.chart(chart()));
    appendRules(page);
    appendExamples(page);
    return page.heading("Attacks")
        .facts(descriptions())
        .heading("Provenance")
        .facts(facts())
        .toHtml();
  }

  /** The results of each attack, by its id. */
  private Map<String, List<AttackResult>> byAttack() {
    Map<String, List<AttackResult>> byAttack = new LinkedHashMap<>();
    for (AttackResult result : outcome.results()) {
      byAttack.computeIfAbsent(result.attack().id(), id -> new ArrayList<>()).add(result);
    }
    return byAttack;
  }

  private Chart chart() {
    List<Series> series = new ArrayList<>();
    byAttack().forEach((id, results) -> series.add(series(id, results)));
    return new Chart("Accuracy over epsilon", "epsilon x 255", "accuracy, %", false, series);
  }

  /** Accuracy over epsilon, from the clean one on. */
  private Series series(String id, List<AttackResult> results) {
    SortedMap<Double, Double> accuracies = new TreeMap<>();
    accuracies.put(0.0, 100 * outcome.cleanAccuracy());
    results.forEach(
        result -> accuracies.put(255 * result.epsilon().value(), 100 * result.accuracy()));
    return new Series(
        id,
        Mark.LINE,
        List.copyOf(accuracies.keySet()),
        List.copyOf(accuracies.values()),
        List.of());
  }

  private List<String> head() {
    List<String> head = new ArrayList<>(List.of("attack"));
    plan.epsilons().forEach(epsilon -> head.add("epsilon " + epsilon));
    return head;
  }

  private List<List<String>> rows() {
    List<List<String>> rows = new ArrayList<>();
    byAttack()
        .forEach(
            (id, results) -> {
              List<String> row = new ArrayList<>(List.of(id));
              results.forEach(result -> row.add(percent(result.accuracy())));
              rows.add(row);
            });
    return rows;
  }

  private void appendRules(HtmlPage page) {
    page.heading("Do the attacks do their work?")
        .paragraph(
            "These hold for any network if they do. Where one does not, do not trust the accuracies above.")
        .html("<ul class=\"rules\">\n");
    for (SanityRule rule : outcome.rules()) {
      page.html("<li>" + HtmlPage.escape(rule.name()) + ": ")
          .html(
              rule.holds()
                  ? "<span class=\"good\">holds</span>"
                  : "<span class=\"bad\">does not hold</span>")
          .html("<br><small>" + HtmlPage.escape(rule.numbers()) + "</small></li>\n");
    }
    page.html("</ul>\n");
  }

  /** For each attack, the examples of the smallest epsilon that has as many as any. */
  private void appendExamples(HtmlPage page) {
    page.heading("Examples")
        .paragraph(
            "The image, the adversarial example, and what was added: grey is nothing, black and white are epsilon less"
                + " and more.");
    byAttack()
        .forEach(
            (id, results) -> {
              AttackResult shown = results.get(0);
              for (AttackResult result : results) {
                if (result.examples().size() > shown.examples().size()) {
                  shown = result;
                }
              }
              appendExamples(page, shown);
            });
  }

  private void appendExamples(HtmlPage page, AttackResult result) {
    page.html("<h3>")
        .html(HtmlPage.escape(result.attack().id() + ", epsilon " + result.epsilon()))
        .html("</h3>\n");
    if (result.examples().isEmpty()) {
      page.paragraph("No image fell.");
      return;
    }
    page.html("<div class=\"triples\">\n");
    for (AdversarialExample example : result.examples()) {
      String label = dataset.classNames().get(example.label());
      String prediction = dataset.classNames().get(example.prediction());
      float[] moved = example.pixels().values();
      byte[] original = images.image(example.image());
      page.html("<figure class=\"wrong\">")
          .html(picture(original, label))
          .html(picture(bytes(moved), prediction))
          .html(picture(difference(original, moved, result.epsilon()), "what was added"))
          .html("<figcaption>" + HtmlPage.escape(label + " becomes " + prediction))
          .html("</figcaption></figure>\n");
    }
    page.html("</div>\n");
  }

  private String picture(byte[] pixelsChw, String description) {
    return HtmlPage.picture(Picture.of(images.size(), pixelsChw).toPng(), description);
  }

  private static byte[] bytes(float[] pixels) {
    byte[] bytes = new byte[pixels.length];
    for (int i = 0; i < pixels.length; i++) {
      bytes[i] = (byte) Math.round(255 * pixels[i]);
    }
    return bytes;
  }

  private static byte[] difference(byte[] original, float[] moved, Epsilon epsilon) {
    float[] shown = new float[moved.length];
    for (int i = 0; i < moved.length; i++) {
      double difference = moved[i] - (original[i] & 0xFF) / 255.0;
      double value = epsilon.value() == 0 ? 0.5 : 0.5 + difference / (2 * epsilon.value());
      shown[i] = (float) Math.max(0, Math.min(1, value));
    }
    return bytes(shown);
  }

  private Map<String, String> descriptions() {
    Map<String, String> descriptions = new LinkedHashMap<>();
    plan.attacks().forEach(attack -> descriptions.put(attack.id(), attack.description()));
    return descriptions;
  }

  private Map<String, String> facts() {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("run", run.path() + ", checkpoint SHA-256 " + run.checkpointDigest());
    if (lender != null) {
      facts.put(
          "source of transferred examples",
          lender.path() + ", checkpoint SHA-256 " + lender.checkpointDigest());
    }
    facts.put("computed by", "the training graph in float32, on " + threads + " threads");
    facts.put(
        "data",
        String.format(
            Locale.ROOT,
            "%s, %,d of %,d test images, SHA-256 %s",
            data,
            images.count(),
            dataset.test().count(),
            dataset.sha256()));
    facts.put("seed", String.valueOf(plan.seed()));
    facts.putAll(new TreeMap<>(provenance));
    return facts;
  }

  /** What the command prints. */
  Result toResult() {
    Result result = new Result();
    summary().forEach(result::with);
    result.line(
        String.format(
            Locale.ROOT,
            "clean accuracy %s of %,d images",
            percent(outcome.cleanAccuracy()),
            images.count()));
    result.line("");
    result.line(columns(head()));
    rows().forEach(row -> result.line(columns(row)));
    result.line("");
    for (SanityRule rule : outcome.rules()) {
      result.line((rule.holds() ? "holds          " : "DOES NOT HOLD  ") + rule.name());
      if (!rule.holds()) {
        result.line("               " + rule.numbers());
      }
    }
    return result;
  }

  private static String columns(List<String> cells) {
    StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%-14s", cells.get(0)));
    cells
        .subList(1, cells.size())
        .forEach(cell -> line.append(String.format(Locale.ROOT, " %16s", cell)));
    return line.toString();
  }

  /** Everything, with what became of each image. */
  Map<String, @Nullable Object> toDocument() {
    Map<String, @Nullable Object> document = new LinkedHashMap<>();
    document.put("command", command);
    document.putAll(summary());
    document.put("classNames", dataset.classNames());
    document.put("imagesInData", sample);
    document.put("labels", images.labels());
    document.put("cleanPredictions", outcome.cleanPredictions());
    document.put(
        "predictions",
        outcome.results().stream()
            .map(
                result -> {
                  Map<String, Object> one = new LinkedHashMap<>();
                  one.put("attack", result.attack().id());
                  one.put("epsilon", result.epsilon().value());
                  one.put("classes", result.predictions());
                  return one;
                })
            .toList());
    document.put("provenance", new TreeMap<>(provenance));
    return document;
  }

  private Map<String, @Nullable Object> summary() {
    Map<String, @Nullable Object> summary = new LinkedHashMap<>();
    summary.put("run", run.path().toString());
    summary.put("checkpointDigest", run.checkpointDigest());
    summary.put("data", data);
    summary.put("dataDigest", dataset.sha256());
    summary.put("images", images.count());
    summary.put("seed", plan.seed());
    summary.put("cleanAccuracy", outcome.cleanAccuracy());
    summary.put(
        "results",
        outcome.results().stream()
            .map(
                result -> {
                  Map<String, Object> one = new LinkedHashMap<>();
                  one.put("attack", result.attack().id());
                  one.put("description", result.attack().description());
                  one.put("epsilon", result.epsilon().value());
                  one.put("accuracy", result.accuracy());
                  return one;
                })
            .toList());
    summary.put("rules", outcome.rules());
    return summary;
  }

  private static String percent(double fraction) {
    return String.format(Locale.ROOT, "%.2f %%", 100 * fraction);
  }
}
