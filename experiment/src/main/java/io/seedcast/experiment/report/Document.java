package io.seedcast.experiment.report;

import java.util.Map;

/** A report that is written twice: as Markdown with its charts beside it, and as one HTML page. */
public final class Document {
  private final StringBuilder markdown;
  private final HtmlPage page;

  /** Starts a document. */
  public Document(String title) {
    markdown = new StringBuilder("# ").append(title).append('\n');
    page = new HtmlPage(title);
  }

  /** Adds a heading of the second level. */
  public Document heading(String text) {
    page.heading(text);
    return add("## " + text + "\n");
  }

  /** Adds a paragraph; what stands between two backticks is code. */
  public Document paragraph(String text) {
    page.paragraph(text);
    return add(text + "\n");
  }

  /** Adds a table. */
  public Document table(Table table) {
    page.table(table);
    return add(table.toMarkdown());
  }

  /** Adds HTML to the page as it is; Markdown leaves it out. */
  public Document html(String html) {
    page.html(html);
    return this;
  }

  /**
   * Adds a chart.
   *
   * @param file the picture that Markdown shows, relative to it
   */
  public Document chart(Chart chart, String file) {
    page.html(HtmlPage.chart(chart));
    return add("![" + chart.title() + "](" + file + ")\n");
  }

  /** Adds names and what is to be said of each, in the map's order. */
  public Document facts(Map<String, String> facts) {
    page.facts(facts);
    StringBuilder list = new StringBuilder();
    facts.forEach(
        (name, text) -> list.append("- **").append(name).append("**: ").append(text).append('\n'));
    return add(list.toString());
  }

  private Document add(String block) {
    markdown.append('\n').append(block);
    return this;
  }

  /** The document as Markdown. */
  public String toMarkdown() {
    return markdown.toString();
  }

  /** The document as one page. */
  public String toHtml() {
    return page.toHtml();
  }
}
