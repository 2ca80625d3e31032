package io.seedcast.experiment;

import io.seedcast.core.failure.SeedcastException;
import io.seedcast.core.network.Cost;
import io.seedcast.core.regrow.Regrower;
import io.seedcast.core.regrow.RegrownNetwork;
import io.seedcast.core.regrow.SentTensors;
import io.seedcast.experiment.ExperimentListener.Training;
import io.seedcast.experiment.Variant.Teaching;
import io.seedcast.experiment.judge.CorruptedTest;
import io.seedcast.experiment.judge.JudgedCell;
import io.seedcast.experiment.judge.JudgedModel;
import io.seedcast.train.Distillation;
import io.seedcast.train.EpochMetrics;
import io.seedcast.train.RunFolder;
import io.seedcast.train.RunInfo;
import io.seedcast.train.TrainException;
import io.seedcast.train.Trainer;
import io.seedcast.vision.Dataset;
import io.seedcast.vision.Images;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Runs an experiment: trains what its folder does not hold yet, teachers before their pupils,
 * judges every regrown network, and writes the report anew after each.
 *
 * <p>Trainings side by side share the process: libtorch's one setting, the number of threads, is
 * the same for all of them, and every random choice of a training is a function of its own seed.
 */
public final class ExperimentRunner {
  private final Plan plan;
  private final Setup setup;
  private final ExperimentFolder folder;
  private final ExperimentListener listener;
  private final @Nullable CorruptionJudge judge;
  private final Report report;
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

  private ExperimentRunner(Plan plan, ExperimentFolder folder, ExperimentListener listener) {
    this.plan = plan;
    this.setup = plan.setup();
    this.folder = folder;
    this.listener = listener;
    this.judge =
        plan.experiment().protocol() == Protocol.CORRUPTIONS
            ? new CorruptionJudge(plan, folder)
            : null;
    this.report = new Report(plan, folder, judge == null ? null : judge.test());
  }

  /**
   * Runs an experiment to its end.
   *
   * <p>A run whose loss ceases to be finite is a result, told as such. Any other failure ends the
   * experiment once the trainings that are under way have come to their end.
   *
   * @param scale one of {@link Experiments#SCALES}, or that of an experiment made by {@link
   *     Experiments#holdOut}
   * @param out the folder for runs and report; runs that experiments share are trained once
   * @param resume whether the folder may hold experiments already; of a run that was interrupted
   *     the finished epochs count
   * @throws IllegalArgumentException if there is no such scale
   * @throws ExperimentException if the experiment does not fit the dataset or the folder
   * @throws SeedcastException {@code train.interrupted} if the virtual machine is asked to end
   */
  public static ExperimentOutcome run(
      Experiment experiment,
      String scale,
      Setup setup,
      Path out,
      boolean resume,
      ExperimentListener listener) {
    Plan plan = Plan.of(experiment, scale, setup);
    try (ExperimentFolder folder =
        ExperimentFolder.open(out, experiment.name(), setup.data(), resume)) {
      return new ExperimentRunner(plan, folder, listener).run();
    }
  }

  private ExperimentOutcome run() {
    Map<String, PlannedRun> missing = new LinkedHashMap<>();
    for (PlannedRun run : plan.runs()) {
      known(run)
          .ifPresentOrElse(
              finished -> report.add(run.digest(), finished),
              () -> missing.putIfAbsent(run.digest(), run));
    }
    int cached = report.results();
    listener.started(
        missing.size(),
        cached,
        missing.values().stream().mapToDouble(run -> work(run) + judgingWork(run)).sum());
    train(List.copyOf(missing.values()));
    Throwable first = failure.get();
    if (first instanceof Error error) {
      throw error;
    }
    if (first instanceof RuntimeException exception) {
      throw exception;
    }
    return report.outcome(missing.size(), cached);
  }

  /** What the folder holds of a run, if that is all the experiment wants. */
  private Optional<Finished> known(PlannedRun run) {
    Optional<RunResult> result = folder.result(run.digest());
    if (result.isEmpty() || result.get().accuracy() == null) {
      return result.map(Finished::of);
    }
    return switch (plan.experiment().protocol()) {
      case TEST -> result.map(Finished::of);
      case CORRUPTIONS ->
          judge().find(run, result.get()).map(tally -> new Finished(result.get(), null, tally));
      case STYLES ->
          folder
              .predictions(run.digest())
              .map(predictions -> new Finished(result.get(), predictions, null));
    };
  }

  private CorruptionJudge judge() {
    if (judge == null) {
      throw new IllegalStateException("the experiment is not judged by corruptions");
    }
    return judge;
  }

  /** Of training; none if that is done. */
  private double work(PlannedRun run) {
    if (folder.result(run.digest()).isPresent()) {
      return 0;
    }
    double images = run.fraction() * run.slice().trainingImages();
    return run.recipe().epochs() * images * Cost.of(run.network()).macs();
  }

  /** A step of training has a backward pass too, which work leaves out: it is three passes. */
  private double judgingWork(PlannedRun run) {
    return judge == null
        ? 0
        : (double) judge.test().names().size()
            * judge.test().clean().count()
            * Cost.of(run.network()).macs()
            / 3;
  }

  private void train(List<PlannedRun> runs) {
    CompletableFuture<Void> nothing = CompletableFuture.completedFuture(null);
    Map<String, CompletableFuture<Void>> trainings = new LinkedHashMap<>();
    ExecutorService executor = Executors.newFixedThreadPool(setup.parallel());
    try {
      for (PlannedRun run : runs) {
        Training training =
            new Training(
                trainings.size() + 1, runs.size(), run.name(), work(run), judgingWork(run));
        CompletableFuture<Void> taught =
            run.teacher() == null
                ? nothing
                : trainings.getOrDefault(run.teacher().digest(), nothing);
        trainings.put(run.digest(), taught.thenRunAsync(() -> finish(run, training), executor));
      }
      CompletableFuture.allOf(trainings.values().toArray(CompletableFuture<?>[]::new)).join();
    } finally {
      executor.shutdown();
    }
  }

  private void finish(PlannedRun run, Training training) {
    if (failure.get() != null) {
      return;
    }
    try {
      Finished finished = finished(run, training);
      report.add(run.digest(), finished);
      report.write();
      Double accuracy = finished.result().accuracy();
      listener.finished(
          training, accuracy == null ? OptionalDouble.empty() : OptionalDouble.of(accuracy));
    } catch (RuntimeException | Error e) {
      failure.compareAndSet(null, e);
    }
  }

  private Finished finished(PlannedRun run, Training training) {
    RunResult result = folder.result(run.digest()).orElse(null);
    if (result == null) {
      result = result(run, training);
      folder.writeResult(run.digest(), result);
    }
    if (result.accuracy() == null) {
      return Finished.of(result);
    }
    return switch (plan.experiment().protocol()) {
      case TEST -> Finished.of(result);
      case CORRUPTIONS -> {
        int sets = judge().test().names().size();
        CorruptedTest.Listener progress =
            new CorruptedTest.Listener() {
              @Override
              public void finished(String name, List<JudgedCell> cells) {
                listener.judged(training, name, sets);
              }
            };
        yield new Finished(result, null, judge().judge(run, regrow(run), progress));
      }
      case STYLES -> {
        Predictions predictions =
            new Predictions(
                Predictions.FORMAT_VERSION,
                Arrays.stream(predict(run, regrow(run), run.slice().dataset().test()))
                    .boxed()
                    .toList());
        folder.writePredictions(run.digest(), predictions);
        yield new Finished(result, predictions, null);
      }
    };
  }

  private RunResult result(PlannedRun run, Training training) {
    @Nullable RunFolder teacher = null;
    if (run.teacher() != null) {
      if (report.diverged(run.teacher().digest())) {
        return RunResult.diverged(provenance());
      }
      teacher = RunFolder.open(folder.run(run.teacher().digest()));
    }
    Dataset dataset = run.slice().dataset().withBalancedTraining(run.fraction(), run.seed());
    RunFolder runFolder = open(run, dataset, teacher);
    List<EpochMetrics> metrics;
    try {
      metrics =
          Trainer.train(
              dataset,
              runFolder,
              distillation(run, teacher),
              setup.threadsEach(),
              listener.training(training));
    } catch (TrainException e) {
      if (e.code().equals(TrainException.DIVERGED)) {
        return RunResult.diverged(provenance(runFolder));
      }
      throw e;
    }
    return judge(run, runFolder, dataset.test(), metrics);
  }

  private RunFolder open(PlannedRun run, Dataset dataset, @Nullable RunFolder teacher) {
    Path path = folder.run(run.digest());
    if (RunFolder.holdsRun(path)) {
      return RunFolder.open(path);
    }
    RunInfo info =
        RunInfo.starting(
            setup.command(), run.slice().source(), dataset, run.recipe(), provenance());
    Teaching teaching = run.variant().teaching();
    if (teacher != null && teaching != null) {
      info =
          info.withTeacher(
              teacher.path(),
              teacher.checkpointDigest(),
              teaching.softWeight(),
              teaching.featureWeight());
    }
    return RunFolder.create(path, run.network(), info);
  }

  /** Of a training that begins now. */
  private Map<String, String> provenance() {
    return MachineShare.of(setup).addedTo(setup.provenance());
  }

  /**
   * Of a training that is done, and may have begun, or even ended, with an earlier command.
   *
   * @param run as it was before this command trained it
   */
  private Map<String, String> provenance(RunFolder run) {
    Map<String, String> begun = run.info().provenance();
    if (run.info().testAccuracy() != null) {
      return begun;
    }
    return MachineShare.in(begun).then(MachineShare.of(setup)).addedTo(begun);
  }

  private static @Nullable Distillation distillation(PlannedRun run, @Nullable RunFolder teacher) {
    Teaching teaching = run.variant().teaching();
    return teacher == null || teaching == null
        ? null
        : new Distillation(
            teacher.network(), teacher.tensors(), teaching.softWeight(), teaching.featureWeight());
  }

  private RunResult judge(
      PlannedRun run, RunFolder runFolder, Images test, List<EpochMetrics> metrics) {
    RegrownNetwork regrown = regrow(run);
    int[] predictions = predict(run, regrown, test);
    int correct = 0;
    for (int i = 0; i < predictions.length; i++) {
      if (predictions[i] == test.label(i)) {
        correct++;
      }
    }
    return RunResult.of(
        correct / (double) predictions.length, metrics, regrown.digest(), provenance(runFolder));
  }

  /** Regrows the network as a device would: these very floats are judged. */
  private RegrownNetwork regrow(PlannedRun run) {
    RunFolder runFolder = RunFolder.open(folder.run(run.digest()));
    return Regrower.regrow(
        runFolder.network(),
        SentTensors.fold(runFolder.network(), runFolder.tensors()),
        setup.threadsEach());
  }

  private int[] predict(PlannedRun run, RegrownNetwork regrown, Images test) {
    try (JudgedModel model =
        JudgedModel.regrown(
            folder.run(run.digest()), regrown, setup.data().classNames(), setup.threadsEach())) {
      return model.predictions(test);
    }
  }
}
