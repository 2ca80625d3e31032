package io.seedcast.cli;

import io.seedcast.core.failure.Choices;
import io.seedcast.core.failure.SeedcastException;
import io.seedcast.core.failure.SeedcastException.Kind;
import io.seedcast.core.network.Cost;
import io.seedcast.core.network.Network;
import io.seedcast.core.zoo.PixelScaling;
import io.seedcast.experiment.judge.Sample;
import io.seedcast.train.DecayScope;
import io.seedcast.train.Distillation;
import io.seedcast.train.EpochMetrics;
import io.seedcast.train.Recipe;
import io.seedcast.train.RunFolder;
import io.seedcast.train.RunInfo;
import io.seedcast.train.Trainer;
import io.seedcast.train.TrainingPrecision;
import io.seedcast.train.attack.AdversarialTraining;
import io.seedcast.train.attack.Attack;
import io.seedcast.train.attack.Epsilon;
import io.seedcast.train.attack.StepSize;
import io.seedcast.vision.Dataset;
import io.seedcast.vision.loader.Augmentation;
import io.seedcast.vision.source.DataSource;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;

/** {@code seedcast train}: fits a network to a dataset. */
@Command(
    name = "train",
    abbreviateSynopsis = true,
    headerHeading =
        "Example: seedcast train --network resnet18 --method mono --data cifar10:DIR --epochs 30 --out runs/mono%n%n",
    header =
        "Train a network; the run folder holds checkpoint, metrics and provenance, and --resume continues it.")
final class TrainCommand extends WorkCommand {
  @Mixin NetworkOptions options = new NetworkOptions();
  @Mixin DataOption data = new DataOption();
  @Mixin ThreadsOption threads = new ThreadsOption();

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "Use only N training images, drawn by the seed.")
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
      description = "On the tensors that --decay names. Default: ${DEFAULT-VALUE}.")
  double weightDecay;

  @Option(
      names = "--decay",
      defaultValue = "all",
      paramLabel = "WHICH",
      description =
          "Which learned tensors decay: all, or weights (no biases, no factors of normalisations). Default:"
              + " ${DEFAULT-VALUE}.")
  String decay = "";

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
      description =
          "Pad by 4, crop at random and, except for idx data, flip at random. Default: on.")
  boolean augment;

  @Option(
      names = "--seed",
      defaultValue = "1",
      paramLabel = "N",
      description =
          "Of initial values, order, augmentation and adversarial examples. Default: ${DEFAULT-VALUE}.")
  long seed;

  @Option(
      names = "--precision",
      paramLabel = "NAME",
      description = "float32 or bfloat16. Default: bfloat16 where the processor computes with it.")
  @Nullable String precision;

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
      names = "--adversarial",
      paramLabel = "ATTACK",
      description =
          "Train on adversarial examples beside the images: fgsm (one step, cheap) or pgd (several steps, strong).")
  @Nullable String adversarial;

  @Option(
      names = "--epsilon",
      defaultValue = "8/255",
      paramLabel = "X",
      description =
          "How far an adversarial example moves each value of an image, on 0 to 1. Default: ${DEFAULT-VALUE}.")
  Epsilon epsilon = AdversarialTraining.DEFAULT_EPSILON;

  @Option(
      names = "--adversarial-steps",
      defaultValue = "" + AdversarialTraining.DEFAULT_STEPS,
      paramLabel = "N",
      description = "pgd: steps to an adversarial example. Default: ${DEFAULT-VALUE}.")
  int adversarialSteps;

  @Option(
      names = "--adversarial-step",
      paramLabel = "X",
      description =
          "pgd: how far each step moves a value, on 0 to 1. Default: a quarter of epsilon.")
  @Nullable Epsilon adversarialStep;

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
    DataSource source = data.source();
    Recipe recipe = recipe(source);
    options.check();
    RunFolder teacherRun = teacher();
    Dataset dataset = limited(source.open());
    requireTrainable(dataset.train().count(), data.text);
    Network network = options.build(Evaluation.shape(dataset), dataset.classes(), pixels(source));
    Distillation distillation = distillation(teacherRun, network);
    RunInfo untaught =
        RunInfo.starting(commandLine(), data.text, dataset, recipe, Provenance.collect());
    RunInfo info =
        teacherRun == null
            ? untaught
            : untaught.withTeacher(
                teacherRun.path(), teacherRun.checkpointDigest(), softWeight, featureWeight);
    RunFolder folder =
        resume ? RunFolder.resume(out, network, info) : RunFolder.create(out, network, info);
    List<EpochMetrics> metrics =
        Trainer.train(
            dataset,
            folder,
            distillation,
            new Progress(spec.commandLine().getErr(), String.valueOf(out.getFileName())));
    return result(metrics, network, recipe);
  }

  private Result result(List<EpochMetrics> metrics, Network network, Recipe recipe) {
    EpochMetrics first = metrics.get(0);
    EpochMetrics last = metrics.get(metrics.size() - 1);
    double waiting = metrics.stream().mapToDouble(EpochMetrics::waiting).max().orElseThrow();
    Cost cost = Cost.of(network);
    Result result =
        new Result()
            .with("run", out.toString())
            .with("testAccuracy", last.testAccuracy())
            .with("epochs", metrics.size())
            .with("learnable", cost.learnable())
            .with("waiting", waiting)
            .with("firstResidentMebibytes", first.residentMebibytes())
            .with("lastResidentMebibytes", last.residentMebibytes())
            .line(
                String.format(
                    Locale.ROOT,
                    "test accuracy   %.2f %% after epoch %d of %d; run in %s",
                    100 * last.testAccuracy(),
                    last.epoch(),
                    recipe.epochs(),
                    out));
    Indicators.of(cost).addTo(result);
    return result.line(
        String.format(
            Locale.ROOT,
            "training        waited for data %.2f %% of the time or less; memory %,d MiB after epoch %d,"
                + " %,d MiB after epoch %d",
            100 * waiting,
            first.residentMebibytes(),
            first.epoch(),
            last.residentMebibytes(),
            last.epoch()));
  }

  /** Refuses a training set that no step could be made of. */
  static void requireTrainable(int images, String data) {
    if (images < 2) {
      throw new SeedcastException(
          Kind.REFUSED,
          "data.too-few",
          "training needs at least 2 training images: " + data + " has " + images);
    }
  }

  private @Nullable RunFolder teacher() {
    if (teacher != null) {
      RunFolder run = RunFolder.open(teacher);
      requireFinished(run);
      return run;
    }
    ParseResult parsed = spec.commandLine().getParseResult();
    for (String name : List.of("--soft-weight", "--feature-weight")) {
      if (parsed.hasMatchedOption(name)) {
        throw new IllegalArgumentException(
            name + " weighs what is learned from a teacher: give --teacher RUN too");
      }
    }
    return null;
  }

  /**
   * What an unfinished teacher says next is another teacher. A pupil that has begun knows its own.
   */
  private void requireFinished(RunFolder teacherRun) {
    if (!resume && teacherRun.info().testAccuracy() == null) {
      throw new SeedcastException(
          Kind.REFUSED,
          "train.other-teacher",
          teacherRun.path()
              + " cannot teach yet: its training has not ended; finish it with \"seedcast train --resume\"");
    }
  }

  private @Nullable Distillation distillation(@Nullable RunFolder teacherRun, Network network) {
    if (teacherRun == null) {
      return null;
    }
    Distillation distillation =
        new Distillation(teacherRun.network(), teacherRun.tensors(), softWeight, featureWeight);
    try {
      distillation.requireFits(network);
    } catch (IllegalArgumentException e) {
      throw new SeedcastException(
          Kind.REFUSED,
          "train.other-teacher",
          teacherRun.path() + " cannot teach this network: " + e.getMessage(),
          e);
    }
    return distillation;
  }

  /** Digits and letters do not survive mirroring. */
  static Augmentation augmentation(DataSource source) {
    return source instanceof DataSource.Idx
        ? new Augmentation(Augmentation.STANDARD.padding(), false)
        : Augmentation.STANDARD;
  }

  /** Icons, mostly white, are taken as they are, as in the papers' runs. */
  static PixelScaling pixels(DataSource source) {
    return source instanceof DataSource.Icons ? PixelScaling.UNIT : PixelScaling.STANDARDIZED;
  }

  private Recipe recipe(DataSource source) {
    Recipe defaults = Recipe.of(epochs, seed);
    DecayScope scope = Choices.find("decay", decay, List.of(DecayScope.values()), DecayScope::id);
    return new Recipe(
        epochs,
        batchSize,
        learningRate,
        momentum,
        weightDecay,
        clipNorm,
        augment ? augmentation(source) : Augmentation.NONE,
        seed,
        precision == null
            ? defaults.precision()
            : Choices.find(
                "precision", precision, List.of(TrainingPrecision.values()), TrainingPrecision::id),
        threads.count(),
        scope,
        adversarial());
  }

  private @Nullable AdversarialTraining adversarial() {
    if (adversarial == null) {
      refuseOption("--epsilon", "bounds adversarial examples: give --adversarial fgsm or pgd too");
      refuseOption("--adversarial-steps", "belongs to --adversarial pgd: give that too");
      refuseOption("--adversarial-step", "belongs to --adversarial pgd: give that too");
      return null;
    }
    String fgsm = Attack.FastGradientSign.ID;
    String attack =
        Choices.find(
            "attack to train on",
            adversarial,
            List.of(fgsm, Attack.ProjectedGradient.ID),
            Function.identity());
    if (attack.equals(fgsm)) {
      refuseOption("--adversarial-steps", "belongs to --adversarial pgd: fgsm takes one step");
      refuseOption("--adversarial-step", "belongs to --adversarial pgd: fgsm steps 1.25 epsilon");
      return AdversarialTraining.fgsm(epsilon);
    }
    return AdversarialTraining.pgd(
        epsilon,
        adversarialSteps,
        adversarialStep == null ? StepSize.DEFAULT : StepSize.absolute(adversarialStep));
  }

  private void refuseOption(String option, String why) {
    if (spec.commandLine().getParseResult().hasMatchedOption(option)) {
      throw new IllegalArgumentException(option + " " + why);
    }
  }

  private Dataset limited(Dataset dataset) {
    if (limit == null) {
      return dataset;
    }
    if (limit < 1 || limit > dataset.train().count()) {
      throw new IllegalArgumentException(
          "--limit must be 1 to " + dataset.train().count() + ": got " + limit);
    }
    int[] sample = Sample.TRAINING.draw(dataset.train().count(), limit, seed);
    return new Dataset(
        dataset.name(), dataset.classNames(), dataset.train().select(sample), dataset.test());
  }
}
