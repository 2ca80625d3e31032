package io.seedcast.cli;

import io.seedcast.train.EpochMetrics;
import io.seedcast.vision.Dataset;
import io.seedcast.vision.Images;
import io.seedcast.vision.picture.Picture;
import java.awt.BasicStroke;
import java.awt.Color;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
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
    ReportPage page =
        new ReportPage("Seedcast demo")
            .paragraph(
                "A MonoCNN was trained, packaged, signed and published; a device in a process of its own"
                    + " fetched what was learned and regrew the rest. The plain CNN of the same shape is the"
                    + " comparison.")
            .madeBy(command)
            .table(
                List.of("", "MonoCNN", "plain CNN"),
                outcome.rows().stream()
                    .map(row -> List.of(row.what(), row.mono(), row.plain()))
                    .toList())
            .heading("Training")
            .raw("<div class=\"charts\">\n")
            .raw(
                chart(
                    "Test accuracy, %",
                    LegendPosition.InsideSE, metrics -> 100 * metrics.testAccuracy()))
            .raw(chart("Training loss", LegendPosition.InsideNE, EpochMetrics::loss))
            .raw("</div>\n")
            .heading("Test images and what the device says");
    if (!outcome.predictionsEqual()) {
      page.warning("The device disagrees with the cloud; these are the cloud's predictions.");
    }
    appendPictures(page);
    return page.heading("Provenance").facts(provenance()).toHtml();
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
    return ReportPage.image(png.toByteArray(), title, "chart");
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

  private void appendPictures(ReportPage page) {
    page.raw("<div class=\"pictures\">\n");
    Images test = dataset.test();
    for (int i = 0; i < Math.min(PICTURES, test.count()); i++) {
      String predicted = dataset.classNames().get(predictions[i]);
      String actual = dataset.classNames().get(test.label(i));
      boolean right = predicted.equals(actual);
      page.raw("<figure class=\"" + (right ? "right" : "wrong") + "\">")
          .raw(ReportPage.image(Picture.of(test.size(), test.image(i)).toPng(), actual, "picture"))
          .raw("<figcaption>" + ReportPage.escape(predicted))
          .raw(right ? "" : "<br><small>is " + ReportPage.escape(actual) + "</small>")
          .raw("</figcaption></figure>\n");
    }
    page.raw("</div>\n");
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
