package io.seedcast.cli;

import java.util.Locale;

/** Numbers of things in words, as in {@code 1 image} and {@code 2,000 images}. */
final class Counted {
  private Counted() {}

  static String of(int count, String one, String several) {
    return String.format(Locale.ROOT, "%,d %s", count, count == 1 ? one : several);
  }

  static String corruptions(int count) {
    return of(count, "corruption", "corruptions");
  }

  static String severities(int count) {
    return of(count, "severity", "severities");
  }

  static String images(int count) {
    return of(count, "image", "images");
  }
}
