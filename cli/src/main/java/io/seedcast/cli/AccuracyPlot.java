package io.seedcast.cli;

import io.seedcast.train.AttackResult;
import io.seedcast.train.Epsilon;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Accuracy over epsilon, one line for each attack, as inline SVG that scales with the page. */
final class AccuracyPlot {
  private static final int WIDTH = 640;
  private static final int HEIGHT = 360;
  private static final int LEFT = 56;
  private static final int RIGHT = 150;
  private static final int TOP = 16;
  private static final int BOTTOM = 48;
  private static final int LEGEND_STEP = 22;
  private static final List<String> COLOURS =
      List.of("#1b6e53", "#b9770e", "#2b5c9e", "#b3261e", "#6b4fa0");

  private final double cleanAccuracy;
  private final Map<String, List<AttackResult>> byAttack;
  private final double widest;

  /**
   * Plans a plot.
   *
   * @param byAttack results in ascending order of epsilon
   */
  AccuracyPlot(double cleanAccuracy, Map<String, List<AttackResult>> byAttack) {
    this.cleanAccuracy = cleanAccuracy;
    this.byAttack = byAttack;
    this.widest =
        byAttack.values().stream()
            .flatMap(List::stream)
            .mapToDouble(result -> result.epsilon().value())
            .max()
            .orElse(0);
  }

  String toSvg() {
    StringBuilder svg = new StringBuilder();
    append(
        svg,
        "<svg class=\"chart\" viewBox=\"0 0 %d %d\" width=\"%d\" role=\"img\" font-size=\"13\""
            + " font-family=\"system-ui, sans-serif\" fill=\"#1c2321\">",
        WIDTH,
        HEIGHT,
        WIDTH);
    append(svg, "<title>Accuracy over epsilon</title>");
    appendAxes(svg);
    int line = 0;
    for (Map.Entry<String, List<AttackResult>> entry : byAttack.entrySet()) {
      appendLine(svg, entry.getKey(), entry.getValue(), line++);
    }
    return svg.append("</svg>\n").toString();
  }

  private void appendAxes(StringBuilder svg) {
    for (int percent = 0; percent <= 100; percent += 20) {
      double y = y(percent / 100.0);
      append(
          svg,
          "<path d=\"M%d %.1fH%d\" stroke=\"#e3e3dc\"/><text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%d %%</text>",
          LEFT,
          y,
          WIDTH - RIGHT,
          LEFT - 8,
          y + 4,
          percent);
    }
    appendTick(svg, new Epsilon(0));
    byAttack.values().stream()
        .flatMap(List::stream)
        .map(AttackResult::epsilon)
        .filter(epsilon -> epsilon.value() > 0)
        .distinct()
        .forEach(epsilon -> appendTick(svg, epsilon));
    append(
        svg,
        "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">epsilon</text>",
        (LEFT + WIDTH - RIGHT) / 2,
        HEIGHT - 6);
  }

  private void appendTick(StringBuilder svg, Epsilon epsilon) {
    append(
        svg,
        "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%s</text>",
        x(epsilon.value()),
        HEIGHT - BOTTOM + 18,
        epsilon);
  }

  private void appendLine(StringBuilder svg, String id, List<AttackResult> results, int line) {
    String colour = COLOURS.get(line % COLOURS.size());
    StringBuilder points = new StringBuilder();
    StringBuilder dots = new StringBuilder();
    append(points, "%.1f,%.1f", x(0), y(cleanAccuracy));
    for (AttackResult result : results) {
      double x = x(result.epsilon().value());
      double y = y(result.accuracy());
      append(points, " %.1f,%.1f", x, y);
      append(dots, "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"4\" fill=\"%s\">", x, y, colour);
      append(
          dots,
          "<title>%s at %s: %.2f %%</title></circle>",
          ReportPage.escape(id),
          result.epsilon(),
          100 * result.accuracy());
    }
    append(
        svg,
        "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2.5\"/>%s",
        points,
        colour,
        dots);
    int legendX = WIDTH - RIGHT + 16;
    int legendY = TOP + 10 + line * LEGEND_STEP;
    append(
        svg,
        "<path d=\"M%d %dh18\" stroke=\"%s\" stroke-width=\"2.5\"/><text x=\"%d\" y=\"%d\">%s</text>",
        legendX,
        legendY,
        colour,
        legendX + 26,
        legendY + 4,
        ReportPage.escape(id));
  }

  private double x(double epsilon) {
    return LEFT + (widest == 0 ? 0 : epsilon / widest) * (WIDTH - RIGHT - LEFT);
  }

  private static double y(double accuracy) {
    return TOP + (1 - accuracy) * (HEIGHT - BOTTOM - TOP);
  }

  private static void append(StringBuilder svg, String format, Object... values) {
    svg.append(String.format(Locale.ROOT, format, values));
  }
}
