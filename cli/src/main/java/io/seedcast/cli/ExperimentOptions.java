package io.seedcast.cli;

import io.seedcast.experiment.Experiment;
import io.seedcast.experiment.ExperimentData;
import io.seedcast.experiment.ExperimentOutcome;
import io.seedcast.experiment.ExperimentRunner;
import io.seedcast.experiment.Setup;
import io.seedcast.vision.loader.Augmentation;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say how an experiment goes on and with how much of the machine. */
final class ExperimentOptions {
  @Option(
      names = "--resume",
      description = "Use what --out holds already: train only what is missing or was interrupted.")
  boolean resume;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads of all trainings together. Default: all processors.")
  @Nullable Integer threads;

  @Option(
      names = "--parallel",
      defaultValue = "1",
      paramLabel = "N",
      description =
          "Trainings side by side, each with an equal share of the threads; as many as threads are fastest."
              + " Default: ${DEFAULT-VALUE}.")
  int parallel;

  /** Runs an experiment for a command, which tells how it goes. */
  ExperimentOutcome run(
      Experiment experiment,
      String scale,
      ExperimentData data,
      Augmentation augmentation,
      Path out,
      WorkCommand command) {
    Setup setup =
        new Setup(
            data,
            augmentation,
            command.commandLine(),
            Provenance.collect(),
            threads == null ? Runtime.getRuntime().availableProcessors() : threads,
            parallel);
    try (ExperimentProgress progress =
        new ExperimentProgress(command.spec.commandLine().getErr())) {
      return ExperimentRunner.run(experiment, scale, setup, out, resume, progress);
    }
  }

  /** Adds what came of an experiment. */
  static Result describe(Result result, ExperimentOutcome outcome) {
    return result
        .with("trained", outcome.trained())
        .with("cached", outcome.cached())
        .with("standings", outcome.standings())
        .with("runs", outcome.runs().stream().map(ExperimentOptions::document).toList())
        .with("files", outcome.files().stream().map(Path::toString).toList())
        .line(outcome.table().toMarkdown());
  }

  private static Map<String, @Nullable Object> document(ExperimentOutcome.Run run) {
    Map<String, @Nullable Object> document = new LinkedHashMap<>();
    document.put("name", run.name());
    document.put("seed", run.seed());
    document.put("vendor", run.vendor());
    document.put("accuracy", run.accuracy());
    document.put("learnable", run.learned());
    document.putAll(new Indicators(run.sentBytes(), run.macs(), run.storedBytes()).fields());
    document.put("run", run.folder().toString());
    return document;
  }
}
