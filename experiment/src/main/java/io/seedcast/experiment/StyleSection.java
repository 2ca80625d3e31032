package io.seedcast.experiment;

import io.seedcast.experiment.report.Document;
import io.seedcast.experiment.report.HtmlPage;
import io.seedcast.experiment.report.Table;
import io.seedcast.vision.ImageSize;
import io.seedcast.vision.Images;
import io.seedcast.vision.picture.Picture;
import io.seedcast.vision.style.StyledImages;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** The part of a report that shows vendors, their pictures, and the classes that go wrong most. */
final class StyleSection {
  private static final int EXAMPLES = 6;
  private static final int WORST_CLASSES = 10;

  private final Plan plan;
  private final Map<String, Finished> finished;
  private final StyledImages images;

  StyleSection(Plan plan, Map<String, Finished> finished) {
    this.plan = plan;
    this.finished = finished;
    StyledImages styled = plan.setup().data().styled();
    if (styled == null) {
      throw new IllegalStateException("an experiment on styles has pictures by several vendors");
    }
    this.images = styled;
  }

  void append(Document document, List<Row> rows) {
    appendVendors(document, rows);
    appendExamples(document);
    appendWorst(document);
  }

  private void appendVendors(Document document, List<Row> rows) {
    StringBuilder html = new StringBuilder("<h2>Each vendor</h2>\n");
    for (String vendor : images.vendors()) {
      html.append("<h3>").append(HtmlPage.escape(vendor)).append("</h3>\n");
      for (Row row : rows) {
        row.figure(vendor)
            .ifPresent(
                accuracy -> html.append(HtmlPage.bar(row.variant().name(), accuracy.mean())));
      }
    }
    document.html(html.toString());
  }

  private void appendExamples(Document document) {
    StringBuilder html =
        new StringBuilder("<h2>Examples</h2>\n<p>The same things, by each vendor.</p>\n");
    int classes = images.classes();
    for (int i = 0; i < Math.min(EXAMPLES, classes); i++) {
      int label = i * classes / Math.min(EXAMPLES, classes);
      html.append("<h3>")
          .append(HtmlPage.escape(images.classNames().get(label)))
          .append("</h3>\n<div class=\"pictures\">\n");
      String symbol = commonSymbol(label);
      for (int vendor = 0; vendor < images.vendors().size(); vendor++) {
        int index = find(label, vendor, symbol);
        html.append(
            figure(
                images.images(),
                index,
                images.vendors().get(vendor) + ", " + images.pictures().get(index).symbol(),
                false));
      }
      html.append("</div>\n");
    }
    document.html(html.toString());
  }

  /** A symbol of a class that all vendors have drawn, or empty text. */
  private String commonSymbol(int label) {
    Map<String, Integer> counts = new LinkedHashMap<>();
    for (int i = 0; i < images.images().count(); i++) {
      if (images.images().label(i) == label) {
        counts.merge(images.pictures().get(i).symbol(), 1, Integer::sum);
      }
    }
    return counts.entrySet().stream()
        .filter(entry -> entry.getValue() == images.vendors().size())
        .map(Map.Entry::getKey)
        .findFirst()
        .orElse("");
  }

  /** That symbol by a vendor, or the vendor's first picture of the class. */
  private int find(int label, int vendor, String symbol) {
    int[] ofVendor =
        IntStream.range(0, images.images().count())
            .filter(
                i ->
                    images.images().label(i) == label
                        && images.pictures().get(i).vendor() == vendor)
            .toArray();
    for (int i : ofVendor) {
      if (images.pictures().get(i).symbol().equals(symbol)) {
        return i;
      }
    }
    return ofVendor[0];
  }

  private static String figure(Images of, int index, String caption, boolean wrong) {
    ImageSize size = of.size();
    return HtmlPage.figure(Picture.of(size, of.image(index)).toPng(), caption, wrong);
  }

  /** How often a class was tested, and how often right. */
  private static final class Count {
    private int tested;
    private int right;

    void add(boolean correct) {
      tested++;
      right += correct ? 1 : 0;
    }

    double accuracy() {
      return tested == 0 ? 0 : right / (double) tested;
    }
  }

  /** What the runs made of one picture. */
  private static final class Case {
    private final Slice slice;
    private final int index;
    private final List<Integer> mistakes = new ArrayList<>();
    private int tested;

    Case(Slice slice, int index) {
      this.slice = slice;
      this.index = index;
    }

    /** The class that it was taken for most often. */
    int mistake() {
      Map<Integer, Integer> counts = new LinkedHashMap<>();
      mistakes.forEach(label -> counts.merge(label, 1, Integer::sum));
      return counts.entrySet().stream()
          .max(Map.Entry.comparingByValue())
          .map(Map.Entry::getKey)
          .orElseThrow();
    }
  }

  private void appendWorst(Document document) {
    Map<String, Images> tests = new HashMap<>();
    Map<String, List<Count>> byVariant = new LinkedHashMap<>();
    List<Count> all = counts();
    List<Map<String, Case>> cases = new ArrayList<>();
    images.classNames().forEach(name -> cases.add(new LinkedHashMap<>()));
    for (PlannedRun run : plan.runs()) {
      Finished one = finished.get(run.digest());
      Predictions found = one == null ? null : one.predictions();
      if (found == null) {
        continue;
      }
      List<Integer> predictions = found.classes();
      Images test =
          tests.computeIfAbsent(run.slice().digest(), digest -> run.slice().dataset().test());
      List<Count> ofVariant = byVariant.computeIfAbsent(run.variant().name(), name -> counts());
      for (int i = 0; i < test.count(); i++) {
        int label = test.label(i);
        boolean right = predictions.get(i) == label;
        all.get(label).add(right);
        ofVariant.get(label).add(right);
        int index = i;
        Case picture =
            cases
                .get(label)
                .computeIfAbsent(run.slice().digest() + i, key -> new Case(run.slice(), index));
        picture.tested++;
        if (!right) {
          picture.mistakes.add(predictions.get(i));
        }
      }
    }
    if (byVariant.isEmpty()) {
      return;
    }
    List<Integer> worst =
        IntStream.range(0, images.classes())
            .boxed()
            .sorted(Comparator.comparingDouble(label -> all.get(label).accuracy()))
            .limit(WORST_CLASSES)
            .toList();
    document
        .heading("Worst classes")
        .paragraph("Accuracy over all vendors and seeds of the classes that go wrong most.")
        .table(worstTable(worst, byVariant));
    StringBuilder html =
        new StringBuilder(
            "<p>Of each, the picture that most trainings get wrong.</p>\n<div class=\"pictures\">\n");
    for (int label : worst) {
      cases.get(label).values().stream()
          .filter(one -> !one.mistakes.isEmpty())
          .max(Comparator.comparingDouble(one -> one.mistakes.size() / (double) one.tested))
          .ifPresent(
              one ->
                  html.append(
                      figure(
                          Optional.ofNullable(tests.get(one.slice.digest())).orElseThrow(),
                          one.index,
                          "%s by %s: taken for %s; wrong in %d of %d"
                              .formatted(
                                  images.classNames().get(label),
                                  one.slice.vendor(),
                                  images.classNames().get(one.mistake()),
                                  one.mistakes.size(),
                                  one.tested),
                          true)));
    }
    document.html(html.append("</div>\n").toString());
  }

  private List<Count> counts() {
    return IntStream.range(0, images.classes()).mapToObj(label -> new Count()).toList();
  }

  private Table worstTable(List<Integer> worst, Map<String, List<Count>> byVariant) {
    List<String> header = new ArrayList<>(List.of("class"));
    header.addAll(byVariant.keySet());
    List<List<String>> rows = new ArrayList<>();
    for (int label : worst) {
      List<String> row = new ArrayList<>(List.of(images.classNames().get(label)));
      byVariant.values().forEach(counts -> row.add(Figures.percent(counts.get(label).accuracy())));
      rows.add(row);
    }
    return new Table(header, 1, rows);
  }
}
