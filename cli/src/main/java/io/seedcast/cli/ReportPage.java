package io.seedcast.cli;

import java.util.Base64;
import java.util.List;
import java.util.Map;

/** A self-contained HTML page in the house's style, built from top to bottom. */
final class ReportPage {
  private final StringBuilder html;

  /** Begins a page. */
  ReportPage(String title) {
    html = new StringBuilder(TOP.replace("TITLE", escape(title)));
  }

  /** Adds a paragraph of plain text. */
  ReportPage paragraph(String text) {
    return raw("<p>" + escape(text) + "</p>\n");
  }

  /** Adds a paragraph of plain text that must not be overlooked. */
  ReportPage warning(String text) {
    return raw("<p class=\"bad\">" + escape(text) + "</p>\n");
  }

  /** Says which command made the page. */
  ReportPage madeBy(String command) {
    return raw("<p>Made by <code>" + escape(command) + "</code>.</p>\n");
  }

  ReportPage heading(String text) {
    return raw("<h2>" + escape(text) + "</h2>\n");
  }

  /** Adds a table of plain text; the first cell of each row is its heading. */
  ReportPage table(List<String> head, List<List<String>> rows) {
    raw("<div class=\"scroll\"><table>\n<thead><tr>");
    head.forEach(cell -> raw("<th>" + escape(cell) + "</th>"));
    raw("</tr></thead>\n<tbody>\n");
    for (List<String> row : rows) {
      raw("<tr><th scope=\"row\">" + escape(row.get(0)) + "</th>");
      row.subList(1, row.size()).forEach(cell -> raw("<td>" + escape(cell) + "</td>"));
      raw("</tr>\n");
    }
    return raw("</tbody>\n</table></div>\n");
  }

  /** Adds a list of named facts. */
  ReportPage facts(Map<String, String> facts) {
    raw("<dl>\n");
    facts.forEach(
        (name, value) -> raw("<dt>" + escape(name) + "</dt><dd>" + escape(value) + "</dd>\n"));
    return raw("</dl>\n");
  }

  /** Adds HTML as it is. */
  ReportPage raw(String more) {
    html.append(more);
    return this;
  }

  /** Ends the page. */
  String toHtml() {
    return html + "</main>\n</body>\n</html>\n";
  }

  /** An image that the page carries within. */
  static String image(byte[] png, String description, String style) {
    return "<img class=\""
        + style
        + "\" alt=\""
        + escape(description)
        + "\" src=\"data:image/png;base64,"
        + Base64.getEncoder().encodeToString(png)
        + "\">\n";
  }

  /** Plain text as HTML. */
  static String escape(String text) {
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
      <title>TITLE</title>
      <style>
      body { font: 16px/1.5 system-ui, sans-serif; color: #1c2321; background: #fafaf7; margin: 0; }
      main { max-width: 1080px; margin: 0 auto; padding: 1.5rem; }
      h1 { font-size: 1.8rem; margin-bottom: 0; } h2 { margin-top: 2rem; }
      .scroll { overflow-x: auto; } table { border-collapse: collapse; background: #fff; }
      th, td { padding: .35rem .9rem; border-bottom: 1px solid #e3e3dc; text-align: right; }
      th:first-child { text-align: left; } th[scope=row] { font-weight: 500; }
      td { font-variant-numeric: tabular-nums; }
      .charts { display: flex; flex-wrap: wrap; gap: 1rem; } .chart { max-width: 100%; background: #fff; }
      .pictures { display: grid; grid-template-columns: repeat(auto-fill, minmax(92px, 1fr)); gap: .6rem; }
      .triples { display: grid; grid-template-columns: repeat(auto-fill, minmax(276px, 1fr)); gap: .6rem; }
      figure { margin: 0; padding: .4rem; background: #fff; text-align: center; border-bottom: 3px solid #1b6e53; }
      figure.wrong { border-color: #b3261e; } .picture { width: 80px; image-rendering: pixelated; }
      figcaption { font-size: .8rem; line-height: 1.25; } .bad { color: #b3261e; font-weight: 600; }
      .rules li { margin-bottom: .5rem; } .good { color: #1b6e53; font-weight: 600; }
      dt { font-weight: 600; } dd { margin: 0 0 .4rem; overflow-wrap: anywhere; } code { overflow-wrap: anywhere; }
      </style>
      </head>
      <body>
      <main>
      <h1>TITLE</h1>
      """;
}
