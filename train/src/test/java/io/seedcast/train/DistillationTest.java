package io.seedcast.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.seedcast.core.network.NamedTensors;
import io.seedcast.train.TrainingGraph.Outputs;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DistillationTest {
  private static final float[] STUDENT = {1, -2, 0.5f, 0, 3, -1};
  private static final float[] TEACHER = {0.2f, 1, -1, 2, 0, 0.5f};

  @BeforeAll
  static void startTorch() {
    Torch.start();
  }

  @Test
  void addsTheTeachersSoftmaxAndItsStages() {
    Distillation distillation = distillation(0.4, 0.1);
    float[] near = {1, 2, 3, 4};
    float[] far = {1, 4, 3, 1};

    double loss;
    try (PointerScope scope = new PointerScope()) {
      Outputs student = outputs(STUDENT, near);
      Outputs teacher = outputs(TEACHER, far);
      loss = distillation.loss(student, teacher).item_double();
    }

    double stage = (4 + 9) / 4.0;
    assertThat(loss).isCloseTo(0.4 * softCrossEntropy() + 0.1 * (stage + stage), within(1e-5));
  }

  @ParameterizedTest
  @ValueSource(doubles = {-1, 1e39, Double.POSITIVE_INFINITY, Double.NaN})
  void refusesWeightsThatAreNoFloat32(double weight) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> distillation(weight, 0.1))
        .withMessage("distillation weights must be 0 to 3.4028235E38: got " + weight + " and 0.1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> distillation(0.4, weight))
        .withMessage("distillation weights must be 0 to 3.4028235E38: got 0.4 and " + weight);
  }

  /** Mean over the two images of -sum softmax(teacher) log softmax(student). */
  private static double softCrossEntropy() {
    double sum = 0;
    for (int image = 0; image < 2; image++) {
      double teacherSum = 0;
      double studentSum = 0;
      for (int k = 3 * image; k < 3 * image + 3; k++) {
        teacherSum += Math.exp(TEACHER[k]);
        studentSum += Math.exp(STUDENT[k]);
      }
      for (int k = 3 * image; k < 3 * image + 3; k++) {
        sum -= Math.exp(TEACHER[k]) / teacherSum * (STUDENT[k] - Math.log(studentSum));
      }
    }
    return sum / 2;
  }

  private static Distillation distillation(double softWeight, double featureWeight) {
    return new Distillation(
        TinyRun.standard(), NamedTensors.of(Map.of()), softWeight, featureWeight);
  }

  private static Outputs outputs(float[] logits, float[] stage) {
    return new Outputs(
        Torch.tensor(logits, 2, 3),
        List.of(Torch.tensor(stage, 2, 2, 1, 1), Torch.tensor(stage, 2, 1, 2, 1)));
  }
}
