package io.seedcast.cli;

import io.seedcast.core.zoo.Method;
import io.seedcast.core.zoo.MethodOption;
import io.seedcast.core.zoo.Methods;
import java.util.LinkedHashMap;
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
  /** The values given for options of methods, by name. */
  private final Map<String, String> values = new LinkedHashMap<>();

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

  /** The values given, by name. */
  Map<String, String> values() {
    return values;
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
    if (value == null) {
      values.remove(option.name());
    } else {
      values.put(option.name(), value.toString());
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
