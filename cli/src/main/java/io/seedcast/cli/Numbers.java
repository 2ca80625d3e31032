package io.seedcast.cli;

import io.seedcast.train.attack.Epsilon;
import picocli.CommandLine.TypeConversionException;

/** Numbers as options take them. */
final class Numbers {
  private Numbers() {}

  static int wholeInt(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw refused("a whole number such as 3", text);
    }
  }

  static long wholeLong(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw refused("a whole number such as 3", text);
    }
  }

  static double decimal(String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw refused("a number such as 0.25", text);
    }
  }

  static Epsilon epsilon(String text) {
    try {
      return Epsilon.parse(text);
    } catch (IllegalArgumentException e) {
      throw refused("a number from 0 to 1 such as 8/255 or 0.03", text);
    }
  }

  private static TypeConversionException refused(String accepted, String text) {
    return new TypeConversionException("takes " + accepted + ": got \"" + text + "\"");
  }
}
