package io.seedcast.core.zoo;

import io.seedcast.core.failure.Choices;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A convolution style that can be named, with the options it takes. Each style declares its own
 * beside itself; {@link Methods} lists them.
 */
public final class Method {

  private final String id;
  private final String summary;
  private final List<MethodOption> options;
  private final Function<MethodOptions, ConvolutionStyle> factory;

  /**
   * Declares a method.
   *
   * @param summary a phrase for lists and help
   */
  Method(
      String id,
      String summary,
      List<MethodOption> options,
      Function<MethodOptions, ConvolutionStyle> factory) {
    this.id = id;
    this.summary = summary;
    this.options = List.copyOf(options);
    this.factory = factory;
  }

  /** The name on the command line and in descriptions. */
  public String id() {
    return id;
  }

  /** What the method does, in a phrase. */
  public String summary() {
    return summary;
  }

  /** The options it takes. */
  public List<MethodOption> options() {
    return options;
  }

  /**
   * Makes the style.
   *
   * @param values by option name; options left out have their defaults
   * @throws IllegalArgumentException if an option is none of this method's, or its value is not
   *     accepted
   */
  public ConvolutionStyle style(Map<String, String> values) {
    values.keySet().forEach(this::requireOption);
    return factory.apply(new MethodOptions(values));
  }

  private void requireOption(String name) {
    if (has(name)) {
      return;
    }
    String owners =
        Methods.ALL.stream()
            .filter(method -> method.has(name))
            .map(Method::id)
            .collect(Collectors.joining(", "));
    if (!owners.isEmpty()) {
      throw new IllegalArgumentException(
          "option \"" + name + "\" belongs to method " + owners + ": got method " + id);
    }
    throw new IllegalArgumentException(
        Choices.unknown(
            "option of method " + id, name, options.stream().map(MethodOption::name).toList()));
  }

  private boolean has(String name) {
    return options.stream().anyMatch(option -> option.name().equals(name));
  }
}
