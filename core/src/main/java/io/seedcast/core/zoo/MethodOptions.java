package io.seedcast.core.zoo;

import io.seedcast.core.failure.Choices;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The values given for a method's options, read in the type the method wants; what is not given has
 * its default. Every getter throws {@link IllegalArgumentException}, naming option and value, if
 * the value is not of its type.
 */
final class MethodOptions {
  private static final Pattern RANGE =
      Pattern.compile("(\\d+(?:\\.\\d+)?)\\.\\.(\\d+(?:\\.\\d+)?)");

  private final Map<String, String> given;

  MethodOptions(Map<String, String> given) {
    this.given = Map.copyOf(given);
  }

  /** A range of numbers. */
  record Range(double low, double high) {}

  String text(MethodOption option) {
    return given.getOrDefault(option.name(), option.defaultValue());
  }

  boolean flag(MethodOption option) {
    String text = text(option);
    if (!text.equals("true") && !text.equals("false")) {
      throw wrong(option, "true or false");
    }
    return Boolean.parseBoolean(text);
  }

  int integer(MethodOption option) {
    return integer(option, "a whole number");
  }

  /** A whole number of at least 1, or 0 for the word that stands for another rule. */
  int countOr(String word, MethodOption option) {
    if (text(option).equals(word)) {
      return 0;
    }
    String accepted = word + " or a whole number of at least 1";
    int count = integer(option, accepted);
    if (count < 1) {
      throw wrong(option, accepted);
    }
    return count;
  }

  private int integer(MethodOption option, String accepted) {
    return (int) whole(option, accepted, Integer.MIN_VALUE, Integer.MAX_VALUE);
  }

  long longInteger(MethodOption option) {
    return whole(option, "a whole number", Long.MIN_VALUE, Long.MAX_VALUE);
  }

  private long whole(MethodOption option, String accepted, long lowest, long highest) {
    BigInteger value;
    try {
      value = new BigInteger(text(option));
    } catch (NumberFormatException e) {
      throw wrong(option, accepted);
    }
    if (value.compareTo(BigInteger.valueOf(lowest)) < 0
        || value.compareTo(BigInteger.valueOf(highest)) > 0) {
      throw wrong(option, "a whole number from " + lowest + " to " + highest);
    }
    return value.longValue();
  }

  double number(MethodOption option) {
    try {
      return Double.parseDouble(text(option));
    } catch (NumberFormatException e) {
      throw wrong(option, "a number");
    }
  }

  Range range(MethodOption option) {
    Matcher matcher = RANGE.matcher(text(option));
    if (!matcher.matches()) {
      throw wrong(option, "a range such as " + option.defaultValue());
    }
    return new Range(Double.parseDouble(matcher.group(1)), Double.parseDouble(matcher.group(2)));
  }

  <T> T choice(MethodOption option, List<T> values, Function<T, String> id) {
    String text = text(option);
    List<String> accepted = values.stream().map(id).toList();
    int index = accepted.indexOf(text);
    if (index < 0) {
      throw wrong(option, String.join(", ", accepted), Choices.suggestion(text, accepted));
    }
    return values.get(index);
  }

  private IllegalArgumentException wrong(MethodOption option, String accepted) {
    return wrong(option, accepted, "");
  }

  private IllegalArgumentException wrong(MethodOption option, String accepted, String suggestion) {
    return new IllegalArgumentException(
        "option \"%s\" takes %s: got \"%s\"%s"
            .formatted(option.name(), accepted, text(option), suggestion));
  }
}
