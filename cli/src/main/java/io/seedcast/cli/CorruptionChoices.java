package io.seedcast.cli;

import io.seedcast.core.failure.Choices;
import io.seedcast.vision.corruption.Corruption;
import io.seedcast.vision.corruption.CorruptionScale;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What {@code --only}, {@code --severity} and {@code --scale} say. */
final class CorruptionChoices {
  private static final Pattern SEVERITIES = Pattern.compile("([1-5])(?:\\.\\.([1-5]))?");

  private CorruptionChoices() {}

  /** Corruptions by their names, each once. */
  static List<Corruption> corruptions(List<String> names) {
    Set<Corruption> chosen = new LinkedHashSet<>();
    for (String name : names) {
      chosen.add(Choices.find("corruption", name, List.of(Corruption.values()), Corruption::id));
    }
    return List.copyOf(chosen);
  }

  /** One severity or a range, ascending. */
  static List<Integer> severities(String text) {
    Matcher range = SEVERITIES.matcher(text);
    if (!range.matches()
        || (range.group(2) != null && range.group(2).compareTo(range.group(1)) < 0)) {
      throw new IllegalArgumentException(
          "--severity takes 1 to 5, or a range such as 1..5: got \"" + text + "\"");
    }
    int last = Integer.parseInt(range.group(2) == null ? range.group(1) : range.group(2));
    List<Integer> severities = new ArrayList<>();
    for (int i = Integer.parseInt(range.group(1)); i <= last; i++) {
      severities.add(i);
    }
    return severities;
  }

  /** A scale by its name; null for none. */
  static @Nullable CorruptionScale scale(@Nullable String name) {
    return name == null
        ? null
        : Choices.find("scale", name, List.of(CorruptionScale.values()), CorruptionScale::id);
  }
}
