package io.seedcast.experiment;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an experiment's JSON file says. A missing list or map is an empty one.
 *
 * @param title a phrase
 * @param source the table or figure it repeats
 * @param purpose what it is for, a paragraph
 * @param protocol what the networks are judged by; the test images if it is not said
 * @param axes headings of the labels
 * @param common settings of every run
 * @param runs matrices: the runs of one are all combinations of one entry of each of its axes, of
 *     which a later one overrides an earlier one, and each of them {@code common}
 * @param baseline name of the run that costs are compared with, if any
 * @param plots what is drawn
 * @param claims of the paper, to be judged by the runs
 * @param savings that the paper claims, to be judged by counting
 * @param published figures by dataset, run and column, as text; where the networks are judged by
 *     more than the test images, columns have any name and make a table of their own
 * @param notes what a reader should know besides, each a paragraph
 * @param scales every scale, with what this experiment changes about it
 */
record ExperimentFile(
    String title,
    String source,
    String purpose,
    Protocol protocol,
    List<String> axes,
    Settings common,
    List<List<List<Settings>>> runs,
    @Nullable String baseline,
    List<Plot> plots,
    List<Claim> claims,
    List<Saving> savings,
    Map<String, Map<String, Map<String, String>>> published,
    List<String> notes,
    Map<String, Scale> scales) {
  ExperimentFile {
    requireText("title", title);
    requireText("source", source);
    requireText("purpose", purpose);
    protocol = protocol == null ? Protocol.TEST : protocol;
    axes = orEmpty(axes);
    common = common == null ? Settings.NONE : common;
    runs = orEmpty(runs);
    plots = orEmpty(plots);
    claims = orEmpty(claims);
    savings = orEmpty(savings);
    published =
        published == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(published));
    notes = orEmpty(notes);
    scales = scales == null ? Map.of() : Map.copyOf(scales);
  }

  private static void requireText(String name, @Nullable String text) {
    if (text == null || text.isBlank()) {
      throw new IllegalArgumentException("an experiment needs a " + name);
    }
  }

  private static <T> List<T> orEmpty(@Nullable List<T> list) {
    return list == null ? List.of() : List.copyOf(list);
  }
}
