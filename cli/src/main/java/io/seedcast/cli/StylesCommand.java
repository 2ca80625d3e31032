package io.seedcast.cli;

import io.seedcast.experiment.Experiment;
import io.seedcast.experiment.ExperimentData;
import io.seedcast.experiment.ExperimentOutcome;
import io.seedcast.experiment.ExperimentOutcome.Ahead;
import io.seedcast.experiment.ExperimentOutcome.Standing;
import io.seedcast.experiment.Experiments;
import io.seedcast.experiment.Scale;
import io.seedcast.vision.loader.Augmentation;
import io.seedcast.vision.source.DataSource;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code seedcast robustness styles}: accuracy on pictures by a vendor that was held out. */
@Command(
    name = "styles",
    abbreviateSynopsis = true,
    headerHeading =
        "Example: seedcast robustness styles --network resnet18 --methods standard,mono --data icons:DIR --out report%n%n",
    header =
        "Train each method on the pictures of all vendors but one, test it on that one, in turn, and compare the methods.")
final class StylesCommand extends WorkCommand {
  /** Of the report's files, as other reports of robustness have it. */
  private static final String REPORT = "report";

  @Option(
      names = "--network",
      required = true,
      paramLabel = "NAME",
      description = "Architecture, as \"seedcast network list\" has them.")
  String network = "";

  @Option(
      names = "--methods",
      defaultValue = "standard,mono",
      split = ",",
      paramLabel = "NAMES",
      description =
          "Methods, with commas; the others are compared with the first. Default: ${DEFAULT-VALUE}.")
  List<String> methods = List.of();

  @Mixin MethodOptions options = new MethodOptions();

  @Option(
      names = "--data",
      required = true,
      paramLabel = "SOURCE",
      description =
          "icons:DIR, with DIR/VENDOR/CLASS/SYMBOL.png; icons:DIR?size=3x32x32 makes them fit.")
  String data = "";

  @Option(
      names = "--hold-out-symbols",
      description =
          "The harder variant: a fifth of the symbols, as files are named, is held out too, another with each seed.")
  boolean holdOutSymbols;

  @Option(
      names = "--width",
      defaultValue = "1",
      paramLabel = "X",
      description = "Multiplier of all channel counts. Default: ${DEFAULT-VALUE}.")
  double width;

  @Option(
      names = "--epochs",
      defaultValue = "60",
      paramLabel = "N",
      description = "Passes over the training pictures. Default: ${DEFAULT-VALUE}.")
  int epochs;

  @Option(
      names = "--seeds",
      defaultValue = "1",
      paramLabel = "N",
      description =
          "Trainings of each method and vendor, with seeds 1, 2 and so on. Default: ${DEFAULT-VALUE}.")
  int seeds;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "Folder of the runs and of report.html, report.csv and report.json.")
  Path out = Path.of("");

  @Mixin ExperimentOptions training = new ExperimentOptions();

  @Override
  Result work() {
    Experiment experiment =
        Experiments.holdOut(
            REPORT, network, methods, options.values(), new Scale(width, epochs, seeds, 1));
    DataSource source = DataSource.parse(data);
    if (!(source instanceof DataSource.Icons icons) || icons.heldOut() != null) {
      throw new IllegalArgumentException(
          "--data takes icons:DIR, of which each vendor is held out in turn: got " + data);
    }
    ExperimentOutcome outcome =
        training.run(
            experiment,
            Experiments.GIVEN,
            ExperimentData.styles(icons, holdOutSymbols),
            Augmentation.STANDARD,
            out,
            this);
    Result result =
        ExperimentOptions.describe(new Result(), outcome).with("report", outcome.page().toString());
    outcome.standings().forEach(standing -> compare(result, standing));
    return result.line("report: " + outcome.page());
  }

  private void compare(Result result, Standing standing) {
    Ahead ahead = standing.ahead();
    if (ahead != null) {
      result.line(
          String.format(
              Locale.ROOT,
              "%s against %s: %+.2f points, of which %.2f may be chance, %s",
              standing.name(),
              methods.get(0),
              100 * ahead.difference(),
              100 * ahead.margin(),
              ahead.basis()));
    }
  }
}
