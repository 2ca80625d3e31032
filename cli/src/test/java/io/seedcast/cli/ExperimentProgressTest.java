package io.seedcast.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import io.seedcast.experiment.ExperimentListener.Training;
import io.seedcast.train.TrainingListener;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class ExperimentProgressTest {
  private final StringWriter err = new StringWriter();

  @Test
  void whatDivergedTrainingsLeaveUndoneIsNotLeft() {
    Training teacher = new Training(1, 3, "teacher", 4, 2);
    Training pupil = new Training(2, 3, "pupil", 6, 0);
    Training other = new Training(3, 3, "other", 8, 0);
    try (ExperimentProgress progress = new ExperimentProgress(new PrintWriter(err))) {
      progress.started(3, 0, 20);
      TrainingListener steps = progress.training(teacher);
      steps.epochStarted(1, 2, 1);
      steps.stepDone(1, 0.5);
      assertThat(progress.share()).isCloseTo(2 / 20.0, offset(1e-9));

      progress.finished(teacher, OptionalDouble.empty());
      progress.finished(pupil, OptionalDouble.empty());

      assertThat(progress.share()).isCloseTo(2 / 10.0, offset(1e-9));
      TrainingListener last = progress.training(other);
      last.epochStarted(1, 1, 1);
      last.stepDone(1, 0.5);
      progress.finished(other, OptionalDouble.of(0.5));
      assertThat(progress.share()).isEqualTo(1);
    }
    assertThat(err.toString())
        .contains("1/3  teacher  diverged", "2/3  pupil  diverged", "3/3  other  accuracy 50.00 %");
  }

  @Test
  void countsOnlyTheEpochsOfThisStart() {
    Training training = new Training(1, 1, "a", 10, 0);
    try (ExperimentProgress progress = new ExperimentProgress(new PrintWriter(err))) {
      progress.started(1, 0, 10);
      TrainingListener steps = progress.training(training);
      steps.epochStarted(4, 5, 1);
      steps.stepDone(1, 0.5);

      assertThat(progress.share()).isCloseTo(0.5, offset(1e-9));
    }
  }
}
