package io.seedcast.experiment;

import io.seedcast.core.failure.Choices;
import java.util.List;
import java.util.Locale;

/** What a table tells of each run. */
enum Column {
  /** Of the regrown network on the test images. */
  ACCURACY,
  /** Learned values. */
  LEARNED,
  /** ReFrame's first indicator: bytes sent. */
  SENT,
  /** ReFrame's second indicator: multiply-accumulates for one image. */
  COMPUTED,
  /** ReFrame's third indicator: bytes stored on the device. */
  STORED;

  /** In tables and in an experiment's file. */
  String title() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Finds a column by its title.
   *
   * @throws IllegalArgumentException if there is none
   */
  static Column named(String title) {
    return Choices.find("column", title, List.of(values()), Column::title);
  }
}
