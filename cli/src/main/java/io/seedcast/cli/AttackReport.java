package io.seedcast.cli;

import io.seedcast.core.network.Cost;
import io.seedcast.experiment.report.Chart;
import io.seedcast.experiment.report.Chart.Mark;
import io.seedcast.experiment.report.Chart.Series;
import io.seedcast.experiment.report.HtmlPage;
import io.seedcast.experiment.report.Table;
import io.seedcast.train.RunFolder;
import io.seedcast.train.TrainedClassifier;
import io.seedcast.train.attack.AdversarialExample;
import io.seedcast.train.attack.AttackOutcome;
import io.seedcast.train.attack.AttackPlan;
import io.seedcast.train.attack.AttackResult;
import io.seedcast.train.attack.Epsilon;
import io.seedcast.train.attack.SanityRule;
import io.seedcast.train.attack.WorstCase;
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
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** How a run's network stood up to attacks: as a page, as a document, and as lines of text. */
final class AttackReport {
  private static final int WORST_CASES = 6;

  private final AttackedRun attacked;
  private final RunFolder run;
  private final Dataset dataset;
  private final Images images;
  private final AttackPlan plan;
  private final AttackOutcome outcome;
  private final List<WorstCase> worstCases;
  private final AttackDocument document;

  AttackReport(AttackedRun attacked, AttackPlan plan, AttackOutcome outcome) {
    this.attacked = attacked;
    this.run = attacked.run();
    this.dataset = attacked.dataset();
    this.images = attacked.sample().images();
    this.plan = plan;
    this.outcome = outcome;
    this.worstCases = outcome.worstCases(WORST_CASES);
    this.document = new AttackDocument(attacked, outcome, worstCases);
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
            .paragraph("Made by `" + attacked.command() + "`.")
            .heading("Accuracy that is left")
            .table(new Table(head(), 1, rows()))
            .html(HtmlPage.chart(chart()));
    appendRules(page);
    appendWorstCases(page);
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
            "These hold for any network if they do. Where one does not, do not trust the accuracies above; where one was"
                + " not checked, there is that much less to trust them for. What is true by construction tells nothing.")
        .html("<ul class=\"rules\">\n");
    for (SanityRule rule : outcome.rules()) {
      page.html("<li>" + HtmlPage.escape(rule.name()) + ": ")
          .html(
              switch (rule.state()) {
                case HOLDS -> "<span class=\"good\">" + rule.state().text() + "</span>";
                case FAILS -> "<span class=\"bad\">" + rule.state().text() + "</span>";
                case NOT_CHECKED, BY_CONSTRUCTION -> rule.state().text();
              })
          .html("<br><small>" + HtmlPage.escape(rule.detail()) + "</small></li>\n");
    }
    page.html("</ul>\n");
  }

  private void appendWorstCases(HtmlPage page) {
    page.heading("Worst cases")
        .paragraph(
            worstCases.isEmpty()
                ? "No image that is right as it is fell."
                : "The images that took least: those that fall at the smallest epsilon, and of these the ones with the"
                    + " smallest change, as the root mean square over all values. Shown as the examples below.")
        .html("<div class=\"triples\">\n");
    for (WorstCase worst : worstCases) {
      appendTriple(
          page,
          worst.example(),
          worst.epsilon(),
          String.format(
              Locale.ROOT,
              ", by %s at %s, change %.2f/255",
              worst.attack().id(),
              worst.epsilon(),
              255 * worst.example().change()));
    }
    page.html("</div>\n");
  }

  /** For each attack, the examples of the smallest epsilon that has as many as any. */
  private void appendExamples(HtmlPage page) {
    page.heading("Examples")
        .paragraph(
            "Of each attack those that fell with the smallest change. The image, the adversarial example, and what was"
                + " added: grey is nothing, black and white are epsilon less and more.");
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
      appendTriple(page, example, result.epsilon(), "");
    }
    page.html("</div>\n");
  }

  /** An image, what became of it, and what was added. */
  private void appendTriple(
      HtmlPage page, AdversarialExample example, Epsilon epsilon, String remark) {
    String label = dataset.classNames().get(example.label());
    String prediction = dataset.classNames().get(example.prediction());
    float[] moved = example.pixels().values();
    byte[] original = images.image(example.image());
    page.html("<figure class=\"wrong\">")
        .html(picture(original, label))
        .html(picture(bytes(moved), prediction))
        .html(picture(difference(original, moved, epsilon), "what was added"))
        .html("<figcaption>" + HtmlPage.escape(label + " becomes " + prediction + remark))
        .html("</figcaption></figure>\n");
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
    facts.put("costs", Indicators.of(Cost.of(run.network())).text());
    RunFolder lender = attacked.lender();
    if (lender != null) {
      facts.put(
          "source of transferred examples",
          lender.path() + ", checkpoint SHA-256 " + lender.checkpointDigest());
    }
    facts.put(
        "computed by",
        "the training graph in float32, by PyTorch "
            + TrainedClassifier.libtorchVersion()
            + (attacked.threads() == 1
                ? ", on 1 thread"
                : ", on " + attacked.threads() + " threads"));
    facts.put(
        "data",
        String.format(
            Locale.ROOT,
            "%s, %,d of %,d test images, SHA-256 %s",
            attacked.data(),
            images.count(),
            dataset.test().count(),
            dataset.sha256()));
    facts.put("seed", String.valueOf(attacked.seed()));
    facts.putAll(new TreeMap<>(attacked.provenance()));
    String others = otherVersions();
    if (!others.isEmpty()) {
      facts.put("made by other versions", others);
    }
    return facts;
  }

  /** The results that were kept from other versions of this program, and these. */
  private String otherVersions() {
    String own = attacked.provenance().getOrDefault("codeVersion", "");
    return outcome.results().stream()
        .filter(result -> !attacked.codeVersion(result).equals(own))
        .map(
            result ->
                result.attack().id()
                    + " at "
                    + result.epsilon()
                    + " by "
                    + attacked.codeVersion(result))
        .collect(Collectors.joining("; "));
  }

  /** What the command prints. */
  Result toResult() {
    Result result = new Result();
    document.summary().forEach(result::with);
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
      boolean fails = rule.state() == SanityRule.State.FAILS;
      String state = fails ? rule.state().text().toUpperCase(Locale.ROOT) : rule.state().text();
      result.line(String.format(Locale.ROOT, "%-21s %s", state, rule.name()));
      if (fails || rule.state() == SanityRule.State.NOT_CHECKED) {
        result.line(" ".repeat(22) + rule.detail());
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

  Map<String, @Nullable Object> toDocument() {
    return document.toMap();
  }

  private static String percent(double fraction) {
    return String.format(Locale.ROOT, "%.2f %%", 100 * fraction);
  }
}
