package io.seedcast.cli;

import io.seedcast.core.zoo.Method;
import io.seedcast.core.zoo.MethodOption;
import io.seedcast.core.zoo.Methods;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.ISetter;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Spec;

/**
 * The options of the methods. They come from {@link Methods}, so that a new method needs nothing
 * here.
 */
@Command // Has no annotated option, by which a mixin would be known otherwise.
final class MethodOptions {
  /** All values that were given for an option. */
  private final Map<MethodOption, List<String>> given = new LinkedHashMap<>();

  /** Adds the methods' options to the command that mixes these in. */
  @Spec(Spec.Target.MIXEE)
  void addMethodOptions(CommandSpec command) {
    ArgGroupSpec.Builder group =
        ArgGroupSpec.builder().exclusive(false).validate(false).heading("%nOptions of methods:%n");
    Methods.ALL.stream()
        .flatMap(method -> method.options().stream())
        .distinct()
        .map(this::optionSpec)
        .forEach(group::addArg);
    command.addArgGroup(group.build());
  }

  /**
   * The values given, by name.
   *
   * @throws IllegalArgumentException if an option is given more than once
   */
  Map<String, String> values() {
    Map<String, String> values = new LinkedHashMap<>();
    given.forEach((option, all) -> values.put(option.name(), single(option, all)));
    return values;
  }

  /** Picocli would take the last: for it, each starts another match of the options' group. */
  private static String single(MethodOption option, List<String> all) {
    if (all.size() > 1) {
      throw new IllegalArgumentException(
          "--%s may be given only once: got %s"
              .formatted(
                  option.name(),
                  all.stream()
                      .map(value -> asGiven(option, value))
                      .collect(Collectors.joining(" and "))));
    }
    return all.get(0);
  }

  private static String asGiven(MethodOption option, String value) {
    return switch (option.kind()) {
      case VALUE -> value;
      case FLAG -> (Boolean.parseBoolean(value) ? "--" : "--no-") + option.name();
    };
  }

  private OptionSpec optionSpec(MethodOption option) {
    OptionSpec.Builder spec =
        OptionSpec.builder("--" + option.name())
            .description(
                "%s: %s. Default: %s."
                    .formatted(methodsWith(option), option.description(), defaultOf(option)))
            .setter(
                new ISetter() {
                  @Override
                  public <T> T set(T value) {
                    return take(option, value);
                  }
                });
    return switch (option.kind()) {
      case VALUE -> spec.type(String.class).arity("1").paramLabel(option.placeholder()).build();
      case FLAG -> spec.type(Boolean.class).arity("0").negatable(true).build();
    };
  }

  private <T extends @Nullable Object> T take(MethodOption option, T value) {
    if (value != null) {
      given.computeIfAbsent(option, key -> new ArrayList<>()).add(value.toString());
    }
    return value;
  }

  private static String methodsWith(MethodOption option) {
    return Methods.ALL.stream()
        .filter(method -> method.options().contains(option))
        .map(Method::id)
        .collect(Collectors.joining(", "));
  }

  private static String defaultOf(MethodOption option) {
    return switch (option.kind()) {
      case VALUE -> option.defaultValue();
      case FLAG -> Boolean.parseBoolean(option.defaultValue()) ? "on" : "off";
    };
  }
}
