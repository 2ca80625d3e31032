package io.seedcast.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.tuple;

import io.seedcast.core.network.NamedTensors;
import io.seedcast.core.network.Network;
import io.seedcast.core.network.Shape;
import io.seedcast.core.zoo.Architecture;
import io.seedcast.core.zoo.Dimensions;
import io.seedcast.core.zoo.StandardStyle;
import io.seedcast.vision.loader.Augmentation;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainerTest {
  @TempDir Path dir;

  @Test
  void learnsAndReportsWhatItDid() throws Exception {
    RunFolder folder = TinyRun.create(dir.resolve("run"), TinyRun.mono());

    List<EpochMetrics> metrics = TinyRun.train(folder);

    assertThat(metrics)
        .hasSize(TinyRun.EPOCHS)
        .extracting(EpochMetrics::epoch)
        .containsExactly(1, 2, 3);
    assertThat(metrics.get(2).loss()).isLessThan(metrics.get(0).loss());
    assertThat(metrics.get(1).learningRate()).isEqualTo(TinyRun.recipe().learningRateOf(1));
    assertThat(Files.readString(folder.path().resolve("metrics.csv")))
        .isEqualTo(EpochMetrics.toTable(metrics));
    assertThat(RunFolder.open(folder.path()).info().testAccuracy())
        .isEqualTo(metrics.get(2).testAccuracy());
  }

  @Test
  void theSameSeedGivesTheSameBitsAndAnotherOneOthers() {
    RunFolder first = create("first", 1, 2);
    RunFolder second = create("second", 1, 2);
    RunFolder other = create("other", 2, 1);

    TinyRun.train(first);
    TinyRun.train(second);
    TinyRun.train(other);

    assertThat(second.tensors()).isEqualTo(first.tensors());
    assertThat(other.tensors()).isNotEqualTo(first.tensors());
  }

  private RunFolder create(String name, long seed, int threads) {
    Recipe recipe = TinyRun.recipe(0.05, seed, threads);
    return RunFolder.create(dir.resolve(name), TinyRun.mono(), TinyRun.info(recipe));
  }

  @Test
  void aRunInterruptedWithinAnEpochEndsAsAnUndisturbedOne() {
    RunFolder undisturbed = TinyRun.create(dir.resolve("undisturbed"), TinyRun.standard());
    RunFolder interrupted = TinyRun.create(dir.resolve("interrupted"), TinyRun.standard());

    List<EpochMetrics> expected = TinyRun.train(undisturbed);
    Throwable stop =
        catchThrowable(
            () -> Trainer.train(TinyRun.dataset(), interrupted, null, new StopsInEpoch(2)));
    RunFolder resumed =
        RunFolder.resume(interrupted.path(), TinyRun.standard(), TinyRun.info(TinyRun.recipe()));
    List<EpochMetrics> metrics = TinyRun.train(resumed);

    assertThat(stop).hasMessage("stopped in epoch 2");
    assertThat(resumed.tensors()).isEqualTo(undisturbed.tensors());
    assertThat(metrics)
        .extracting(EpochMetrics::loss, EpochMetrics::trainAccuracy, EpochMetrics::testAccuracy)
        .isEqualTo(
            expected.stream()
                .map(epoch -> tuple(epoch.loss(), epoch.trainAccuracy(), epoch.testAccuracy()))
                .toList());
  }

  @Test
  void aKilledRunEndsAsAnUndisturbedOne() throws Exception {
    RunFolder undisturbed = TinyRun.create(dir.resolve("undisturbed"), TinyRun.mono());
    Path killed = dir.resolve("killed");
    Process process = ChildJvm.start(List.of(), KilledTraining.class, killed.toString());
    try {
      assertThat(process.inputReader().readLine()).isEqualTo("ready");

      Throwable beside = catchThrowable(() -> TinyRun.train(RunFolder.open(killed)));

      assertInUse(beside, killed);
      assertThat(RunFolder.open(killed).tensors()).isNotNull();
    } finally {
      process.destroyForcibly().waitFor();
    }

    RunFolder resumed = RunFolder.resume(killed, TinyRun.mono(), TinyRun.info(TinyRun.recipe()));
    assertThat(resumed.metrics()).hasSize(KilledTraining.EPOCH - 1);
    TinyRun.train(resumed);
    TinyRun.train(undisturbed);

    assertThat(resumed.tensors()).isEqualTo(undisturbed.tensors());
  }

  private static void assertInUse(Throwable thrown, Path folder) {
    assertThat(thrown)
        .isInstanceOfSatisfying(
            TrainException.class, e -> assertThat(e.code()).isEqualTo("run.in-use"))
        .hasMessageContaining("another training is running in " + folder);
  }

  @Test
  void trainsSeveralRunsOfOneProcessButEachOnce() {
    RunFolder folder = TinyRun.create(dir.resolve("run"), TinyRun.mono());
    RunFolder other = TinyRun.create(dir.resolve("other"), TinyRun.mono());
    List<Throwable> beside = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void epochDone(EpochMetrics metrics) {
            if (metrics.epoch() == 1) {
              beside.add(catchThrowable(() -> TinyRun.train(RunFolder.open(folder.path()))));
              TinyRun.train(other);
            }
          }
        };

    Trainer.train(TinyRun.dataset(), folder, null, listener);

    assertInUse(beside.get(0), folder.path());
    assertThat(folder.tensors()).isEqualTo(other.tensors());
  }

  @Test
  void removesWhatAKilledTrainingLeftHalfWritten() throws Exception {
    RunFolder folder = TinyRun.create(dir.resolve("run"), TinyRun.standard());
    String unfinished = ".0b2d8f0e-7a51-4c68-9a8e-1f0c2d3e4f5a.tmp";
    Path leftover = folder.path().resolve(".checkpoint.safetensors" + unfinished);
    Path ofAnother = folder.path().resolve(".result.json" + unfinished);
    Files.writeString(leftover, "1");
    Files.writeString(ofAnother, "1");

    TinyRun.train(folder);

    assertThat(leftover).doesNotExist();
    assertThat(ofAnother).exists();
  }

  @Test
  void doesNotTestToTheEndWhenTheProcessIsAskedToEnd() throws Exception {
    Path run = dir.resolve("run");
    Process process = ChildJvm.start(List.of(), EndedBeforeItsTest.class, run.toString());

    assertThat(ChildJvm.lines(process)).isEmpty();

    assertThat(RunFolder.open(run).checkpoint()).isEmpty();
  }

  @Test
  void tellsThatMemoryIsShort() {
    RunFolder folder = TinyRun.create(dir.resolve("run"), TinyRun.standard());
    TrainingListener greedy =
        new TrainingListener() {
          @Override
          public void stepDone(int step, double loss) {
            torch.empty(1L << 50);
          }
        };

    Throwable thrown = catchThrowable(() -> Trainer.train(TinyRun.dataset(), folder, null, greedy));

    assertThat(thrown)
        .isInstanceOfSatisfying(
            TrainException.class, e -> assertThat(e.code()).isEqualTo("train.memory"))
        .hasMessageContaining("there is too little memory to train with batches of 32 images: ")
        .hasMessageContaining("4503599627370496 bytes")
        .hasMessageEndingWith("with a smaller --batch-size");
  }

  @Test
  void usesTheThreadsOfTheCallerInsteadOfTheRecipes() {
    RunFolder folder = create("run", 1, 2);
    List<Integer> threads = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void epochStarted(int epoch, int epochs, int steps) {
            threads.add(torch.get_num_threads());
          }
        };

    Trainer.train(TinyRun.dataset(), folder, null, 1, listener);

    assertThat(threads).containsOnly(1);
  }

  @Test
  void aFinishedRunStaysAsItIs() throws Exception {
    RunFolder folder = TinyRun.create(dir.resolve("run"), TinyRun.standard());
    List<EpochMetrics> metrics = TinyRun.train(folder);
    Map<Path, FileTime> before = filesOf(folder);

    List<EpochMetrics> again = TinyRun.train(RunFolder.open(folder.path()));

    assertThat(again).isEqualTo(metrics);
    assertThat(filesOf(folder)).isEqualTo(before);
  }

  /** The files of a run, and when they were made. */
  private static Map<Path, FileTime> filesOf(RunFolder folder) throws IOException {
    Map<Path, FileTime> files = new HashMap<>();
    try (DirectoryStream<Path> paths = Files.newDirectoryStream(folder.path())) {
      for (Path path : paths) {
        files.put(path, Files.getLastModifiedTime(path));
      }
    }
    return files;
  }

  @Test
  void aRunKilledBeforeItsResultWasWrittenEndsWithTheSameResult() throws Exception {
    RunFolder folder = TinyRun.create(dir.resolve("run"), TinyRun.standard());
    Path json = folder.path().resolve("run.json");
    byte[] unfinished = Files.readAllBytes(json);
    List<EpochMetrics> metrics = TinyRun.train(folder);
    byte[] finished = Files.readAllBytes(json);
    Files.write(json, unfinished);

    List<EpochMetrics> again = TinyRun.train(RunFolder.open(folder.path()));

    assertThat(again).isEqualTo(metrics);
    assertThat(json).hasBinaryContent(finished);
  }

  @Test
  void stopsWhenTheLossIsNoLongerANumber() {
    RunFolder folder =
        RunFolder.create(
            dir.resolve("run"), TinyRun.standard(), TinyRun.info(TinyRun.recipe(1e38, 1, 1)));

    Throwable thrown = catchThrowable(() -> TinyRun.train(folder));

    assertThat(thrown)
        .isInstanceOfSatisfying(
            TrainException.class, e -> assertThat(e.code()).isEqualTo("train.diverged"))
        .hasMessageContaining("try a lower learning rate than 1.0E38");
  }

  /** Its loss was computed before the step, and is as good as at any start. */
  @Test
  void noticesThatTheVeryLastStepDiverged() {
    Recipe oneStep =
        new Recipe(
            1,
            TinyRun.dataset().train().count(),
            1e38,
            0.9,
            5e-4,
            5,
            Augmentation.STANDARD,
            1,
            TrainingPrecision.FLOAT32,
            1);
    RunFolder folder =
        RunFolder.create(dir.resolve("run"), TinyRun.standard(), TinyRun.info(oneStep));

    Throwable thrown = catchThrowable(() -> TinyRun.train(folder));

    assertThat(thrown)
        .isInstanceOfSatisfying(
            TrainException.class, e -> assertThat(e.code()).isEqualTo("train.diverged"))
        .hasMessageContaining("after epoch 1")
        .hasMessageContaining("try a lower learning rate than 1.0E38");
    assertThat(folder.checkpoint()).isEmpty();
    assertThat(RunFolder.open(folder.path()).info().testAccuracy()).isNull();
  }

  @Test
  void distillationPullsTheStudentTowardsTheTeacher() {
    RunFolder teacherRun = TinyRun.create(dir.resolve("teacher"), TinyRun.standard());
    TinyRun.train(teacherRun);
    NamedTensors teacher = teacherRun.tensors();
    Distillation distillation =
        new Distillation(
            TinyRun.standard(),
            teacher,
            Distillation.DEFAULT_SOFT_WEIGHT,
            Distillation.DEFAULT_FEATURE_WEIGHT);
    RunFolder alone = TinyRun.create(dir.resolve("alone"), TinyRun.mono());
    RunFolder taught = TinyRun.create(dir.resolve("taught"), TinyRun.mono());

    List<EpochMetrics> withoutTeacher = TinyRun.train(alone);
    List<EpochMetrics> withTeacher =
        Trainer.train(TinyRun.dataset(), taught, distillation, TrainingListener.NONE);

    assertThat(taught.tensors()).isNotEqualTo(alone.tensors());
    assertThat(withTeacher.get(0).loss()).isGreaterThan(withoutTeacher.get(0).loss());
    assertThat(withTeacher.get(2).loss()).isLessThan(withTeacher.get(0).loss());
    assertThat(teacherRun.tensors()).isEqualTo(teacher);
  }

  @Test
  void refusesATeacherOfOtherStages() {
    Network wide =
        Architecture.RESNET18.build(
            new StandardStyle(), new Dimensions(Shape.of(3, 32, 32), 10, 0.125));
    RunFolder folder = TinyRun.create(dir.resolve("run"), TinyRun.standard());
    Distillation distillation = new Distillation(wide, NamedTensors.of(Map.of()), 0.4, 0.1);

    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> Trainer.train(TinyRun.dataset(), folder, distillation, TrainingListener.NONE))
        .withMessageContaining("must have the same stages");
  }

  @Test
  void refusesImagesThatTheNetworkDoesNotTake() {
    Network network =
        Architecture.RESNET18.build(
            new StandardStyle(), new Dimensions(Shape.of(3, 24, 32), 10, 0.0625));
    RunFolder folder = TinyRun.create(dir.resolve("run"), network);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> TinyRun.train(folder))
        .withMessage("the network takes images of 3x24x32: shapes10 has 3x32x32");
  }

  @Test
  void keepsNoNativeTensorBeyondItsStep() throws Exception {
    // Without any garbage collection, a tensor that no scope closes stays counted.
    Process process =
        ChildJvm.start(
            List.of(
                "-XX:+UnlockExperimentalVMOptions",
                "-XX:+UseEpsilonGC",
                "-Xmx2g",
                "-Xlog:disable",
                "-Dorg.bytedeco.javacpp.nopointergc=false"),
            CountedTraining.class,
            dir.resolve("run").toString());

    List<String> counts = ChildJvm.lines(process);

    assertThat(counts).hasSize(2 + TinyRun.EPOCHS);
    assertThat(counts.get(0)).isEqualTo("0");
    assertThat(counts.subList(1, 1 + TinyRun.EPOCHS)).containsOnly(counts.get(1)).isNotEqualTo("0");
    assertThat(counts.get(1 + TinyRun.EPOCHS)).isEqualTo("0");
  }

  private static final class StopsInEpoch implements TrainingListener {
    private final int last;
    private int epoch;

    StopsInEpoch(int last) {
      this.last = last;
    }

    @Override
    public void epochStarted(int started, int epochs, int steps) {
      epoch = started;
    }

    @Override
    public void stepDone(int step, double loss) {
      if (epoch == last && step == 2) {
        throw new IllegalStateException("stopped in epoch " + last);
      }
    }
  }
}
