package io.seedcast.experiment;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * A plot that an experiment makes.
 *
 * @param kind what is drawn against what
 * @param title over the plot
 * @param xAxis what {@code x} is; of a sweep, and of no other plot
 * @param logarithmic whether a sweep's x axis is
 */
record Plot(Kind kind, String title, @Nullable String xAxis, boolean logarithmic) {
  /** What is drawn against what. */
  enum Kind {
    /** Test accuracy after each epoch, a line for every variant. */
    @JsonProperty("epochs")
    EPOCHS,
    /** Accuracy against {@code x}, a line for all that differ in x alone. */
    @JsonProperty("sweep")
    SWEEP,
    /** Accuracy against bytes sent, with the front of what nothing else beats in both. */
    @JsonProperty("pareto")
    PARETO,
    /** Accuracy on corrupted images against severity, the mean of the groups. */
    @JsonProperty("severities")
    SEVERITIES
  }

  Plot {
    if (kind == null || title == null || title.isBlank()) {
      throw new IllegalArgumentException(
          "a plot needs a kind and a title: got " + kind + " and " + title);
    }
    if ((kind == Kind.SWEEP) == (xAxis == null)) {
      throw new IllegalArgumentException(
          "plot \"" + title + "\": a sweep, and no other plot, needs xAxis: got " + xAxis);
    }
    if (logarithmic && kind != Kind.SWEEP) {
      throw new IllegalArgumentException(
          "plot \"" + title + "\": only a sweep may say whether it is logarithmic");
    }
  }

  /** Part of its files' names. */
  String id() {
    return switch (kind) {
      case EPOCHS -> "epochs";
      case SWEEP -> "sweep";
      case PARETO -> "pareto";
      case SEVERITIES -> "severities";
    };
  }
}
