package io.seedcast.cli;

import io.seedcast.cli.CorruptionBaseline.Asked;
import io.seedcast.core.failure.Choices;
import io.seedcast.core.failure.SeedcastException;
import io.seedcast.core.failure.SeedcastException.Kind;
import io.seedcast.core.network.Cost;
import io.seedcast.core.network.Network;
import io.seedcast.experiment.judge.CorruptedInput;
import io.seedcast.experiment.judge.CorruptedTest;
import io.seedcast.experiment.judge.FinishedCells;
import io.seedcast.experiment.judge.JudgedCell;
import io.seedcast.experiment.judge.JudgedModel;
import io.seedcast.experiment.judge.Sample;
import io.seedcast.train.RunFolder;
import io.seedcast.vision.Dataset;
import io.seedcast.vision.Images;
import io.seedcast.vision.corruption.Corruption;
import io.seedcast.vision.corruption.CorruptionScale;
import io.seedcast.vision.corruption.FrostTextures;
import io.seedcast.vision.source.DataSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code seedcast robustness corruptions}: accuracy on corrupted images. */
@Command(
    name = "corruptions",
    headerHeading =
        "Example: seedcast robustness corruptions runs/mono --data cifar10:DIR --out report%n%n",
    header =
        "Corrupt the test images in nineteen ways at five severities, and measure how much accuracy is left.")
final class CorruptionsCommand extends WorkCommand {
  @Mixin CorruptionOptions choice = new CorruptionOptions();
  @Mixin DataOption data = new DataOption();
  @Mixin ThreadsOption threads = new ThreadsOption();
  @Mixin TrustOption trust = new TrustOption();
  @Mixin ReportFolder out = new ReportFolder();

  @Parameters(
      paramLabel = "RUN|PACKAGE",
      arity = "1..*",
      description =
          "A run folder or a package; several of one network, with different seeds, for a mean and standard deviation.")
  List<Path> models = List.of();

  @Option(
      names = "--corrupted",
      paramLabel = "DIR",
      description =
          "Read the corrupted test images, in the layout of CIFAR-10-C, instead of making them.")
  @Nullable Path corrupted;

  @Option(
      names = "--seed",
      defaultValue = "1",
      paramLabel = "N",
      description = "Of the corruptions and the choice of images. Default: ${DEFAULT-VALUE}.")
  long seed;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "Use at most N test images, drawn by the seed. Default: all.")
  @Nullable Integer limit;

  @Option(
      names = "--runtime",
      defaultValue = "onnx",
      paramLabel = "NAME",
      description =
          "onnx (the regrown network, as on a device) or training (a run's training graph). Default: ${DEFAULT-VALUE}.")
  String runtime = "";

  @Option(
      names = "--against",
      paramLabel = "BASELINE",
      description =
          "The report.json of another network on the same images, or alexnet for its published errors on ImageNet-C; adds corruption errors relative to it.")
  @Nullable String against;

  @Option(
      names = "--resume",
      description =
          "Use what the same command has finished in --out; --only and --severity may differ.")
  boolean resume;

  @Override
  Result work() {
    List<Corruption> corruptions = choice.corruptions();
    List<Integer> severities = choice.severities();
    CorruptionScale givenScale = choice.scale();
    ModelRuntime chosen =
        Choices.find("runtime", runtime, List.of(ModelRuntime.values()), ModelRuntime::id);
    if (limit != null && limit < 1) {
      throw new IllegalArgumentException("--limit must be at least 1: got " + limit);
    }
    requireMade("--scale", givenScale);
    requireMade("--frost-images", choice.frostImages);
    requireMade("--jpeg", choice.jpegQuality());
    int threadCount = threads.count();
    if (chosen == ModelRuntime.TRAINING) {
      models.forEach(CorruptionsCommand::requireNoPackage);
    }
    FrostTextures frost = choice.frost(seed);
    CorruptionBaseline named = against == null ? null : CorruptionBaseline.open(against);
    DataSource source = data.source();
    List<JudgedModel> opened = new ArrayList<>();
    try {
      models.forEach(path -> opened.add(JudgedModels.open(path, trust.key, chosen, threadCount)));
      requireAlike(opened);
      Dataset dataset = source.openTest();
      JudgedModel first = opened.get(0);
      Evaluation.requireFits(first.network().input(), first.classNames(), dataset);
      CorruptionScale scale =
          givenScale != null
              ? givenScale
              : CorruptionScale.suiting(dataset.imageSize()).orElse(null);
      CorruptionBaseline baseline =
          named == null
              ? null
              : named.fitting(new Asked(dataset.sha256(), corruptions, severities, scale));
      return judge(
          opened, chosen, dataset, test(dataset, scale, frost, corruptions, severities), baseline);
    } finally {
      opened.forEach(JudgedModel::close);
    }
  }

  private void requireMade(String option, @Nullable Object value) {
    if (corrupted != null && value != null) {
      throw new IllegalArgumentException(
          option + " is about images that are made: with --corrupted they are read");
    }
  }

  private static void requireNoPackage(Path model) {
    if (Files.exists(model) && !RunFolder.holdsRun(model)) {
      throw new IllegalArgumentException(
          "--runtime training takes run folders: got "
              + model
              + "; a package has no training graph, judge it with --runtime onnx");
    }
  }

  /** Runs may differ in what was learned and drawn only. */
  private static void requireAlike(List<JudgedModel> models) {
    JudgedModel first = models.get(0);
    for (JudgedModel model : models.subList(1, models.size())) {
      if (!name(model.network()).equals(name(first.network()))
          || !model.network().learnedShapes().equals(first.network().learnedShapes())) {
        throw other(
            "a mean is over runs of one network: %s holds %s, %s holds %s",
            model.path(), name(model.network()), first.path(), name(first.network()));
      }
      if (!model.classNames().equals(first.classNames())) {
        throw other(
            "a mean is over runs on one dataset: %s knows the classes %s, %s knows %s",
            model.path(), model.classNames(), first.path(), first.classNames());
      }
      if (model.digest().equals(first.digest())) {
        throw other(
            "a deviation is over different runs: %s and %s hold the same tensors",
            model.path(), first.path());
      }
    }
  }

  private static SeedcastException other(String message, Object... values) {
    return new SeedcastException(
        Kind.REFUSED, "report.other-network", String.format(Locale.ROOT, message, values));
  }

  private static String name(Network network) {
    return String.format(
        Locale.ROOT,
        "%s, %s, for images of %s, with %,d learned parameters",
        network.architecture(),
        network.method(),
        network.input(),
        Cost.of(network).learnable());
  }

  private CorruptedTest test(
      Dataset dataset,
      @Nullable CorruptionScale scale,
      FrostTextures frost,
      List<Corruption> corruptions,
      List<Integer> severities) {
    Images test = dataset.test();
    int[] sample = Sample.TEST.draw(test.count(), limit == null ? test.count() : limit, seed);
    Images clean = test.select(sample);
    CorruptedInput from;
    if (corrupted != null) {
      from = CorruptedInput.Stored.open(corrupted, test, sample, corruptions, severities);
    } else {
      if (scale == null) {
        throw new IllegalArgumentException(
            "images of "
                + test.size()
                + " suit neither scale; choose one with --scale cifar or --scale imagenet");
      }
      from =
          new CorruptedInput.Generated(
              clean, sample, seed, scale, frost, choice.jpegQuality(), threads.count());
    }
    return new CorruptedTest(clean, from, corruptions, severities);
  }

  private Result judge(
      List<JudgedModel> opened,
      ModelRuntime chosen,
      Dataset dataset,
      CorruptedTest test,
      @Nullable CorruptionBaseline baseline) {
    Map<String, String> provenance = Provenance.collect();
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("data", dataset.sha256());
    settings.put("images", test.clean().count() + " of " + dataset.test().count());
    settings.put("seed", String.valueOf(seed));
    settings.put("runtime", chosen.id());
    settings.put("corrupted input", test.corrupted().description());
    FinishedCells finished = FinishedCells.open(out.path, settings, test.clean().count(), resume);
    List<Map<String, JudgedCell>> judged = new ArrayList<>();
    for (JudgedModel model : opened) {
      judged.add(finished.find(model.digest(), test.names()));
    }
    int reused = judged.stream().mapToInt(Map::size).sum();
    int left = opened.size() * test.names().size() - reused;
    try (CorruptionProgress progress =
        new CorruptionProgress(spec.commandLine().getErr(), left, test.clean(), baseline)) {
      test.judge(opened, judged, finished, progress);
    }
    CorruptionReport report =
        new CorruptionReport(
            new CorruptionOutcome(
                opened,
                new CorruptionResults(test.clean(), judged),
                dataset,
                test.clean(),
                test.corrupted(),
                baseline,
                settings,
                commandLine(),
                provenance));
    out.write(ReportFolder.HTML, report.toHtml());
    out.write(ReportFolder.CSV, report.toCsv());
    out.write(ReportFolder.JSON, Json.write(report.toDocument()) + "\n");
    return out.tell(report.toResult().with("reused", reused));
  }
}
