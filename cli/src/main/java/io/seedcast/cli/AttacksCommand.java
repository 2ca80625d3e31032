package io.seedcast.cli;

import io.seedcast.core.failure.Choices;
import io.seedcast.core.failure.SeedcastException;
import io.seedcast.core.failure.SeedcastException.Kind;
import io.seedcast.experiment.judge.FinishedAttacks;
import io.seedcast.experiment.judge.Sample;
import io.seedcast.train.RunFolder;
import io.seedcast.train.TrainedClassifier;
import io.seedcast.train.attack.Attack;
import io.seedcast.train.attack.AttackEvaluation;
import io.seedcast.train.attack.AttackLoss;
import io.seedcast.train.attack.AttackOutcome;
import io.seedcast.train.attack.AttackPlan;
import io.seedcast.train.attack.Epsilon;
import io.seedcast.train.attack.StepSize;
import io.seedcast.train.attack.TestSample;
import io.seedcast.vision.Dataset;
import io.seedcast.vision.Images;
import io.seedcast.vision.source.DataSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code seedcast robustness attacks}: accuracy on adversarial examples. */
@Command(
    name = "attacks",
    headerHeading =
        "Example: seedcast robustness attacks runs/mono --attack fgsm,pgd,square --epsilon 2/255,8/255 --data cifar10:DIR"
            + " --out report%n%n",
    header =
        "Move test images a little, so that a run's network errs, and measure how much of its accuracy is left.")
final class AttacksCommand extends WorkCommand {
  @Mixin DataOption data = new DataOption();
  @Mixin ThreadsOption threads = new ThreadsOption();
  @Mixin ReportFolder out = new ReportFolder();

  private static final List<String> ATTACKS =
      List.of(Attack.FastGradientSign.ID, Attack.ProjectedGradient.ID, Attack.Square.ID);

  @Parameters(paramLabel = "RUN", description = "A run folder.")
  Path run = Path.of("");

  @Option(
      names = "--attack",
      split = ",",
      defaultValue = "fgsm,pgd,square",
      paramLabel = "NAME",
      description = "fgsm, pgd or square, or several with commas. Default: ${DEFAULT-VALUE}.")
  List<String> attacks = List.of();

  @Option(
      names = "--epsilon",
      split = ",",
      defaultValue = "2/255,4/255,8/255",
      paramLabel = "X",
      description =
          "How far each value of an image may move, on 0 to 1, or several with commas. Default: ${DEFAULT-VALUE}.")
  List<Epsilon> epsilons = List.of();

  @Option(
      names = "--limit",
      defaultValue = "1000",
      paramLabel = "N",
      description = "Attack at most N test images, drawn by the seed. Default: ${DEFAULT-VALUE}.")
  int limit;

  @Option(
      names = "--steps",
      defaultValue = "" + Attack.ProjectedGradient.DEFAULT_STEPS,
      paramLabel = "N",
      description = "pgd: steps along the gradient's sign. Default: ${DEFAULT-VALUE}.")
  int steps;

  @Option(
      names = "--step",
      paramLabel = "X",
      description =
          "pgd: how far each step moves a value, on 0 to 1. Default: a quarter of epsilon.")
  @Nullable Epsilon step;

  @Option(
      names = "--loss",
      defaultValue = "cross-entropy",
      paramLabel = "NAME",
      description =
          "pgd: what it makes as large as it can, cross-entropy or margin (of the largest wrong logit over the right one,"
              + " which no softmax can hide). Default: ${DEFAULT-VALUE}.")
  String loss = "";

  @Option(
      names = "--restarts",
      defaultValue = "" + Attack.ProjectedGradient.DEFAULT_RESTARTS,
      paramLabel = "N",
      description = "pgd: random starts; the worst counts. Default: ${DEFAULT-VALUE}.")
  int restarts;

  @Option(
      names = "--queries",
      defaultValue = "" + Attack.Square.DEFAULT_QUERIES,
      paramLabel = "N",
      description = "square: queries for each image. Default: ${DEFAULT-VALUE}.")
  int queries;

  @Option(
      names = "--transfer-from",
      paramLabel = "RUN",
      description = "Also try the examples that fgsm and pgd make against this run's network.")
  @Nullable Path transferFrom;

  @Option(
      names = "--seed",
      defaultValue = "1",
      paramLabel = "N",
      description =
          "Of the choice of images, random starts and squares. Default: ${DEFAULT-VALUE}.")
  long seed;

  @Option(
      names = "--resume",
      description =
          "Use what was finished in --out of the same data, images and seed; run, attacks and epsilons may differ.")
  boolean resume;

  @Override
  Result work() {
    DataSource source = data.source();
    int threadCount = threads.count();
    requireUsed("--steps", Attack.ProjectedGradient.ID);
    requireUsed("--step", Attack.ProjectedGradient.ID);
    requireUsed("--loss", Attack.ProjectedGradient.ID);
    requireUsed("--restarts", Attack.ProjectedGradient.ID);
    requireUsed("--queries", Attack.Square.ID);
    if (limit < 1) {
      throw new IllegalArgumentException("--limit must be at least 1: got " + limit);
    }
    AttackPlan direct = AttackPlan.of(directAttacks(), epsilons, seed);
    RunFolder folder = RunFolder.open(run);
    RunFolder lender = lender(direct, folder);
    Dataset dataset = source.openTest();
    List<String> classes = folder.info().classNames();
    Evaluation.requireFits(folder.network().input(), classes, dataset);
    TestSample sample = sample(dataset.test());
    Map<String, String> provenance = Provenance.collect();
    FinishedAttacks finished =
        FinishedAttacks.open(
            out.path,
            settings(dataset, sample),
            folder.checkpointDigest(),
            sample.images(),
            Version.text(),
            resume);
    AttackedRun attacked =
        new AttackedRun(
            folder,
            lender,
            threadCount,
            data.text,
            dataset,
            sample,
            seed,
            finished,
            commandLine(),
            provenance);
    AttackProgress progress =
        new AttackProgress(
            spec.commandLine().getErr(),
            (accuracy, results) ->
                out.write(ReportFolder.CSV, AttackDocument.csv(attacked, accuracy, results)));
    AttackPlan plan = direct;
    AttackOutcome outcome;
    try (TrainedClassifier network = TrainedClassifier.open(folder, threadCount);
        TrainedClassifier other =
            lender == null ? null : TrainedClassifier.open(lender, threadCount)) {
      if (lender != null && other != null) {
        plan = direct.followedBy(transfers(direct, lender, other));
      }
      outcome = AttackEvaluation.run(network, sample, plan, finished, progress);
    }

    AttackReport report = new AttackReport(attacked, plan, outcome);
    out.write(ReportFolder.HTML, report.toHtml());
    out.write(ReportFolder.JSON, Json.write(report.toDocument()) + "\n");
    return out.tell(report.toResult().with("reused", progress.reused()));
  }

  private TestSample sample(Images test) {
    return limit >= test.count()
        ? TestSample.all(test)
        : TestSample.of(test, Sample.TEST.draw(test.count(), limit, seed));
  }

  /** What decides the results besides the network and what the attacks themselves tell. */
  private Map<String, String> settings(Dataset dataset, TestSample sample) {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("evaluation", "attacks");
    settings.put("data", dataset.sha256());
    settings.put("images", sample.images().count() + " of " + dataset.test().count());
    settings.put("seed", String.valueOf(seed));
    return settings;
  }

  private void requireUsed(String option, String attack) {
    if (spec.commandLine().getParseResult().hasMatchedOption(option) && !attacks.contains(attack)) {
      throw new IllegalArgumentException(
          option
              + " belongs to --attack "
              + attack
              + ": got --attack "
              + String.join(",", attacks));
    }
  }

  private List<Attack> directAttacks() {
    List<Attack> direct = new ArrayList<>();
    for (String name : attacks) {
      String id = Choices.find("attack", name, ATTACKS, Function.identity());
      if (id.equals(Attack.FastGradientSign.ID)) {
        direct.add(new Attack.FastGradientSign());
      } else if (id.equals(Attack.ProjectedGradient.ID)) {
        direct.add(
            new Attack.ProjectedGradient(
                steps,
                restarts,
                step == null ? StepSize.DEFAULT : StepSize.absolute(step),
                Choices.find("loss", loss, List.of(AttackLoss.values()), AttackLoss::id)));
      } else {
        direct.add(Attack.Square.of(queries));
      }
    }
    return direct;
  }

  /** The run whose examples are tried too, if there is one. */
  private @Nullable RunFolder lender(AttackPlan direct, RunFolder folder) {
    if (transferFrom == null) {
      return null;
    }
    RunFolder source = RunFolder.open(transferFrom);
    if (!source.network().input().equals(folder.network().input())
        || !source.info().classNames().equals(folder.info().classNames())) {
      throw new SeedcastException(
          Kind.REFUSED,
          "attack.other-source",
          transferFrom
              + " cannot lend its examples: it takes images of "
              + source.network().input()
              + " and knows the classes "
              + source.info().classNames()
              + ", but "
              + run
              + " takes "
              + folder.network().input()
              + " and knows "
              + folder.info().classNames());
    }
    if (direct.attacks().stream().allMatch(Attack.Square.class::isInstance)) {
      throw new IllegalArgumentException(
          "--transfer-from lends the examples of fgsm and pgd: got --attack "
              + String.join(",", attacks));
    }
    return source;
  }

  private static List<Attack> transfers(
      AttackPlan direct, RunFolder lender, TrainedClassifier network) {
    List<Attack> transfers = new ArrayList<>();
    for (Attack attack : direct.attacks()) {
      if (!(attack instanceof Attack.Square)) {
        transfers.add(
            new Attack.Transfer(
                network, lender.path().toString(), lender.checkpointDigest(), attack));
      }
    }
    return transfers;
  }
}
