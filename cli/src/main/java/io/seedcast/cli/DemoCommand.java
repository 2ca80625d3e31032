package io.seedcast.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.seedcast.artifact.Keys;
import io.seedcast.artifact.ModelPackage;
import io.seedcast.artifact.PackageWriter;
import io.seedcast.artifact.Precision;
import io.seedcast.artifact.Release;
import io.seedcast.artifact.SigningKey;
import io.seedcast.core.failure.SeedcastException;
import io.seedcast.core.failure.SeedcastException.Kind;
import io.seedcast.core.file.AtomicFile;
import io.seedcast.core.filter.FilterRule;
import io.seedcast.core.network.Cost;
import io.seedcast.core.network.Network;
import io.seedcast.core.zoo.Architecture;
import io.seedcast.core.zoo.ConvolutionStyle;
import io.seedcast.core.zoo.Dimensions;
import io.seedcast.core.zoo.FrozenSeeds;
import io.seedcast.core.zoo.MonoStyle;
import io.seedcast.core.zoo.Replacement;
import io.seedcast.core.zoo.StandardStyle;
import io.seedcast.device.Predictions;
import io.seedcast.hub.HubClient;
import io.seedcast.hub.HubConfig;
import io.seedcast.hub.HubServer;
import io.seedcast.hub.Publication;
import io.seedcast.train.EpochMetrics;
import io.seedcast.train.Recipe;
import io.seedcast.train.RunFolder;
import io.seedcast.train.RunInfo;
import io.seedcast.train.Trainer;
import io.seedcast.train.TrainingPrecision;
import io.seedcast.vision.Dataset;
import io.seedcast.vision.loader.Augmentation;
import io.seedcast.vision.source.DataSource;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import me.tongfei.progressbar.ProgressBar;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code seedcast demo}: the whole way of a model, for real, in a few minutes. */
@Command(
    name = "demo",
    headerHeading = "Example: seedcast demo --out demo%n%n",
    header =
        "Train a small MonoCNN and a plain CNN, package and publish the MonoCNN, let a device in a process of its own regrow"
            + " it, and compare. Takes about three minutes on two processor cores.")
final class DemoCommand extends WorkCommand {
  private static final String MODEL = "demo";
  private static final double WIDTH = 0.25;
  private static final int BATCH_SIZE = 64;
  private static final double LEARNING_RATE = 0.05;
  private static final Duration DEVICE_LIMIT = Duration.ofMinutes(5);

  @Option(
      names = "--out",
      defaultValue = "seedcast-demo",
      paramLabel = "DIR",
      description = "A new or empty folder for everything that is made. Default: ${DEFAULT-VALUE}.")
  Path out = Path.of("");

  @Option(
      names = "--epochs",
      defaultValue = "10",
      paramLabel = "N",
      description = "Passes over the training images. Default: ${DEFAULT-VALUE}.")
  int epochs;

  @Option(
      names = "--seed",
      defaultValue = "1",
      paramLabel = "N",
      description = "Of both trainings. Default: ${DEFAULT-VALUE}.")
  long seed;

  @Option(
      names = "--train-images",
      defaultValue = "6000",
      paramLabel = "N",
      description = "Training images to draw. Default: ${DEFAULT-VALUE}.")
  int trainImages;

  @Option(
      names = "--test-images",
      defaultValue = "2000",
      paramLabel = "N",
      description = "Test images to draw. Default: ${DEFAULT-VALUE}.")
  int testImages;

  /** A network that was trained. */
  private record Trained(Network network, RunFolder run, List<EpochMetrics> metrics) {}

  @Override
  Result work() throws IOException, InterruptedException {
    String data = "shapes10:train=" + trainImages + ",test=" + testImages;
    DataSource source = DataSource.parse(data);
    TrainCommand.requireTrainable(trainImages, data);
    recipe();
    requireNewFolder();
    note("1/6  draw the built-in dataset " + data);
    Dataset dataset = source.open();

    note("2/6  train the plain CNN and the MonoCNN, ResNet18 at width " + WIDTH);
    List<Trained> trained = trainBoth(data, dataset);
    Trained plain = trained.get(0);
    Trained mono = trained.get(1);

    note("3/6  evaluate the regrown MonoCNN in the cloud");
    DeployedModel deployed = DeployedModel.of(mono.run(), Precision.FLOAT32);
    Predictions cloud = Evaluation.predict(deployed, dataset, done -> {});
    DeployedModel plainDeployed = DeployedModel.of(plain.run(), Precision.FLOAT32);
    Predictions plainPredictions = Evaluation.predict(plainDeployed, dataset, done -> {});

    note("4/6  package and sign it");
    SigningKey key = Keys.generate();
    Keys.write(key, out.resolve("demo"));
    Path file = out.resolve("mono.seedcast");
    ModelPackage model =
        Packaging.of(
            mono.run(),
            Precision.FLOAT32,
            new Release(MODEL, 1, Instant.now().truncatedTo(ChronoUnit.SECONDS), null));
    PackageWriter.writeFile(model, file, key);

    JsonNode device;
    Publication publication;
    try (HubServer hub = HubServer.start(HubConfig.of(out.resolve("hub"), 0))) {
      note("5/6  publish it to a hub at " + hub.uri());
      publication = new HubClient(hub.uri(), null).publish(file);
      note("6/6  start a device: fetch, verify, regrow, prove, predict, report");
      device = runDevice(hub.uri(), data);
    }

    int[] labels = dataset.test().labels();
    DemoOutcome outcome =
        new DemoOutcome(
            Cost.of(mono.network()),
            Cost.of(plain.network()),
            cloud.accuracy(labels),
            plainPredictions.accuracy(labels),
            device.path("accuracy").asDouble(),
            cloud.digest().equals(device.path("predictionsDigest").asText()),
            deployed.regrown().digest().equals(device.path("regrownDigest").asText()),
            deployed.sentBytes(),
            device.path("bytesFetched").asLong(),
            plainDeployed.sentBytes(),
            device.path("regrowMillis").asDouble(),
            device.path("latencyMillisPerImage").asDouble());
    Path report = out.resolve("report.html");
    String html =
        new DemoReport(
                outcome, plain.metrics(), mono.metrics(), dataset, cloud.classes(), commandLine())
            .toHtml();
    AtomicFile.write(report, html.getBytes(StandardCharsets.UTF_8));
    return outcome
        .toResult()
        .with("model", publication.model())
        .with("manifestDigest", publication.manifestDigest().toString())
        .with("report", report.toString())
        .line("")
        .line("report: " + report);
  }

  /**
   * All 3x3 convolutions but the first are generated, without 1x1 convolutions: the fewest bytes
   * for the accuracy.
   */
  private static ConvolutionStyle monoStyle() {
    return new MonoStyle(FilterRule.DEFAULT, Replacement.SPATIAL, false, FrozenSeeds.DEFAULT);
  }

  private void requireNewFolder() throws IOException {
    if (Files.isDirectory(out)) {
      try (var content = Files.newDirectoryStream(out)) {
        if (content.iterator().hasNext()) {
          throw new SeedcastException(
              Kind.REFUSED,
              "demo.folder-not-empty",
              out + " is not empty; choose another folder with --out, or remove it");
        }
      }
    }
    try {
      Files.createDirectories(out);
    } catch (IOException e) {
      throw new SeedcastException(Kind.FAILED, "demo.unwritable", out + " cannot be made: " + e, e);
    }
  }

  /**
   * Trains the plain CNN and the MonoCNN side by side, each on one thread of libtorch: as fast as
   * one after the other on two threads each, and not slowed down by threads that wait for each
   * other where the machine does other work.
   */
  private List<Trained> trainBoth(String data, Dataset dataset) throws InterruptedException {
    long steps = 2L * epochs * (dataset.train().count() / BATCH_SIZE + 1);
    ExecutorService executor = Executors.newFixedThreadPool(2);
    try (ProgressBar bar = Progress.openBar("training", steps)) {
      Future<Trained> plain =
          executor.submit(() -> train(data, dataset, new StandardStyle(), "plain", bar));
      Future<Trained> mono = executor.submit(() -> train(data, dataset, monoStyle(), "mono", bar));
      return List.of(plain.get(), mono.get());
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException("training failed", e.getCause());
    } finally {
      executor.shutdownNow();
    }
  }

  private Trained train(
      String data,
      Dataset dataset,
      ConvolutionStyle style,
      String name,
      @Nullable ProgressBar bar) {
    Network network =
        Architecture.RESNET18.build(
            style, new Dimensions(Evaluation.shape(dataset), dataset.classes(), WIDTH));
    RunInfo info = RunInfo.starting(commandLine(), data, dataset, recipe(), Provenance.collect());
    RunFolder run = RunFolder.create(out.resolve("runs").resolve(name), network, info);
    List<EpochMetrics> metrics =
        Trainer.train(dataset, run, null, Progress.beside(spec.commandLine().getErr(), name, bar));
    return new Trained(network, run, metrics);
  }

  private Recipe recipe() {
    Recipe defaults = Recipe.of(epochs, seed);
    return new Recipe(
        epochs,
        BATCH_SIZE,
        LEARNING_RATE,
        defaults.momentum(),
        defaults.weightDecay(),
        defaults.clipNorm(),
        Augmentation.STANDARD,
        seed,
        TrainingPrecision.ofProcessor(),
        1);
  }

  /** Runs {@code seedcast device run} in a process of its own and returns its document. */
  private JsonNode runDevice(URI hub, String data) throws IOException, InterruptedException {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            Seedcast.class.getName(),
            "device",
            "run",
            "--hub",
            hub.toString(),
            "--model",
            MODEL,
            "--state",
            out.resolve("device").toString(),
            "--trust",
            Keys.publicFile(out.resolve("demo")).toString(),
            "--mode",
            "dynamic",
            "--images",
            data,
            "--once",
            "--json");
    return DeviceProcess.run(command, out.resolve("device.json"), DEVICE_LIMIT);
  }
}
