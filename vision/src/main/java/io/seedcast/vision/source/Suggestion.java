package io.seedcast.vision.source;

import java.util.Collection;
import java.util.Optional;

/** Finds the known word that was probably meant. */
final class Suggestion {
  private static final int MOST_EDITS = 3;

  private Suggestion() {}

  /**
   * Returns the word with the fewest letters to insert, delete or replace, at most 3 and not all of
   * them.
   */
  static Optional<String> closest(String word, Collection<String> known) {
    String closest = null;
    int fewest = Math.min(MOST_EDITS, Math.max(1, word.length() - 1)) + 1;
    for (String candidate : known) {
      int edits = edits(word, candidate);
      if (edits < fewest) {
        fewest = edits;
        closest = candidate;
      }
    }
    return Optional.ofNullable(closest);
  }

  /** The Levenshtein distance, row by row. */
  private static int edits(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
