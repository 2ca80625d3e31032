package io.seedcast.cli;

import io.seedcast.experiment.report.Chart;
import io.seedcast.experiment.report.Chart.Mark;
import io.seedcast.experiment.report.Chart.Series;
import io.seedcast.experiment.report.HtmlPage;
import io.seedcast.experiment.report.Table;
import io.seedcast.train.EpochMetrics;
import io.seedcast.vision.Dataset;
import io.seedcast.vision.Images;
import io.seedcast.vision.picture.Picture;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * The demo's outcome as one self-contained HTML page: table, training curves, pictures with
 * predictions.
 */
final class DemoReport {
  private static final int PICTURES = 24;

  private final DemoOutcome outcome;
  private final List<EpochMetrics> plain;
  private final List<EpochMetrics> mono;
  private final Dataset dataset;
  private final int[] predictions;
  private final String command;

  DemoReport(
      DemoOutcome outcome,
      List<EpochMetrics> plain,
      List<EpochMetrics> mono,
      Dataset dataset,
      int[] predictions,
      String command) {
    this.outcome = outcome;
    this.plain = plain;
    this.mono = mono;
    this.dataset = dataset;
    this.predictions = predictions;
    this.command = command;
  }

  String toHtml() {
    HtmlPage page =
        new HtmlPage("Seedcast demo")
            .paragraph(
                "A MonoCNN was trained, packaged, signed and published; a device in a process of its own fetched what was"
                    + " learned and regrew the rest. The plain CNN of the same shape is the comparison.")
            .paragraph("Made by `" + command + "`.")
            .table(table())
            .heading("Training")
            .html("<div class=\"charts\">\n")
            .html(chart("Test accuracy", "%", metrics -> 100 * metrics.testAccuracy()))
            .html(chart("Training loss", "loss", EpochMetrics::loss))
            .html("</div>\n")
            .heading("Test images and what the device says");
    if (!outcome.predictionsEqual()) {
      page.html(
          "<p class=\"bad\">The device disagrees with the cloud; these are the cloud's predictions.</p>\n");
    }
    return page.html(pictures()).heading("Provenance").facts(provenance()).toHtml();
  }

  private Table table() {
    return new Table(
        List.of("", "MonoCNN", "plain CNN"),
        1,
        outcome.rows().stream().map(row -> List.of(row.what(), row.mono(), row.plain())).toList());
  }

  private String chart(String title, String axis, ToDoubleFunction<EpochMetrics> value) {
    return HtmlPage.chart(
        new Chart(
            title,
            "epoch",
            axis,
            false,
            List.of(series("MonoCNN", mono, value), series("plain CNN", plain, value))));
  }

  private static Series series(
      String name, List<EpochMetrics> epochs, ToDoubleFunction<EpochMetrics> value) {
    return new Series(
        name,
        Mark.LINE,
        epochs.stream().map(metrics -> (double) metrics.epoch()).toList(),
        epochs.stream().map(value::applyAsDouble).toList(),
        List.of());
  }

  private String pictures() {
    StringBuilder html = new StringBuilder("<div class=\"pictures\">\n");
    Images test = dataset.test();
    for (int i = 0; i < Math.min(PICTURES, test.count()); i++) {
      String predicted = dataset.classNames().get(predictions[i]);
      String actual = dataset.classNames().get(test.label(i));
      boolean right = predicted.equals(actual);
      html.append("<figure class=\"").append(right ? "right" : "wrong").append("\">");
      html.append(HtmlPage.picture(Picture.of(test.size(), test.image(i)).toPng(), actual));
      html.append("<figcaption>")
          .append(HtmlPage.escape(predicted))
          .append(right ? "" : "<br><small>is " + HtmlPage.escape(actual) + "</small>")
          .append("</figcaption></figure>\n");
    }
    return html.append("</div>\n").toString();
  }

  private Map<String, String> provenance() {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put(
        "data",
        String.format(
            Locale.ROOT,
            "%s, %,d training and %,d test images, SHA-256 %s",
            dataset.name(),
            dataset.train().count(),
            dataset.test().count(),
            dataset.sha256()));
    facts.putAll(Provenance.collect());
    return facts;
  }
}
