package io.seedcast.experiment.report;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import org.knowm.xchart.ChartEncoder;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendLayout;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * A chart of figures against figures. Needs no screen.
 *
 * @param logarithmicX whether equal ratios are equal distances; x must then be above 0
 * @param series in the order of the legend, at least one
 */
public record Chart(
    String title, String xAxis, String yAxis, boolean logarithmicX, List<Series> series) {
  private static final int WIDTH = 640;
  private static final int PLOT_HEIGHT = 420;
  private static final int LEGEND_LINE_HEIGHT = 26;

  /** Of a line with more points, markers would hide the line. */
  private static final int MOST_MARKERS = 40;

  /** Told apart also by those who do not see colours; markers differ besides. */
  private static final List<Color> COLORS =
      List.of(
          new Color(0x1b6e53),
          new Color(0xb9770e),
          new Color(0x0072b2),
          new Color(0xb23a73),
          new Color(0x56a3d9),
          new Color(0xc8451b),
          new Color(0x6b6b6b));

  private static final List<Marker> MARKERS =
      List.of(
          SeriesMarkers.CIRCLE,
          SeriesMarkers.SQUARE,
          SeriesMarkers.DIAMOND,
          SeriesMarkers.TRIANGLE_UP,
          SeriesMarkers.TRIANGLE_DOWN);

  private static final Color FAINT = new Color(0x9a9a94);

  /** How a series is drawn. */
  public enum Mark {
    /** Points, joined by lines. */
    LINE,
    /** Points alone. */
    POINT,
    /** A faint dashed line that guides the eye. */
    GUIDE
  }

  /**
   * Figures that belong together.
   *
   * @param name in the legend, of its own in the chart
   * @param x increasing where points are joined
   * @param y as many as {@code x}
   * @param deviations drawn as bars above and below, as many as {@code x}; or none
   */
  public record Series(
      String name, Mark mark, List<Double> x, List<Double> y, List<Double> deviations) {
    public Series {
      x = List.copyOf(x);
      y = List.copyOf(y);
      deviations = List.copyOf(deviations);
      if (x.isEmpty()
          || x.size() != y.size()
          || !(deviations.isEmpty() || deviations.size() == x.size())) {
        throw new IllegalArgumentException(
            "series \"%s\" needs as many y and deviations as x, at least one: got %d, %d and %d"
                .formatted(name, y.size(), deviations.size(), x.size()));
      }
    }
  }

  public Chart {
    series = List.copyOf(series);
    if (series.isEmpty()) {
      throw new IllegalArgumentException("a chart has at least one series: got none");
    }
  }

  /** The chart as a PNG file. */
  public byte[] toPng() {
    return encode("png");
  }

  /** The chart as an SVG file. */
  public byte[] toSvg() {
    return encode("svg");
  }

  private byte[] encode(String format) {
    try {
      return ChartEncoder.getBytes(draw(), format);
    } catch (IOException e) {
      throw new UncheckedIOException("chart \"" + title + "\" could not be drawn", e);
    }
  }

  private XYChart draw() {
    int height = PLOT_HEIGHT + LEGEND_LINE_HEIGHT * series.size();
    XYChart chart =
        new XYChartBuilder()
            .width(WIDTH)
            .height(height)
            .title(title)
            .xAxisTitle(xAxis)
            .yAxisTitle(yAxis)
            .build();
    style(chart.getStyler());
    int drawn = 0;
    for (Series line : series) {
      drawn += add(chart, line, drawn);
    }
    return chart;
  }

  private void style(XYStyler styler) {
    styler.setBaseFont(new Font(Font.SANS_SERIF, Font.PLAIN, 16));
    styler.setChartTitleFont(new Font(Font.SANS_SERIF, Font.BOLD, 17));
    styler.setAxisTitleFont(new Font(Font.SANS_SERIF, Font.PLAIN, 16));
    styler.setAxisTickLabelsFont(new Font(Font.SANS_SERIF, Font.PLAIN, 15));
    styler.setLegendFont(new Font(Font.SANS_SERIF, Font.PLAIN, 15));
    styler.setChartBackgroundColor(Color.WHITE);
    styler.setPlotBorderVisible(false);
    styler.setChartTitleBoxVisible(false);
    styler.setLegendPosition(LegendPosition.OutsideS);
    styler.setLegendLayout(LegendLayout.Vertical);
    styler.setLegendBorderColor(Color.WHITE);
    styler.setErrorBarsColorSeriesColor(true);
    styler.setMarkerSize(9);
    styler.setXAxisLogarithmic(logarithmicX);
    styler.setXAxisLogarithmicDecadeOnly(false);
    styler.setXAxisTickLabelsFormattingFunction(
        logarithmicX ? Chart::logarithmicTick : Chart::tick);
    styler.setYAxisTickLabelsFormattingFunction(Chart::tick);
  }

  /** Only 1, 2 and 5 times a power of ten: the others would run into each other. */
  private static String logarithmicTick(double value) {
    double decade = Math.pow(10, Math.floor(Math.log10(value) + 1e-9));
    long leading = Math.round(value / decade);
    return leading == 1 || leading == 2 || leading == 5 ? tick(value) : "";
  }

  /** A figure with as many digits as it needs, and thousands as k, millions as M. */
  private static String tick(double value) {
    if (value >= 1_000_000) {
      return trimmed(value / 1_000_000) + " M";
    }
    if (value >= 10_000) {
      return trimmed(value / 1000) + " k";
    }
    return trimmed(value);
  }

  private static String trimmed(double value) {
    String text = String.format(Locale.ROOT, "%.4f", value);
    return text.replaceFirst("\\.?0+$", "");
  }

  /** Returns how many colours were used. */
  private static int add(XYChart chart, Series line, int drawn) {
    double[] x = array(line.x());
    double[] y = array(line.y());
    XYSeries added =
        line.deviations().isEmpty()
            ? chart.addSeries(line.name(), x, y)
            : chart.addSeries(line.name(), x, y, array(line.deviations()));
    if (line.mark() == Mark.GUIDE) {
      added.setLineColor(FAINT);
      added.setLineStyle(
          new BasicStroke(
              1.5f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, new float[] {5, 5}, 0));
      added.setMarker(SeriesMarkers.NONE);
      return 0;
    }
    Color color = COLORS.get(drawn % COLORS.size());
    added.setLineColor(color);
    added.setLineStyle(
        line.mark() == Mark.LINE
            ? new BasicStroke(2.5f)
            : new BasicStroke(0, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1));
    if (line.mark() == Mark.POINT) {
      added.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter);
    }
    added.setMarker(
        line.mark() == Mark.LINE && x.length > MOST_MARKERS
            ? SeriesMarkers.NONE
            : MARKERS.get((drawn + drawn / COLORS.size()) % MARKERS.size()));
    added.setMarkerColor(color);
    return 1;
  }

  private static double[] array(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
