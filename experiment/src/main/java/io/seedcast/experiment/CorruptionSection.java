package io.seedcast.experiment;

import io.seedcast.experiment.judge.CorruptedPictures;
import io.seedcast.experiment.judge.CorruptedTest;
import io.seedcast.experiment.report.Document;
import io.seedcast.experiment.report.HtmlPage;
import io.seedcast.experiment.report.Table;
import io.seedcast.vision.corruption.Corruption;
import io.seedcast.vision.corruption.CorruptionGroup;
import io.seedcast.vision.metrics.CorruptionScores;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/**
 * The part of a report that shows corruptions: errors, accuracies on each, what each does to an
 * image, and the images that suffer most.
 */
final class CorruptionSection {
  private static final int SHOWN_SEVERITY = 3;

  private final Plan plan;
  private final CorruptedPictures pictures;

  CorruptionSection(Plan plan, CorruptedTest test) {
    this.plan = plan;
    this.pictures =
        new CorruptedPictures(test.clean(), test.corrupted(), plan.setup().data().classNames());
  }

  void append(Document document, List<Row> rows) {
    List<Row> judged = rows.stream().filter(row -> row.accuracy().isPresent()).toList();
    new CorruptionErrors(plan, rows).append(document);
    if (!judged.isEmpty()) {
      document
          .heading("Spread over corruptions")
          .paragraph(
              "Here ± is the sample standard deviation over the corruptions of a group, and of the mean of groups over the"
                  + " groups. It tells how much harder one corruption is than another, not how sure a figure is; it is what"
                  + " the ± of the paper's own table is.")
          .table(spreads(judged))
          .heading("Each corruption")
          .paragraph("Accuracy, the mean over the five severities.")
          .table(accuracies(judged))
          .html(bars(judged));
    }
    document.html(examples());
    if (!judged.isEmpty()) {
      document.html(worstCases(judged));
    }
  }

  private Table spreads(List<Row> judged) {
    List<String> header = new ArrayList<>(plan.experiment().file().axes());
    int labels = header.size();
    for (CorruptionGroup group : CorruptionGroup.values()) {
      header.add(group.id());
    }
    header.add(Protocol.CORRUPTIONS.headline());
    header.add(Protocol.MEAN_OF_CORRUPTIONS);
    List<List<String>> lines = new ArrayList<>();
    for (Row row : judged) {
      CorruptionScores mean = CorruptionScores.meanOf(scores(row));
      List<String> line = new ArrayList<>(row.variant().labels());
      for (CorruptionGroup group : CorruptionGroup.values()) {
        line.add(spread(mean.accuracy(group), mean.deviation(mean.corruptions(group))));
      }
      line.add(spread(mean.meanOfGroups(), mean.deviationOfGroups()));
      line.add(spread(mean.mean(), mean.deviation(mean.corruptions())));
      lines.add(line);
    }
    return new Table(header, labels, lines);
  }

  private static String spread(double mean, OptionalDouble deviation) {
    return Figures.format("%.2f ± %.2f %%", 100 * mean, 100 * deviation.orElseThrow());
  }

  private static List<CorruptionScores> scores(Row row) {
    return row.trials().stream()
        .map(Trial::tally)
        .filter(Objects::nonNull)
        .map(CorruptionTally::scores)
        .toList();
  }

  private static Table accuracies(List<Row> judged) {
    List<String> header = new ArrayList<>(List.of("corruption", "group"));
    judged.forEach(row -> header.add(row.variant().name()));
    List<List<String>> lines = new ArrayList<>();
    for (Corruption corruption : Corruption.values()) {
      List<String> line = new ArrayList<>(List.of(corruption.id(), corruption.group().id()));
      for (Row row : judged) {
        line.add(
            Figures.percent(
                Spread.of(
                    scores(row).stream().map(scores -> scores.accuracy(corruption)).toList())));
      }
      lines.add(line);
    }
    return new Table(header, 2, lines);
  }

  /** The groups first, so that the page can be read without opening the list of all corruptions. */
  private static String bars(List<Row> judged) {
    StringBuilder html =
        new StringBuilder("<p>The faint bar behind is the accuracy on images as they are.</p>\n");
    for (CorruptionGroup group : CorruptionGroup.values()) {
      appendBars(html, judged, group.id(), scores -> scores.accuracy(group));
    }
    html.append("<details><summary>All nineteen</summary>\n");
    for (Corruption corruption : Corruption.values()) {
      appendBars(html, judged, corruption.id(), scores -> scores.accuracy(corruption));
    }
    return html.append("</details>\n").toString();
  }

  private static void appendBars(
      StringBuilder html,
      List<Row> judged,
      String name,
      ToDoubleFunction<CorruptionScores> accuracy) {
    html.append("<h3>").append(HtmlPage.escape(name)).append("</h3>\n");
    for (Row row : judged) {
      CorruptionScores mean = CorruptionScores.meanOf(scores(row));
      html.append(
          HtmlPage.bar(row.variant().name(), accuracy.applyAsDouble(mean), mean.cleanAccuracy()));
    }
  }

  private String examples() {
    StringBuilder html =
        new StringBuilder(
                "<h2>Examples</h2>\n<p>One image as it is, and with each corruption at severity ")
            .append(SHOWN_SEVERITY)
            .append(".</p>\n<div class=\"pictures\">\n")
            .append(pictures.clean(0, "as it is"));
    for (Corruption corruption : Corruption.values()) {
      html.append(pictures.corrupted(0, corruption, SHOWN_SEVERITY, corruption.id()));
    }
    return html.append("</div>\n").toString();
  }

  private String worstCases(List<Row> judged) {
    StringBuilder html =
        new StringBuilder(
            "<h2>Worst cases</h2>\n<p>Images that are right as they are and wrong most often when corrupted, by the first"
                + " run of each: as they are, and as the mildest corruption that does it leaves them.</p>\n");
    for (Row row : judged) {
      CorruptionTally tally = row.trials().get(0).tally();
      if (tally != null && !tally.worstCases().isEmpty()) {
        html.append("<h3>")
            .append(HtmlPage.escape(row.variant().name()))
            .append("</h3>\n")
            .append(pictures.worst(tally.worstCases()));
      }
    }
    return html.toString();
  }
}
