package io.seedcast.core.failure;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** Finds a value by the name a user typed. */
public final class Choices {
  private static final int FARTHEST_SUGGESTION = 3;

  private Choices() {}

  /**
   * Returns the value of that name.
   *
   * @param what names the kind of value in the message, as in {@code network}
   * @throws IllegalArgumentException naming the accepted names and, if one is near, a suggestion
   */
  public static <T> T find(String what, String name, List<T> values, Function<T, String> id) {
    List<String> ids = new ArrayList<>();
    for (T value : values) {
      if (id.apply(value).equals(name)) {
        return value;
      }
      ids.add(id.apply(value));
    }
    throw new IllegalArgumentException(unknown(what, name, ids));
  }

  /** The message for a name that is none of the accepted ones. */
  public static String unknown(String what, String name, List<String> accepted) {
    String question = suggestion(name, accepted);
    return "unknown "
        + what
        + " \""
        + name
        + "\""
        + question
        + (question.isEmpty() ? "; accepted: " : " Accepted: ")
        + String.join(", ", accepted);
  }

  /** Asks whether the nearest accepted name was meant; empty if none is near. */
  public static String suggestion(String name, Collection<String> accepted) {
    String nearest = "";
    int distance = StrictMath.min(FARTHEST_SUGGESTION, StrictMath.max(1, name.length() / 2)) + 1;
    for (String candidate : accepted) {
      int d = editDistance(name.toLowerCase(Locale.ROOT), candidate);
      if (d < distance) {
        distance = d;
        nearest = candidate;
      }
    }
    return nearest.isEmpty() ? "" : "; did you mean \"" + nearest + "\"?";
  }

  private static int editDistance(String a, String b) {
    int[] previous = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] current = new int[b.length() + 1];
      current[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int substitution = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        current[j] = StrictMath.min(substitution, 1 + StrictMath.min(previous[j], current[j - 1]));
      }
      previous = current;
    }
    return previous[b.length()];
  }
}
