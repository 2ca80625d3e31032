package io.seedcast.experiment;

import io.seedcast.experiment.judge.CorruptedTest;
import io.seedcast.experiment.report.Document;
import io.seedcast.experiment.report.HtmlPage;
import io.seedcast.experiment.report.Table;
import io.seedcast.vision.corruption.Corruption;
import io.seedcast.vision.picture.Picture;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The part of a report that shows each corruption: accuracies, and what it does to an image. */
final class CorruptionSection {
  private static final int SHOWN_SEVERITY = 3;

  private final CorruptedTest test;

  CorruptionSection(CorruptedTest test) {
    this.test = test;
  }

  void append(Document document, List<Row> rows) {
    List<Row> judged = rows.stream().filter(row -> row.accuracy().isPresent()).toList();
    if (!judged.isEmpty()) {
      document
          .heading("Each corruption")
          .paragraph("Accuracy, the mean over the five severities.")
          .table(table(judged));
    }
    StringBuilder html =
        new StringBuilder("<p>One image as it is, and with each corruption at severity ")
            .append(SHOWN_SEVERITY)
            .append(".</p>\n<div class=\"pictures\">\n")
            .append(figure(test.clean().image(0), "as it is"));
    for (Corruption corruption : Corruption.values()) {
      html.append(figure(test.corrupted().image(corruption, SHOWN_SEVERITY, 0), corruption.id()));
    }
    document.html(html.append("</div>\n").toString());
  }

  private String figure(byte[] imageChw, String caption) {
    return HtmlPage.figure(Picture.of(test.clean().size(), imageChw).toPng(), caption, false);
  }

  private static Table table(List<Row> judged) {
    List<String> header = new ArrayList<>(List.of("corruption", "group"));
    judged.forEach(row -> header.add(row.variant().name()));
    List<List<String>> lines = new ArrayList<>();
    for (Corruption corruption : Corruption.values()) {
      List<String> line = new ArrayList<>(List.of(corruption.id(), corruption.group().id()));
      for (Row row : judged) {
        List<Double> accuracies =
            row.trials().stream()
                .map(Trial::tally)
                .filter(Objects::nonNull)
                .map(tally -> tally.scores().accuracy(corruption))
                .toList();
        line.add(Figures.percent(Spread.of(accuracies)));
      }
      lines.add(line);
    }
    return new Table(header, 2, lines);
  }
}
