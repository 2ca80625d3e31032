package io.seedcast.experiment.report;

import java.util.Base64;
import java.util.Locale;
import java.util.Map;

/**
 * One self-contained HTML page: readable on a phone, in the light and in the dark, without network
 * or scripts. What is appended appears in that order.
 */
public final class HtmlPage {
  private static final String STYLE =
      """
      :root { color-scheme: light dark; --ink: #1c2321; --paper: #fafaf7; --card: #fff; --line: #e3e3dc;
        --good: #1b6e53; --bad: #b3261e; }
      @media (prefers-color-scheme: dark) {
        :root { --ink: #e4e7e2; --paper: #141816; --card: #1d2320; --line: #343c38; --good: #63c6a1; --bad: #f08a80; }
        .chart { filter: invert(.89) hue-rotate(180deg); }
      }
      body { font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); margin: 0; }
      main { max-width: 1080px; margin: 0 auto; padding: 1.5rem 1rem; }
      h1 { font-size: 1.8rem; line-height: 1.2; margin-bottom: .5rem; } h2 { margin-top: 2rem; }
      p, dl { max-width: 46rem; }
      .table { overflow-x: auto; } table { border-collapse: collapse; background: var(--card); }
      th, td { padding: .35rem .7rem; border-bottom: 1px solid var(--line); text-align: right; white-space: nowrap; }
      th[scope=row], th.label { text-align: left; } th[scope=row] { font-weight: 500; position: sticky; left: 0; background: var(--card); }
      td { font-variant-numeric: tabular-nums; } thead th { white-space: normal; vertical-align: bottom; }
      .chart { max-width: 100%; height: auto; background: #fff; } .charts .chart { width: 100%; }
      .charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(22rem, 100%), 1fr)); gap: 1rem; }
      .pictures { display: grid; grid-template-columns: repeat(auto-fill, minmax(92px, 1fr)); gap: .6rem; }
      .triples { display: grid; grid-template-columns: repeat(auto-fill, minmax(276px, 1fr)); gap: .6rem; }
      figure { margin: 0; padding: .4rem; background: var(--card); text-align: center;
        border-bottom: 3px solid var(--good); }
      figure.wrong { border-color: var(--bad); } .picture { width: 80px; image-rendering: pixelated; }
      figcaption { font-size: .8rem; line-height: 1.25; overflow-wrap: anywhere; } .bad { color: var(--bad); font-weight: 600; }
      .good { color: var(--good); font-weight: 600; } .rules li { margin-bottom: .5rem; }
      .bar { margin: .3rem 0; max-width: 46rem; } .bar div { height: .7rem; background: var(--good); }
      dt { font-weight: 600; } dd { margin: 0 0 .4rem; overflow-wrap: anywhere; }
      code { font-size: .92em; overflow-wrap: anywhere; }
      """;

  private final StringBuilder content = new StringBuilder();
  private final String title;

  /** Starts a page with its heading. */
  public HtmlPage(String title) {
    this.title = title;
    content.append("<h1>").append(escape(title)).append("</h1>\n");
  }

  /** Adds a heading of the second level. */
  public HtmlPage heading(String text) {
    content.append("<h2>").append(escape(text)).append("</h2>\n");
    return this;
  }

  /** Adds a paragraph; what stands between two backticks is code. */
  public HtmlPage paragraph(String text) {
    content.append("<p>").append(inline(text)).append("</p>\n");
    return this;
  }

  /** Adds a table. */
  public HtmlPage table(Table table) {
    content.append(table.toHtml());
    return this;
  }

  /** Adds names and what is to be said of each, in the map's order. */
  public HtmlPage facts(Map<String, String> facts) {
    content.append("<dl>\n");
    facts.forEach(
        (name, text) ->
            content
                .append("<dt>")
                .append(escape(name))
                .append("</dt><dd>")
                .append(inline(text))
                .append("</dd>\n"));
    content.append("</dl>\n");
    return this;
  }

  /** Adds HTML as it is. */
  public HtmlPage html(String html) {
    content.append(html);
    return this;
  }

  /** The page. */
  public String toHtml() {
    return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
        + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>"
        + escape(title)
        + "</title>\n<style>\n"
        + STYLE
        + "</style>\n</head>\n<body>\n<main>\n"
        + content
        + "</main>\n</body>\n</html>\n";
  }

  /** The element of a chart, with the chart in it. */
  public static String chart(Chart chart) {
    return image("svg+xml", chart.toSvg(), chart.title(), "chart");
  }

  /**
   * A bar with its name and figure.
   *
   * @param fraction 0 to 1
   */
  public static String bar(String name, double fraction) {
    return String.format(
        Locale.ROOT,
        "<div class=\"bar\"><small>%s %.2f %%</small><div style=\"width:%.2f%%\"></div></div>%n",
        escape(name),
        100 * fraction,
        100 * fraction);
  }

  /**
   * A bar with its name and figure, before a faint one that it can be compared with.
   *
   * @param fraction 0 to 1
   * @param behind of the faint one, 0 to 1
   */
  public static String bar(String name, double fraction, double behind) {
    return String.format(
        Locale.ROOT,
        "<div class=\"bar\"><small>%s %.2f %%</small>"
            + "<div style=\"background:linear-gradient(to right,var(--line) %.2f%%,transparent 0)\">"
            + "<div style=\"width:%.2f%%\"></div></div></div>%n",
        escape(name),
        100 * fraction,
        100 * behind,
        100 * fraction);
  }

  /** A PNG picture with what is said of it below. */
  public static String figure(byte[] png, String caption, boolean wrong) {
    return figure(png, caption, caption, wrong);
  }

  /**
   * A PNG picture with what is said of it below.
   *
   * @param description for those who do not see it
   */
  public static String figure(byte[] png, String description, String caption, boolean wrong) {
    return (wrong ? "<figure class=\"wrong\">" : "<figure>")
        + picture(png, description)
        + "<figcaption>"
        + escape(caption)
        + "</figcaption></figure>\n";
  }

  /** The element of a PNG picture, with the picture in it. */
  public static String picture(byte[] png, String description) {
    return image("png", png, description, "picture");
  }

  private static String image(String type, byte[] bytes, String description, String style) {
    return "<img class=\""
        + style
        + "\" alt=\""
        + escape(description)
        + "\" src=\"data:image/"
        + type
        + ";base64,"
        + Base64.getEncoder().encodeToString(bytes)
        + "\">\n";
  }

  /** Makes text safe between tags and in quoted attributes. */
  public static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  private static String inline(String text) {
    return escape(text).replaceAll("`([^`]*)`", "<code>$1</code>");
  }
}
