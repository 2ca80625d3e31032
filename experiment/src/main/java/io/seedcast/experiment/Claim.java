package io.seedcast.experiment;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something a paper says that the runs can confirm or not: that one run is more accurate than
 * others.
 *
 * @param text what is claimed, a sentence
 * @param better the name of the run that is said to be ahead
 * @param than the names of the others; all others if empty
 * @param figure in which it is ahead; that which sums up the experiment if null
 */
record Claim(String text, String better, List<String> than, @Nullable String figure) {
  Claim {
    if (text == null || text.isBlank() || better == null) {
      throw new IllegalArgumentException(
          "a claim needs text and better: got " + text + " and " + better);
    }
    than = than == null ? List.of() : List.copyOf(than);
  }
}
