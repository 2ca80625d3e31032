package io.seedcast.cli;

import io.seedcast.core.failure.Choices;
import io.seedcast.core.network.Network;
import io.seedcast.core.network.Shape;
import io.seedcast.core.zoo.Architecture;
import io.seedcast.core.zoo.ConvolutionStyle;
import io.seedcast.core.zoo.Dimensions;
import io.seedcast.core.zoo.Method;
import io.seedcast.core.zoo.Methods;
import io.seedcast.core.zoo.PixelScaling;
import java.util.Arrays;
import java.util.Iterator;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that name a network and its method. */
final class NetworkOptions {
  @Option(
      names = "--network",
      required = true,
      paramLabel = "NAME",
      completionCandidates = Networks.class,
      description = "Architecture: ${COMPLETION-CANDIDATES}.")
  String network = "";

  @Option(
      names = "--method",
      defaultValue = "standard",
      paramLabel = "NAME",
      completionCandidates = MethodNames.class,
      description =
          "How convolutions are built: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  String method = "";

  @Option(
      names = "--width",
      defaultValue = "1",
      paramLabel = "X",
      description = "Multiplier of all channel counts. Default: ${DEFAULT-VALUE}.")
  double width;

  @Mixin MethodOptions methodOptions = new MethodOptions();

  /** The names of networks, for help. */
  static final class Networks implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Arrays.stream(Architecture.values()).map(Architecture::id).iterator();
    }
  }

  /** The names of methods, for help. */
  static final class MethodNames implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Methods.ALL.stream().map(Method::id).iterator();
    }
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
   * @param pixels what it does to them first
   * @throws IllegalArgumentException if an option is unknown or does not fit the others
   */
  Network build(Shape input, int classes, PixelScaling pixels) {
    return architecture().build(style(), new Dimensions(input, classes, width, pixels));
  }

  private Architecture architecture() {
    return Choices.find("network", network, Arrays.asList(Architecture.values()), Architecture::id);
  }

  private ConvolutionStyle style() {
    return Methods.named(method).style(methodOptions.values());
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
