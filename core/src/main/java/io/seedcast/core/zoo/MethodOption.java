package io.seedcast.core.zoo;

/**
 * An option of a method, by the same name on the command line (with two dashes) and in experiments.
 * Methods may share one.
 *
 * @param name lower case, words joined by dashes
 * @param kind what values it takes
 * @param placeholder stands for the value in help, as in {@code N}
 * @param defaultValue used when the option is not given
 * @param description a phrase for help; the default and the methods are added to it
 */
public record MethodOption(
    String name, Kind kind, String placeholder, String defaultValue, String description) {

  /** What values an option takes. */
  public enum Kind {
    /** A word or number. */
    VALUE,
    /** {@code true} or {@code false}. */
    FLAG
  }

  static MethodOption value(
      String name, String placeholder, String defaultValue, String description) {
    return new MethodOption(name, Kind.VALUE, placeholder, defaultValue, description);
  }

  static MethodOption flag(String name, boolean defaultValue, String description) {
    return new MethodOption(name, Kind.FLAG, "", String.valueOf(defaultValue), description);
  }
}
