package io.seedcast.cli;

import io.seedcast.artifact.Keys;
import io.seedcast.core.failure.Choices;
import io.seedcast.core.failure.SeedcastException;
import io.seedcast.device.DeviceAgent;
import io.seedcast.device.DeviceConfig;
import io.seedcast.device.DeviceException;
import io.seedcast.device.DeviceReport;
import io.seedcast.device.Mode;
import io.seedcast.device.Predictions;
import io.seedcast.device.Predictor;
import io.seedcast.device.RetryPolicy;
import io.seedcast.device.Step;
import io.seedcast.device.UpdateResult;
import io.seedcast.vision.Dataset;
import io.seedcast.vision.source.DataSource;
import java.net.URI;
import java.nio.file.Path;
import java.security.PublicKey;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code seedcast device}: the device's side of a fleet. */
@Command(
    name = "device",
    headerHeading =
        "Example: seedcast device run --hub http://127.0.0.1:8080 --model mono --state device-data --trust team.pub%n%n",
    header = "Keep a model up to date on a device.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    subcommands = DeviceCommand.RunCommand.class)
final class DeviceCommand {

  /** {@code seedcast device run}. */
  @Command(
      name = "run",
      headerHeading =
          "Example: seedcast device run --hub http://127.0.0.1:8080 --model mono --state device-data --trust team.pub --once%n%n",
      header =
          "Fetch, verify, regrow and prove the latest version of a model, predict with it, and report to the hub.")
  static final class RunCommand extends WorkCommand {
    @Option(
        names = "--hub",
        required = true,
        paramLabel = "URL",
        description = "The hub's address.")
    URI hub = URI.create("");

    @Option(
        names = "--model",
        required = true,
        paramLabel = "NAME",
        description = "The model's name at the hub.")
    String model = "";

    @Option(
        names = "--state",
        required = true,
        paramLabel = "DIR",
        description = "Where the device keeps everything.")
    Path state = Path.of("");

    @Option(
        names = "--trust",
        required = true,
        paramLabel = "KEY.pub",
        description = "Public keys whose packages are taken; give the option once for each.")
    List<Path> trust = List.of();

    @Option(
        names = "--mode",
        defaultValue = "stored",
        paramLabel = "MODE",
        description =
            "stored: keep the regrown tensors on disk; dynamic: regrow at every start. Default: ${DEFAULT-VALUE}.")
    String mode = "";

    @Option(
        names = "--id",
        defaultValue = "device",
        paramLabel = "NAME",
        description = "The device's name at the hub. Default: ${DEFAULT-VALUE}.")
    String id = "";

    @Option(
        names = "--threads",
        paramLabel = "N",
        description = "Threads to regrow and predict with. Default: all processors.")
    @Nullable Integer threads;

    @Option(
        names = "--images",
        paramLabel = "SOURCE",
        description = "Predict the test images of this dataset and report the accuracy.")
    @Nullable String images;

    @Option(
        names = "--once",
        description = "Update once and end. Without it, go on until interrupted.")
    boolean once;

    @Option(
        names = "--interval",
        defaultValue = "60",
        paramLabel = "SECONDS",
        description = "Time between two questions to the hub. Default: ${DEFAULT-VALUE}.")
    int interval;

    @Override
    Result work() throws InterruptedException {
      DataSource source = images == null ? null : DataSource.parse(images);
      if (interval < 1) {
        throw new IllegalArgumentException("--interval must be at least 1 second: got " + interval);
      }
      DeviceConfig config = config();
      try (DeviceAgent agent = DeviceAgent.open(config, Clock.systemUTC(), this::tell)) {
        while (true) {
          try {
            Result result = cycle(agent, source);
            if (once) {
              return result;
            }
            printNow(result);
          } catch (SeedcastException e) {
            if (once) {
              throw e;
            }
            tell(e);
            printNow(Result.failed(e));
          }
          TimeUnit.SECONDS.sleep(interval);
        }
      }
    }

    private DeviceConfig config() {
      List<PublicKey> keys = trust.stream().map(Keys::readPublicKey).toList();
      return new DeviceConfig(
          hub,
          model,
          id,
          state,
          keys,
          Choices.find("mode", mode, List.of(Mode.values()), Mode::id),
          threads == null ? Runtime.getRuntime().availableProcessors() : threads,
          RetryPolicy.DEFAULT);
    }

    private void tell(Step step) {
      note(id + ": " + step.name().toLowerCase(Locale.ROOT).replace('_', ' '));
    }

    private void tell(SeedcastException failure) {
      note(
          id
              + ": "
              + failure.getMessage()
              + " ("
              + failure.code()
              + ")"
              + (once ? "" : "; next try in " + interval + " s"));
    }

    /** Asks the hub, predicts with what is in use then, and reports that last. */
    private Result cycle(DeviceAgent agent, @Nullable DataSource source) {
      Result result;
      UpdateResult.@Nullable Updated updated = null;
      try {
        updated = agent.update() instanceof UpdateResult.Updated now ? now : null;
        result = new Result();
      } catch (SeedcastException e) {
        if (source == null || !agent.hasPredictor()) {
          throw e;
        }
        tell(e);
        result = Result.failed(e);
      }
      DeviceReport report = agent.report();
      describe(agent.predictor(), updated, report, result);
      if (source != null) {
        report = predict(agent.predictor(), source.openTest(), report, result);
      }
      return result
          .with("reported", result.isOk() && isTaken(agent, report))
          .with("bytesOnDisk", report.bytesOnDisk())
          .with("peakMemoryBytes", report.peakMemoryBytes());
    }

    /** Reports; what the device has done is done, also if the hub does not hear of it. */
    private boolean isTaken(DeviceAgent agent, DeviceReport report) {
      try {
        agent.send(report);
        return true;
      } catch (DeviceException e) {
        tell(e);
        return false;
      }
    }

    private void describe(
        Predictor predictor,
        UpdateResult.@Nullable Updated updated,
        DeviceReport report,
        Result result) {
      result
          .with("device", id)
          .with("model", model)
          .with("version", predictor.version())
          .with("updated", updated != null)
          .with("partsFetched", updated == null ? 0 : updated.partsFetched())
          .with("bytesFetched", updated == null ? 0 : updated.bytesFetched())
          .with("mode", mode)
          .with("regrownDigest", report.regrownDigest())
          .with("regrowMillis", predictor.regrowMillis())
          .line(
              String.format(
                  Locale.ROOT,
                  "%s version %d, regrown in %.0f ms, digest %s",
                  model,
                  predictor.version(),
                  predictor.regrowMillis(),
                  report.regrownDigest()));
    }

    private static DeviceReport predict(
        Predictor predictor, Dataset dataset, DeviceReport report, Result result) {
      Evaluation.requireFits(predictor.input(), predictor.labels(), dataset);
      Predictions predictions = predictor.predict(dataset.test().pixels(), done -> {});
      double accuracy = predictions.accuracy(dataset.test().labels());
      result
          .with("images", dataset.test().count())
          .with("accuracy", accuracy)
          .with("latencyMillisPerImage", predictions.millisPerImage())
          .with("predictionsDigest", predictions.digest())
          .line(
              String.format(
                  Locale.ROOT,
                  "accuracy %.2f %% of %,d images, %.2f ms an image",
                  100 * accuracy,
                  dataset.test().count(),
                  predictions.millisPerImage()));
      return report.withPredictions(predictions, accuracy);
    }
  }
}
