package io.seedcast.cli;

import io.seedcast.experiment.Experiment;
import io.seedcast.experiment.ExperimentData;
import io.seedcast.experiment.ExperimentOutcome;
import io.seedcast.experiment.Experiments;
import io.seedcast.vision.Dataset;
import io.seedcast.vision.source.DataSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code seedcast experiment}: the papers' tables and figures. */
@Command(
    name = "experiment",
    headerHeading =
        "Example: seedcast experiment run figure5 --scale small --data cifar10:DIR --out results%n%n",
    header = "Repeat the papers' tables and figures.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    subcommands = {ExperimentCommand.ListCommand.class, ExperimentCommand.RunCommand.class})
final class ExperimentCommand {

  /** {@code seedcast experiment list}. */
  @Command(
      name = "list",
      headerHeading = "Example: seedcast experiment list%n%n",
      header = "List the experiments, and how many trainings each has at every scale.")
  static final class ListCommand extends WorkCommand {
    private static final String LINE = "%-10s %5s %5s %5s  %s";

    @Override
    Result work() {
      List<Map<String, Object>> documents = new ArrayList<>();
      Result result = new Result().with("experiments", documents);
      result.line(
          String.format(
              Locale.ROOT,
              LINE,
              "",
              Experiments.SCALES.get(0),
              Experiments.SCALES.get(1),
              Experiments.SCALES.get(2),
              ""));
      for (String name : Experiments.NAMES) {
        Experiment experiment = Experiments.find(name);
        Map<String, Object> runs = new LinkedHashMap<>();
        for (String scale : Experiments.SCALES) {
          runs.put(scale, experiment.runs(experiment.scale(scale)));
        }
        List<Object> cells = new ArrayList<>();
        cells.add(name);
        cells.addAll(runs.values());
        cells.add(experiment.title() + " (" + experiment.source() + ")");
        result.line(String.format(Locale.ROOT, LINE, cells.toArray()));
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("name", name);
        document.put("title", experiment.title());
        document.put("source", experiment.source());
        document.put("runs", runs);
        documents.add(document);
      }
      return result;
    }
  }

  /** {@code seedcast experiment run}. */
  @Command(
      name = "run",
      headerHeading =
          "Example: seedcast experiment run figure5 --scale small --data cifar10:DIR --out results%n%n",
      header =
          "Train what an experiment needs, and write its table beside the published figures, its plots and its page.")
  static final class RunCommand extends WorkCommand {
    @Mixin ExperimentOptions options = new ExperimentOptions();

    @Parameters(
        paramLabel = "NAME",
        description =
            "As listed by \"seedcast experiment list\", or a file of one's own, FILE.json.")
    String name = "";

    @Option(
        names = "--scale",
        defaultValue = "small",
        paramLabel = "SCALE",
        description =
            "tiny (to try it), small (a quarter of the width, 10 epochs, one seed) or paper (full width, 200 epochs, five"
                + " seeds). Default: ${DEFAULT-VALUE}.")
    String scale = "";

    @Option(
        names = "--data",
        required = true,
        paramLabel = "SOURCE",
        description =
            "cifar10:DIR, cifar100:DIR, folder:DIR, idx:DIR, shapes10, or icons:DIR for experiments on styles.")
    String data = "";

    @Option(
        names = "--out",
        required = true,
        paramLabel = "DIR",
        description = "Folder of the runs and reports; experiments on one dataset may share it.")
    Path out = Path.of("");

    @Override
    Result work() {
      Experiment experiment = Experiments.find(name);
      experiment.scale(scale);
      DataSource source = DataSource.parse(data);
      ExperimentOutcome outcome =
          options.run(
              experiment, scale, data(source, data), TrainCommand.augmentation(source), out, this);
      Result result = new Result().with("experiment", experiment.name()).with("scale", scale);
      return ExperimentOptions.describe(result, outcome)
          .with("page", outcome.page().toString())
          .line("page: " + outcome.page());
    }

    /** Pictures by vendors of which none is held out are for experiments that do so. */
    private static ExperimentData data(DataSource source, String text) {
      if (source instanceof DataSource.Icons icons && icons.heldOut() == null) {
        return ExperimentData.styles(icons, false);
      }
      Dataset dataset = source.open();
      TrainCommand.requireTrainable(dataset.train().count(), text);
      return ExperimentData.of(text, dataset, TrainCommand.pixels(source));
    }
  }
}
