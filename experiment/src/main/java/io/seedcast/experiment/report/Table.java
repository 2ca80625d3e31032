package io.seedcast.experiment.report;

import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/**
 * A table of text.
 *
 * @param header one name a column
 * @param labels how many columns, from the left, name the row; the others hold figures
 * @param rows as long as the header
 */
public record Table(List<String> header, int labels, List<List<String>> rows) {
  public Table {
    header = List.copyOf(header);
    rows = rows.stream().map(List::copyOf).toList();
    if (labels < 0 || labels > header.size()) {
      throw new IllegalArgumentException(
          "labels must be 0 to " + header.size() + ": got " + labels);
    }
    for (List<String> row : rows) {
      if (row.size() != header.size()) {
        throw new IllegalArgumentException(
            "a row must have " + header.size() + " cells, as the header: got " + row);
      }
    }
  }

  /** The table as GitHub writes it; figures are set to the right. */
  public String toMarkdown() {
    StringBuilder text = new StringBuilder();
    appendMarkdown(text, header);
    List<String> rule = new ArrayList<>();
    for (int i = 0; i < header.size(); i++) {
      rule.add(i < labels ? "---" : "---:");
    }
    appendMarkdown(text, rule);
    rows.forEach(row -> appendMarkdown(text, row));
    return text.toString();
  }

  private static void appendMarkdown(StringBuilder text, List<String> cells) {
    StringJoiner line = new StringJoiner(" | ", "| ", " |\n");
    cells.forEach(cell -> line.add(cell.replace("|", "\\|")));
    text.append(line);
  }

  /** The table as HTML, in a box that scrolls where the screen is narrow. */
  public String toHtml() {
    StringBuilder html = new StringBuilder("<div class=\"table\"><table>\n<thead><tr>");
    for (int i = 0; i < header.size(); i++) {
      html.append(i < labels ? "<th scope=\"col\" class=\"label\">" : "<th scope=\"col\">")
          .append(HtmlPage.escape(header.get(i)))
          .append("</th>");
    }
    html.append("</tr></thead>\n<tbody>\n");
    for (List<String> row : rows) {
      html.append("<tr>");
      for (int i = 0; i < row.size(); i++) {
        html.append(i < labels ? "<th scope=\"row\">" : "<td>")
            .append(HtmlPage.escape(row.get(i)))
            .append(i < labels ? "</th>" : "</td>");
      }
      html.append("</tr>\n");
    }
    return html.append("</tbody>\n</table></div>\n").toString();
  }

  /** The table as comma-separated values (RFC 4180, lines ended by a line feed). */
  public String toCsv() {
    StringBuilder text = new StringBuilder();
    appendCsv(text, header);
    rows.forEach(row -> appendCsv(text, row));
    return text.toString();
  }

  private static void appendCsv(StringBuilder text, List<String> cells) {
    StringJoiner line = new StringJoiner(",", "", "\n");
    for (String cell : cells) {
      boolean quoted = cell.contains(",") || cell.contains("\"") || cell.contains("\n");
      line.add(quoted ? '"' + cell.replace("\"", "\"\"") + '"' : cell);
    }
    text.append(line);
  }
}
