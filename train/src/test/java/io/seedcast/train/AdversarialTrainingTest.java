package io.seedcast.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.within;

import io.seedcast.train.attack.AdversarialTraining;
import io.seedcast.train.attack.Epsilon;
import io.seedcast.train.attack.StepSize;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdversarialTrainingTest {
  private static final AdversarialTraining FGSM =
      AdversarialTraining.fgsm(AdversarialTraining.DEFAULT_EPSILON);

  @TempDir Path dir;

  @Test
  void aRunInterruptedWithinAnEpochEndsAsAnUndisturbedOne() {
    Recipe recipe = TinyRun.recipe().withAdversarial(FGSM);
    RunFolder undisturbed = create("undisturbed", recipe);
    RunFolder interrupted = create("interrupted", recipe);
    RunFolder plain = create("plain", TinyRun.recipe());

    List<EpochMetrics> metrics = TinyRun.train(undisturbed);
    Throwable stop =
        catchThrowable(
            () -> Trainer.train(TinyRun.dataset(), interrupted, null, new StopsInSecondEpoch()));
    RunFolder resumed = RunFolder.resume(interrupted.path(), TinyRun.mono(), TinyRun.info(recipe));
    TinyRun.train(resumed);
    TinyRun.train(plain);

    assertThat(stop).hasMessage("stopped in epoch 2");
    assertThat(resumed.tensors()).isEqualTo(undisturbed.tensors());
    assertThat(plain.tensors()).isNotEqualTo(undisturbed.tensors());
    assertThat(metrics.get(2).loss()).isLessThan(metrics.get(0).loss());
  }

  @Test
  void goesTogetherWithATeacher() {
    RunFolder teacher = create("teacher", TinyRun.recipe());
    TinyRun.train(teacher);
    Distillation distillation = new Distillation(TinyRun.mono(), teacher.tensors(), 0.4, 0.1);
    Recipe recipe = TinyRun.recipe().withAdversarial(FGSM);
    RunFolder alone = create("alone", recipe);
    RunFolder taught = create("taught", recipe);

    List<EpochMetrics> withoutTeacher = TinyRun.train(alone);
    List<EpochMetrics> withTeacher =
        Trainer.train(TinyRun.dataset(), taught, distillation, TrainingListener.NONE);

    assertThat(withTeacher.get(0).loss()).isGreaterThan(withoutTeacher.get(0).loss());
    assertThat(taught.tensors()).isNotEqualTo(alone.tensors());
  }

  @Test
  void theRunFolderTellsHowItWasTrained() {
    Recipe recipe = TinyRun.recipe().withAdversarial(FGSM).withDecayScope(DecayScope.WEIGHTS);
    RunFolder created = create("run", recipe);

    assertThat(RunFolder.open(created.path()).info().recipe()).isEqualTo(recipe);
    assertThat(recipe.configuration())
        .endsWith(
            ", decayScope=WEIGHTS, adversarial=AdversarialTraining[epsilon=0.03137254901960784,"
                + " weight=0.5, steps=1, stepFraction=1.25]]");
  }

  @Test
  void runsFromBeforeTheseChoicesExistedStayUsable() throws Exception {
    RunFolder created = create("run", TinyRun.recipe());
    Path json = created.path().resolve("run.json");
    String earlier =
        Files.readString(json)
            .replaceAll(",\\s*\"decayScope\" : \"ALL\",\\s*\"adversarial\" : null", "");
    assertThat(earlier).doesNotContain("decayScope", "adversarial");
    Files.writeString(json, earlier);

    assertThat(RunFolder.open(created.path()).info()).isEqualTo(created.info());
    assertThat(TinyRun.recipe().configuration())
        .isEqualTo(
            "Recipe[epochs=3, batchSize=32, learningRate=0.05, momentum=0.9, weightDecay=5.0E-4,"
                + " clipNorm=5.0, augmentation=Augmentation[padding=4, flip=true], seed=1,"
                + " precision=BFLOAT16, threads=1]");
  }

  @Test
  void takesTheUsualSettingsForDigitsToo() {
    Epsilon epsilon = new Epsilon(0.3);

    AdversarialTraining digits =
        AdversarialTraining.pgd(epsilon, 40, StepSize.absolute(new Epsilon(0.01)));

    assertThat(digits.steps()).isEqualTo(40);
    assertThat(StepSize.ofEpsilon(digits.stepFraction()).at(epsilon))
        .isCloseTo(0.01, within(1e-17));
    assertThat(AdversarialTraining.pgd(epsilon, 7, StepSize.DEFAULT))
        .isEqualTo(new AdversarialTraining(0.3, 0.5, 7, 0.25));
  }

  @Test
  void refusesSettingsThatMakeNoSense() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AdversarialTraining.pgd(new Epsilon(0), 7, StepSize.DEFAULT))
        .withMessage("epsilon must be above 0 and at most 1: got 0.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new AdversarialTraining(0.1, 1.5, 1, 1))
        .withMessage("weight must be above 0 and at most 1: got 1.5");
  }

  private RunFolder create(String name, Recipe recipe) {
    return RunFolder.create(dir.resolve(name), TinyRun.mono(), TinyRun.info(recipe));
  }

  private static final class StopsInSecondEpoch implements TrainingListener {
    private int epoch;

    @Override
    public void epochStarted(int started, int epochs, int steps) {
      epoch = started;
    }

    @Override
    public void stepDone(int step, double loss) {
      if (epoch == 2 && step == 2) {
        throw new IllegalStateException("stopped in epoch 2");
      }
    }
  }
}
