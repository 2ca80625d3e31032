package io.seedcast.cli;

import io.seedcast.train.EpochMetrics;
import io.seedcast.vision.Dataset;
import io.seedcast.vision.Images;
import io.seedcast.vision.picture.Picture;
import java.awt.BasicStroke;
import java.awt.Color;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import javax.imageio.ImageIO;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * The demo's outcome as one self-contained HTML page: table, training curves, pictures with
 * predictions.
 */
final class DemoReport {
  private static final int PICTURES = 24;
  private static final Color MONO = new Color(0x1b6e53);
  private static final Color PLAIN = new Color(0xb9770e);

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

  String toHtml() throws IOException {
    StringBuilder page = new StringBuilder(TOP);
    page.append("<p>Made by <code>").append(escape(command)).append("</code>.</p>\n");
    appendTable(page);
    page.append("<h2>Training</h2>\n<div class=\"charts\">\n");
    page.append(
        chart(
            "Test accuracy, %", LegendPosition.InsideSE, metrics -> 100 * metrics.testAccuracy()));
    page.append(chart("Training loss", LegendPosition.InsideNE, EpochMetrics::loss));
    page.append("</div>\n<h2>Test images and what the device says</h2>\n");
    if (!outcome.predictionsEqual()) {
      page.append(
          "<p class=\"bad\">The device disagrees with the cloud; these are the cloud's predictions.</p>\n");
    }
    appendPictures(page);
    appendProvenance(page);
    return page.append("</main>\n</body>\n</html>\n").toString();
  }

  private void appendTable(StringBuilder page) {
    page.append(
        "<table>\n<thead><tr><th></th><th>MonoCNN</th><th>plain CNN</th></tr></thead>\n<tbody>\n");
    for (DemoOutcome.Row row : outcome.rows()) {
      page.append("<tr><th scope=\"row\">")
          .append(escape(row.what()))
          .append("</th><td>")
          .append(escape(row.mono()))
          .append("</td><td>")
          .append(escape(row.plain()))
          .append("</td></tr>\n");
    }
    page.append("</tbody>\n</table>\n");
  }

  private String chart(String title, LegendPosition legend, ToDoubleFunction<EpochMetrics> value)
      throws IOException {
    XYChart chart =
        new XYChartBuilder().width(500).height(320).title(title).xAxisTitle("epoch").build();
    chart.getStyler().setLegendPosition(legend);
    chart.getStyler().setChartBackgroundColor(Color.WHITE);
    chart.getStyler().setPlotBorderVisible(false);
    chart.getStyler().setXAxisDecimalPattern("0");
    chart.getStyler().setYAxisDecimalPattern("0.0");
    addSeries(chart, "MonoCNN", mono, value, MONO);
    addSeries(chart, "plain CNN", plain, value, PLAIN);
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    ImageIO.write(BitmapEncoder.getBufferedImage(chart), "png", png);
    return image(png.toByteArray(), title, "chart");
  }

  private static void addSeries(
      XYChart chart,
      String name,
      List<EpochMetrics> epochs,
      ToDoubleFunction<EpochMetrics> value,
      Color color) {
    double[] x = epochs.stream().mapToDouble(EpochMetrics::epoch).toArray();
    double[] y = epochs.stream().mapToDouble(value).toArray();
    XYSeries series = chart.addSeries(name, x, y);
    series.setLineColor(color);
    series.setLineStyle(new BasicStroke(2.5f));
    series.setMarker(SeriesMarkers.CIRCLE);
    series.setMarkerColor(color);
  }

  private void appendPictures(StringBuilder page) {
    page.append("<div class=\"pictures\">\n");
    Images test = dataset.test();
    for (int i = 0; i < Math.min(PICTURES, test.count()); i++) {
      String predicted = dataset.classNames().get(predictions[i]);
      String actual = dataset.classNames().get(test.label(i));
      boolean right = predicted.equals(actual);
      page.append("<figure class=\"").append(right ? "right" : "wrong").append("\">");
      page.append(image(Picture.of(test.size(), test.image(i)).toPng(), actual, "picture"));
      page.append("<figcaption>")
          .append(escape(predicted))
          .append(right ? "" : "<br><small>is " + escape(actual) + "</small>")
          .append("</figcaption></figure>\n");
    }
    page.append("</div>\n");
  }

  private void appendProvenance(StringBuilder page) {
    page.append("<h2>Provenance</h2>\n<dl>\n");
    page.append("<dt>data</dt><dd>")
        .append(escape(dataset.name()))
        .append(", ")
        .append(String.format(Locale.ROOT, "%,d", dataset.train().count()))
        .append(" training and ")
        .append(String.format(Locale.ROOT, "%,d", dataset.test().count()))
        .append(" test images, SHA-256 ")
        .append(dataset.sha256())
        .append("</dd>\n");
    for (Map.Entry<String, String> entry : Provenance.collect().entrySet()) {
      page.append("<dt>")
          .append(escape(entry.getKey()))
          .append("</dt><dd>")
          .append(escape(entry.getValue()))
          .append("</dd>\n");
    }
    page.append("</dl>\n");
  }

  private static String image(byte[] png, String description, String style) {
    return "<img class=\""
        + style
        + "\" alt=\""
        + escape(description)
        + "\" src=\"data:image/png;base64,"
        + Base64.getEncoder().encodeToString(png)
        + "\">\n";
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  private static final String TOP =
      """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>Seedcast demo</title>
      <style>
      body { font: 16px/1.5 system-ui, sans-serif; color: #1c2321; background: #fafaf7; margin: 0; }
      main { max-width: 1080px; margin: 0 auto; padding: 1.5rem; }
      h1 { font-size: 1.8rem; margin-bottom: 0; } h2 { margin-top: 2rem; }
      table { border-collapse: collapse; background: #fff; }
      th, td { padding: .35rem .9rem; border-bottom: 1px solid #e3e3dc; text-align: right; }
      th[scope=row] { text-align: left; font-weight: 500; }
      td { font-variant-numeric: tabular-nums; }
      .charts { display: flex; flex-wrap: wrap; gap: 1rem; } .chart { max-width: 100%; background: #fff; }
      .pictures { display: grid; grid-template-columns: repeat(auto-fill, minmax(92px, 1fr)); gap: .6rem; }
      figure { margin: 0; padding: .4rem; background: #fff; text-align: center; border-bottom: 3px solid #1b6e53; }
      figure.wrong { border-color: #b3261e; } .picture { width: 80px; image-rendering: pixelated; }
      figcaption { font-size: .8rem; line-height: 1.25; } .bad { color: #b3261e; font-weight: 600; }
      dt { font-weight: 600; } dd { margin: 0 0 .4rem; overflow-wrap: anywhere; } code { overflow-wrap: anywhere; }
      </style>
      </head>
      <body>
      <main>
      <h1>Seedcast demo</h1>
      <p>A MonoCNN was trained, packaged, signed and published; a device in a process of its own fetched what was learned
      and regrew the rest. The plain CNN of the same shape is the comparison.</p>
      """;
}
