package io.seedcast.experiment;

import io.seedcast.core.network.Cost;

/**
 * Something a paper says that follows from counting: that one run sends, computes or stores so much
 * less than the baseline. It is about networks of full width, as the paper's are.
 *
 * @param text what is claimed, a sentence
 * @param run the name of the run that is said to save
 * @param indicator title of a {@link Column}, of what it saves
 * @param atLeast how much of the baseline's, above 0 and below 1
 */
record Saving(String text, String run, String indicator, double atLeast) {
  Saving {
    if (text == null || text.isBlank() || run == null || indicator == null) {
      throw new IllegalArgumentException(
          "a saving needs text, run and indicator: got %s, %s and %s"
              .formatted(text, run, indicator));
    }
    if (Column.named(indicator) == Column.ACCURACY) {
      throw new IllegalArgumentException("a saving is in what a network costs: got " + indicator);
    }
    if (!(atLeast > 0 && atLeast < 1)) {
      throw new IllegalArgumentException("atLeast must be above 0 and below 1: got " + atLeast);
    }
  }

  /**
   * Judges it by counts at full width.
   *
   * @param baseline name of the other run
   */
  Verdict verdict(Cost cost, String baseline, Cost baselineCost) {
    long value = value(cost);
    long other = value(baselineCost);
    return new Verdict(
        value <= (1 - atLeast) * other ? "holds" : "does not hold",
        "%s %s, %s %s: %s at full width"
            .formatted(
                run,
                Figures.scaled(value, unit()),
                baseline,
                Figures.scaled(other, unit()),
                Figures.relative(value, other)));
  }

  private long value(Cost cost) {
    return switch (Column.named(indicator)) {
      case ACCURACY -> throw new IllegalStateException("accuracy is no cost");
      case LEARNED -> cost.learnable();
      case SENT -> cost.sentBytes();
      case COMPUTED -> cost.macs();
      case STORED -> cost.storedBytes();
    };
  }

  private String unit() {
    return switch (Column.named(indicator)) {
      case SENT, STORED -> "B";
      case ACCURACY, LEARNED, COMPUTED -> "";
    };
  }
}
