package io.seedcast.experiment;

import io.seedcast.experiment.report.Document;
import io.seedcast.experiment.report.HtmlPage;
import io.seedcast.vision.ImageSize;
import io.seedcast.vision.Images;
import io.seedcast.vision.picture.Picture;
import io.seedcast.vision.style.StyledImages;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The part of a report that shows vendors, their pictures, and the classes that go wrong most. */
final class StyleSection {
  private static final int EXAMPLES = 6;

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
    new WorstClasses(plan, images, finished).append(document);
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

  /** A picture of its own. */
  static String figure(Images of, int index, String caption, boolean wrong) {
    ImageSize size = of.size();
    return HtmlPage.figure(Picture.of(size, of.image(index)).toPng(), caption, wrong);
  }
}
