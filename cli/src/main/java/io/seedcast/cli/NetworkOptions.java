package io.seedcast.cli;

import io.seedcast.core.failure.Choices;
import io.seedcast.core.network.Network;
import io.seedcast.core.network.Shape;
import io.seedcast.core.zoo.Architecture;
import io.seedcast.core.zoo.ConvolutionStyle;
import io.seedcast.core.zoo.Dimensions;
import io.seedcast.core.zoo.Method;
import io.seedcast.core.zoo.MethodOption;
import io.seedcast.core.zoo.Methods;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.ISetter;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * The options that name a network and its method. Those of the methods come from {@link Methods},
 * so that a new method needs nothing here.
 */
final class NetworkOptions {
  @Option(
      names = "--network",
      required = true,
      paramLabel = "NAME",
      description =
          "Architecture: vgg11, resnet18, resnet34, resnet50, resnet101, mobilenetv2, mlp or resnet20x64.")
  String network = "";

  @Option(
      names = "--method",
      defaultValue = "standard",
      paramLabel = "NAME",
      description =
          "How convolutions are built: standard, mono, lbcnn, pnn, shift, ghost, reframe or groupnl. Default:"
              + " ${DEFAULT-VALUE}.")
  String method = "";

  @Option(
      names = "--width",
      defaultValue = "1",
      paramLabel = "X",
      description = "Multiplier of all channel counts. Default: ${DEFAULT-VALUE}.")
  double width;

  /** The values given for options of methods, by name. */
  private final Map<String, String> methodOptions = new LinkedHashMap<>();

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
      methodOptions.remove(option.name());
    } else {
      methodOptions.put(option.name(), value.toString());
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

  /**
   * Checks everything that can be checked before the images are known.
   *
   * @throws IllegalArgumentException if an option is unknown or does not fit the others
   */
  void check() {
    architecture();
    style();
  }

  /**
   * Describes the network.
   *
   * @throws IllegalArgumentException if an option is unknown or does not fit the others
   */
  Network build(Shape input, int classes) {
    return architecture().build(style(), new Dimensions(input, classes, width));
  }

  private Architecture architecture() {
    return Choices.find("network", network, Arrays.asList(Architecture.values()), Architecture::id);
  }

  private ConvolutionStyle style() {
    return Methods.named(method).style(methodOptions);
  }

  /**
   * Understands CHANNELSxHEIGHTxWIDTH.
   *
   * @throws IllegalArgumentException if it is not
   */
  static Shape parseInput(String text) {
    String[] parts = text.split("x", -1);
    try {
      if (parts.length == 3) {
        return Shape.of(
            Integer.valueOf(parts[0]), Integer.valueOf(parts[1]), Integer.valueOf(parts[2]));
      }
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(inputMessage(text), e);
    }
    throw new IllegalArgumentException(inputMessage(text));
  }

  private static String inputMessage(String text) {
    return "an image size is channels x height x width, as in 3x32x32: got \"" + text + "\"";
  }
}
