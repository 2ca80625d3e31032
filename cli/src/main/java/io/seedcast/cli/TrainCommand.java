package io.seedcast.cli;

import io.seedcast.core.network.Cost;
import io.seedcast.core.network.Network;
import io.seedcast.core.network.Shape;
import io.seedcast.train.Distillation;
import io.seedcast.train.EpochMetrics;
import io.seedcast.train.Recipe;
import io.seedcast.train.RunFolder;
import io.seedcast.train.RunInfo;
import io.seedcast.train.Trainer;
import io.seedcast.train.TrainingPrecision;
import io.seedcast.vision.Dataset;
import io.seedcast.vision.loader.Augmentation;
import io.seedcast.vision.source.DataSource;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code seedcast train}: fits a network to a dataset. */
@Command(
    name = "train",
    header = {
      "Example: seedcast train --network resnet18 --method mono --data cifar10:DIR --epochs 30 --out runs/mono",
      "",
      "Train a network; the run folder holds checkpoint, metrics and provenance, and --resume continues it."
    })
final class TrainCommand extends WorkCommand {
  @Mixin NetworkOptions options = new NetworkOptions();

  @Option(
      names = "--data",
      required = true,
      paramLabel = "SOURCE",
      description = "cifar10:DIR, cifar100:DIR, folder:DIR, idx:DIR or shapes10.")
  String data = "";

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "Use only the first N training images.")
  @Nullable Integer limit;

  @Option(
      names = "--epochs",
      defaultValue = "30",
      paramLabel = "N",
      description = "Passes over the training images. Default: ${DEFAULT-VALUE}.")
  int epochs;

  @Option(
      names = "--batch-size",
      defaultValue = "128",
      paramLabel = "N",
      description = "Images a step. Default: ${DEFAULT-VALUE}.")
  int batchSize;

  @Option(
      names = "--learning-rate",
      defaultValue = "0.025",
      paramLabel = "X",
      description = "Of the first epoch; falls to 0 by a cosine. Default: ${DEFAULT-VALUE}.")
  double learningRate;

  @Option(
      names = "--momentum",
      defaultValue = "0.9",
      paramLabel = "X",
      description = "Of stochastic gradient descent. Default: ${DEFAULT-VALUE}.")
  double momentum;

  @Option(
      names = "--weight-decay",
      defaultValue = "0.0005",
      paramLabel = "X",
      description = "On all learned tensors. Default: ${DEFAULT-VALUE}.")
  double weightDecay;

  @Option(
      names = "--clip-norm",
      defaultValue = "5",
      paramLabel = "X",
      description = "Largest global L2 norm of the gradients. Default: ${DEFAULT-VALUE}.")
  double clipNorm;

  @Option(
      names = "--augment",
      negatable = true,
      defaultValue = "true",
      fallbackValue = "true",
      description = "Pad by 4, crop at random, flip at random. Default: on.")
  boolean augment;

  @Option(
      names = "--seed",
      defaultValue = "1",
      paramLabel = "N",
      description = "Of initial values, order and augmentation. Default: ${DEFAULT-VALUE}.")
  long seed;

  @Option(
      names = "--precision",
      paramLabel = "NAME",
      description = "float32 or bfloat16. Default: bfloat16 where the processor computes with it.")
  @Nullable String precision;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads of libtorch. Default: all processors.")
  @Nullable Integer threads;

  @Option(
      names = "--teacher",
      paramLabel = "RUN",
      description = "Distil stage by stage from this finished run.")
  @Nullable Path teacher;

  @Option(
      names = "--soft-weight",
      defaultValue = "0.4",
      paramLabel = "X",
      description = "Weight of the teacher's softmax. Default: ${DEFAULT-VALUE}.")
  double softWeight;

  @Option(
      names = "--feature-weight",
      defaultValue = "0.1",
      paramLabel = "X",
      description = "Weight of the teacher's stages. Default: ${DEFAULT-VALUE}.")
  double featureWeight;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "The run folder to make.")
  Path out = Path.of("");

  @Option(names = "--resume", description = "Continue the run in --out from its last checkpoint.")
  boolean resume;

  @Override
  Result work() {
    Recipe recipe = recipe();
    RunFolder teacherRun = teacher == null ? null : RunFolder.open(teacher);
    Dataset dataset = limited(DataSource.parse(data).open());
    Shape image =
        Shape.of(
            dataset.imageSize().channels(),
            dataset.imageSize().height(),
            dataset.imageSize().width());
    Network network = options.build(image, dataset.classes());
    RunInfo untaught = RunInfo.starting(commandLine(), data, dataset, recipe, Provenance.collect());
    RunInfo info =
        teacherRun == null
            ? untaught
            : untaught.withTeacher(
                teacherRun.path(), teacherRun.checkpointDigest(), softWeight, featureWeight);
    RunFolder folder =
        resume ? RunFolder.resume(out, network, info) : RunFolder.create(out, network, info);
    Distillation distillation =
        teacherRun == null
            ? null
            : new Distillation(
                teacherRun.network(), teacherRun.tensors(), softWeight, featureWeight);
    List<EpochMetrics> metrics =
        Trainer.train(
            dataset,
            folder,
            distillation,
            new Progress(spec.commandLine().getErr(), String.valueOf(out.getFileName())));
    EpochMetrics last = metrics.get(metrics.size() - 1);
    return new Result()
        .with("run", out.toString())
        .with("testAccuracy", last.testAccuracy())
        .with("epochs", metrics.size())
        .with("learnable", Cost.of(network).learnable())
        .with("sentBytes", Cost.of(network).sentBytes())
        .line(
            String.format(
                Locale.ROOT,
                "test accuracy %.2f %% after %d epochs; run in %s",
                100 * last.testAccuracy(),
                metrics.size(),
                out));
  }

  private Recipe recipe() {
    Recipe defaults = Recipe.of(epochs, seed);
    return new Recipe(
        epochs,
        batchSize,
        learningRate,
        momentum,
        weightDecay,
        clipNorm,
        augment ? Augmentation.STANDARD : Augmentation.NONE,
        seed,
        precision == null
            ? defaults.precision()
            : Choices.find(
                "precision", precision, List.of(TrainingPrecision.values()), TrainingPrecision::id),
        threads == null ? defaults.threads() : threads);
  }

  private Dataset limited(Dataset dataset) {
    if (limit == null) {
      return dataset;
    }
    if (limit < 1 || limit > dataset.train().count()) {
      throw new IllegalArgumentException(
          "--limit must be 1 to " + dataset.train().count() + ": got " + limit);
    }
    return new Dataset(
        dataset.name(), dataset.classNames(), dataset.train().first(limit), dataset.test());
  }

  private String commandLine() {
    return "seedcast " + String.join(" ", spec.commandLine().getParseResult().originalArgs());
  }
}
