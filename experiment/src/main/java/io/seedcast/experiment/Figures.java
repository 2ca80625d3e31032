package io.seedcast.experiment;

import java.util.Locale;

/** Figures as the report writes them. */
final class Figures {
  private Figures() {}

  static String percent(double fraction) {
    return format("%.2f %%", 100 * fraction);
  }

  /** Mean and, of several runs, standard deviation. */
  static String percent(Spread spread) {
    return spread.runs() == 1
        ? percent(spread.mean())
        : format("%.2f ± %.2f %%", 100 * spread.mean(), 100 * spread.deviation());
  }

  /** A difference of fractions, in percentage points. */
  static String points(double difference) {
    return format("%+.2f points", 100 * difference);
  }

  static String count(long value) {
    return format("%,d", value);
  }

  /** Three or more significant digits, with a unit of thousands, millions or thousand millions. */
  static String scaled(long value, String unit) {
    if (value >= 1_000_000_000) {
      return format("%.3f G%s", value / 1e9, unit);
    }
    if (value >= 1_000_000) {
      return format("%.2f M%s", value / 1e6, unit);
    }
    return format("%.1f k%s", value / 1e3, unit);
  }

  /** How much more or less than the other. */
  static String relative(long value, long other) {
    return format("%+.1f %%", 100 * (value / (double) other - 1));
  }

  static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
