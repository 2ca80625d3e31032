package io.seedcast.cli;

import io.seedcast.core.network.Cost;
import io.seedcast.core.network.Network;
import io.seedcast.core.network.Shape;
import io.seedcast.core.zoo.Architecture;
import io.seedcast.core.zoo.Method;
import io.seedcast.core.zoo.Methods;
import io.seedcast.core.zoo.PixelScaling;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code seedcast network}: what can be built, and what it costs. */
@Command(
    name = "network",
    headerHeading = "Example: seedcast network describe --network resnet18 --method mono%n%n",
    header =
        "List networks and methods, and count what they learn, generate, draw, compute and send.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    subcommands = {NetworkCommand.ListCommand.class, NetworkCommand.DescribeCommand.class})
final class NetworkCommand {

  /** {@code seedcast network list}. */
  @Command(
      name = "list",
      headerHeading = "Example: seedcast network list%n%n",
      header = "List networks and methods.")
  static final class ListCommand extends WorkCommand {
    @Override
    Result work() {
      List<String> networks = Arrays.stream(Architecture.values()).map(Architecture::id).toList();
      List<String> methods = Methods.ALL.stream().map(Method::id).toList();
      Result result =
          new Result()
              .with("networks", networks)
              .with("methods", methods)
              .line("networks  " + String.join(", ", networks))
              .line("methods");
      Methods.ALL.forEach(
          method ->
              result.line(String.format(Locale.ROOT, "  %-8s  %s", method.id(), method.summary())));
      return result;
    }
  }

  /** {@code seedcast network describe}. */
  @Command(
      name = "describe",
      abbreviateSynopsis = true,
      headerHeading =
          "Example: seedcast network describe --network resnet18 --method mono --width 0.25 --json%n%n",
      header = "Count what a network learns, generates, draws, computes and sends.")
  static final class DescribeCommand extends WorkCommand {
    @Mixin NetworkOptions options = new NetworkOptions();

    @Option(
        names = "--classes",
        defaultValue = "10",
        paramLabel = "N",
        description = "Number of classes. Default: ${DEFAULT-VALUE}.")
    int classes;

    @Option(
        names = "--input",
        defaultValue = "3x32x32",
        paramLabel = "CxHxW",
        description = "Size of an image. Default: ${DEFAULT-VALUE}.")
    String input = "";

    @Override
    Result work() {
      Shape shape = NetworkOptions.parseInput(input);
      Network network = options.build(shape, classes, PixelScaling.STANDARDIZED);
      Cost cost = Cost.of(network);
      Result result =
          new Result()
              .with("network", network.architecture())
              .with("method", network.method())
              .with("width", options.width)
              .with("classes", classes)
              .with("input", shape.dimensions())
              .with("learnable", cost.learnable())
              .with("generated", cost.generated())
              .with("drawn", cost.drawn())
              .with("batchNormStatistics", cost.batchNormStatistics());
      Indicators.of(cost).fields().forEach(result::with);
      Map<String, Long> rows = new LinkedHashMap<>();
      rows.put("learnable", cost.learnable());
      rows.put("generated", cost.generated());
      rows.put("drawn", cost.drawn());
      rows.put("batch norm statistics", cost.batchNormStatistics());
      rows.put("MACs", cost.macs());
      rows.put("sent bytes", cost.sentBytes());
      rows.put("stored bytes", cost.storedBytes());
      result.line(
          network.architecture()
              + ", "
              + network.method()
              + ", width "
              + options.width
              + ", "
              + shape
              + ", "
              + classes
              + " classes");
      rows.forEach(
          (name, value) -> result.line(String.format(Locale.ROOT, "%-22s %,15d", name, value)));
      return result;
    }
  }
}
