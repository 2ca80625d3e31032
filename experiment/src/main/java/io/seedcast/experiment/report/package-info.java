/**
 * Text, tables and charts as Markdown and as self-contained HTML, in one style: {@link
 * io.seedcast.experiment.report.Document} for both at once, {@link
 * io.seedcast.experiment.report.HtmlPage} for a page alone.
 */
@NullMarked
package io.seedcast.experiment.report;

import org.jspecify.annotations.NullMarked;
