package io.seedcast.cli;

import io.seedcast.core.filter.FilterNormalization;
import io.seedcast.core.filter.FilterRule;
import io.seedcast.core.filter.GenerationFunction;
import io.seedcast.core.network.Network;
import io.seedcast.core.network.Shape;
import io.seedcast.core.random.SeedMap;
import io.seedcast.core.random.StreamAlgorithm;
import io.seedcast.core.zoo.Architecture;
import io.seedcast.core.zoo.ConvolutionStyle;
import io.seedcast.core.zoo.Dimensions;
import io.seedcast.core.zoo.MonoStyle;
import io.seedcast.core.zoo.Replacement;
import io.seedcast.core.zoo.StandardStyle;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options that name a network and its convolution style. */
final class NetworkOptions {
  private static final String STANDARD = "standard";
  static final List<String> METHODS = List.of(STANDARD, "mono");

  /** How the description of an option begins that other methods have no use for. */
  private static final String MONO_ONLY = "mono: ";

  @Spec(Spec.Target.MIXEE)
  @SuppressWarnings("NullAway.Init")
  CommandSpec command;

  private static final Pattern RANGE =
      Pattern.compile("(\\d+(?:\\.\\d+)?)\\.\\.(\\d+(?:\\.\\d+)?)");

  @Option(
      names = "--network",
      required = true,
      paramLabel = "NAME",
      description = "Architecture: resnet18 or resnet34.")
  String network = "";

  @Option(
      names = "--method",
      defaultValue = "standard",
      paramLabel = "NAME",
      description = "How convolutions are built: standard or mono. Default: ${DEFAULT-VALUE}.")
  String method = "";

  @Option(
      names = "--width",
      defaultValue = "1",
      paramLabel = "X",
      description = "Multiplier of all channel counts. Default: ${DEFAULT-VALUE}.")
  double width;

  @Option(
      names = "--replace",
      defaultValue = "stride1",
      paramLabel = "WHICH",
      description =
          "mono: which convolutions are generated: stride1 (3x3 with stride 1), 3x3 (all 3x3) or all (also the 1x1"
              + " shortcuts); never the first. Default: ${DEFAULT-VALUE}.")
  String replace = "";

  @Option(
      names = "--pointwise",
      negatable = true,
      defaultValue = "true",
      fallbackValue = "true",
      description =
          "mono: GN, ReLU and a learned 1x1 convolution after each generated 3x3 one. Default: on.")
  boolean pointwise;

  @Option(
      names = "--function",
      defaultValue = "monomial",
      paramLabel = "NAME",
      description =
          "mono: filter generation function: monomial, gaussian, multiquadric, inverse-quadratic or"
              + " inverse-multiquadric. Default: ${DEFAULT-VALUE}.")
  String function = "";

  @Option(
      names = "--seed-filters",
      defaultValue = "1",
      paramLabel = "N",
      description = "mono: seed filters a layer learns. Default: ${DEFAULT-VALUE}.")
  int seedFilters;

  @Option(
      names = "--terms",
      defaultValue = "1",
      paramLabel = "N",
      description = "mono: terms summed for each weight. Default: ${DEFAULT-VALUE}.")
  int terms;

  @Option(
      names = "--exponents",
      defaultValue = "1..7",
      paramLabel = "A..B",
      description = "mono: range of the random exponents. Default: ${DEFAULT-VALUE}.")
  String exponents = "";

  @Option(
      names = "--normalization",
      defaultValue = "standardize",
      paramLabel = "NAME",
      description =
          "mono: standardize (as in the code) or l2 (as in the paper). Default: ${DEFAULT-VALUE}.")
  String normalization = "";

  @Option(
      names = "--filter-bias",
      description = "mono: add frozen random biases to the magnitudes (monomial only).")
  boolean filterBias;

  @Option(
      names = "--filter-seed",
      defaultValue = "1",
      paramLabel = "N",
      description = "mono: base seed of the frozen values. Default: ${DEFAULT-VALUE}.")
  long filterSeed;

  @Option(
      names = "--seed-map",
      defaultValue = "eqdiff",
      paramLabel = "NAME",
      description =
          "mono: how layers' seeds follow from it: eqdiff, const, multi10, powof2 or sqrt. Default: ${DEFAULT-VALUE}.")
  String seedMap = "";

  @Option(
      names = "--stream",
      defaultValue = "philox4x32-10",
      paramLabel = "NAME",
      description =
          "mono: random stream: philox4x32-10 or mt19937-torch. Default: ${DEFAULT-VALUE}.")
  String stream = "";

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
    return Choices.find("network", network, List.of(Architecture.values()), Architecture::id);
  }

  private ConvolutionStyle style() {
    if (Choices.find("method", method, METHODS, name -> name).equals(STANDARD)) {
      refuseMonoOptions();
      return new StandardStyle();
    }
    Matcher range = RANGE.matcher(exponents);
    if (!range.matches()) {
      throw new IllegalArgumentException(
          "--exponents takes a range such as 1..7: got \"" + exponents + "\"");
    }
    FilterRule rule =
        new FilterRule(
            Choices.find(
                "filter generation function",
                function,
                List.of(GenerationFunction.values()),
                GenerationFunction::id),
            seedFilters,
            terms,
            Double.parseDouble(range.group(1)),
            Double.parseDouble(range.group(2)),
            Choices.find(
                "normalization",
                normalization,
                List.of(FilterNormalization.values()),
                FilterNormalization::id),
            filterBias);
    return new MonoStyle(
        rule,
        Choices.find("replacement", replace, List.of(Replacement.values()), Replacement::id),
        pointwise,
        StreamAlgorithm.parse(stream),
        filterSeed,
        Choices.find("seed map", seedMap, List.of(SeedMap.values()), SeedMap::id));
  }

  private void refuseMonoOptions() {
    for (OptionSpec option : command.commandLine().getParseResult().matchedOptions()) {
      if (String.join("", option.description()).startsWith(MONO_ONLY)) {
        throw new IllegalArgumentException(
            option.longestName() + " belongs to --method mono: got --method standard");
      }
    }
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
