package io.seedcast.experiment.report;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.seedcast.experiment.report.Chart.Mark;
import io.seedcast.experiment.report.Chart.Series;
import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

class ReportTest {
  private static final Table TABLE =
      new Table(
          List.of("name", "figure"),
          1,
          List.of(List.of("a | b", "1"), List.of("say \"<c>\", twice", "2")));

  private static final Chart CHART =
      new Chart(
          "Growth",
          "x",
          "y",
          true,
          List.of(
              new Series("first", Mark.LINE, List.of(1.0, 10.0), List.of(2.0, 3.0), List.of()),
              new Series("second", Mark.POINT, List.of(5.0), List.of(4.0), List.of(0.5)),
              new Series("guide", Mark.GUIDE, List.of(1.0, 5.0), List.of(2.0, 4.0), List.of())));

  @Test
  void aTableIsWrittenInThreeWays() {
    assertThat(TABLE.toMarkdown())
        .isEqualTo(
            """
            | name | figure |
            | --- | ---: |
            | a \\| b | 1 |
            | say "<c>", twice | 2 |
            """);
    assertThat(TABLE.toCsv()).isEqualTo("name,figure\na | b,1\n\"say \"\"<c>\"\", twice\",2\n");
    assertThat(TABLE.toHtml())
        .contains("<th scope=\"row\">say &quot;&lt;c&gt;&quot;, twice</th><td>2</td>");
  }

  @Test
  void refusesARowOfAnotherLength() {
    assertThat(catchThrowable(() -> new Table(List.of("a", "b"), 1, List.of(List.of("only one")))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a row must have 2 cells, as the header: got [only one]");
  }

  @Test
  void aChartIsAPictureAndADrawing() throws Exception {
    assertThat(requireNonNull(ImageIO.read(new ByteArrayInputStream(CHART.toPng()))).getWidth())
        .isEqualTo(640);
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
    Element svg =
        factory
            .newDocumentBuilder()
            .parse(new ByteArrayInputStream(CHART.toSvg()))
            .getDocumentElement();
    assertThat(svg.getTagName()).isEqualTo("svg");
    // A line and a point, each with a legend, and the dashed line; text is drawn as outlines.
    assertThat(svg.getElementsByTagName("ellipse").getLength()).isEqualTo(2 + 1);
    assertThat(svg.getElementsByTagName("path").getLength()).isGreaterThan(10);
  }

  @Test
  void refusesASeriesWhoseFiguresDoNotPair() {
    assertThat(catchThrowable(() -> new Series("s", Mark.LINE, List.of(1.0), List.of(), List.of())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"s\"")
        .hasMessageContaining("got 0, 0 and 1");
  }

  @Test
  void aDocumentSaysTheSameTwice() {
    Document document =
        new Document("Title & more")
            .paragraph("Made by `seedcast <x>`.")
            .heading("Facts")
            .facts(Map.of("code", "1.0"))
            .chart(CHART, "growth.png");

    assertThat(document.toMarkdown())
        .isEqualTo(
            """
            # Title & more

            Made by `seedcast <x>`.

            ## Facts

            - **code**: 1.0

            ![Growth](growth.png)
            """);
    assertThat(document.toHtml())
        .contains("<title>Title &amp; more</title>", "<h1>Title &amp; more</h1>")
        .contains("<p>Made by <code>seedcast &lt;x&gt;</code>.</p>")
        .contains("<dt>code</dt><dd>1.0</dd>")
        .contains("alt=\"Growth\" src=\"data:image/svg+xml;base64,")
        .contains("prefers-color-scheme: dark", "name=\"viewport\"");
  }
}
