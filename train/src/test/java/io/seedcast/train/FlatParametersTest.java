package io.seedcast.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.seedcast.core.network.FloatTensor;
import io.seedcast.core.network.NamedTensors;
import io.seedcast.core.network.Shape;
import io.seedcast.vision.loader.Augmentation;
import java.util.LinkedHashMap;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class FlatParametersTest {
  private static final Map<String, Shape> SHAPES = shapes();
  private static final double MOMENTUM = 0.9;
  private static final double DECAY = 0.01;
  private static final double RATE = 0.1;

  @BeforeAll
  static void startTorch() {
    Torch.start();
  }

  @Test
  void stepsByMomentumAndWeightDecay() {
    try (FlatParameters parameters = new FlatParameters(SHAPES, initial())) {
      double weight = 2;
      double velocity = 0;

      for (int step = 0; step < 3; step++) {
        differentiate(parameters, 0.5f);
        parameters.step(recipe(1000), RATE);
        velocity = MOMENTUM * velocity + (2 * 0.5 * weight + DECAY * weight);
        weight -= RATE * velocity;

        assertThat((double) read(parameters, "b").values()[0]).isCloseTo(weight, within(1e-6));
        assertThat((double) read(parameters, "m/b").values()[0]).isCloseTo(velocity, within(1e-6));
      }
    }
  }

  @Test
  void scalesGradientsDownToTheClipNorm() {
    try (FlatParameters parameters = new FlatParameters(SHAPES, initial())) {
      differentiate(parameters, 50);
      parameters.step(recipe(5), RATE);

      // The gradient of 50 w^2 is 100 w, and all gradients together have the clip norm.
      float[] a = read(parameters, "m/a").values();
      float[] b = read(parameters, "m/b").values();
      double norm = Math.sqrt(1 + 4 + 9 + 16 + 25 + 36 + 4);
      for (int i = 0; i < a.length; i++) {
        assertThat((double) a[i]).isCloseTo((5 / norm + DECAY) * (i + 1), within(1e-5));
      }
      assertThat((double) b[0]).isCloseTo((5 / norm + DECAY) * 2, within(1e-5));
    }
  }

  @Test
  void biasesAndFactorsDoNotDecayIfOnlyWeightsDo() {
    Recipe recipe = recipe(1000).withDecayScope(DecayScope.WEIGHTS);
    try (FlatParameters parameters = new FlatParameters(SHAPES, initial())) {
      parameters.clearGradients();
      parameters.step(recipe, RATE);

      float[] a = read(parameters, "m/a").values();
      for (int i = 0; i < a.length; i++) {
        assertThat((double) a[i]).isCloseTo(DECAY * (i + 1), within(1e-6));
      }
      assertThat(read(parameters, "m/b").values()).containsExactly(0);
    }
  }

  @Test
  void gradientsStartAnewWhenCleared() {
    try (FlatParameters parameters = new FlatParameters(SHAPES, initial())) {
      differentiate(parameters, 0.5f);
      differentiate(parameters, 0.5f);
      parameters.step(recipe(1000), RATE);

      // Without clearing, the second gradient would have been added to the first.
      assertThat((double) read(parameters, "m/b").values()[0])
          .isCloseTo(2 + DECAY * 2, within(1e-6));
    }
  }

  private static Map<String, Shape> shapes() {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    shapes.put("a", Shape.of(2, 3));
    shapes.put("b", Shape.of(1));
    return shapes;
  }

  private static NamedTensors initial() {
    return NamedTensors.of(
        Map.of(
            "a", FloatTensor.of(Shape.of(2, 3), new float[] {1, 2, 3, 4, 5, 6}),
            "b", FloatTensor.of(Shape.of(1), new float[] {2})));
  }

  private static Recipe recipe(double clipNorm) {
    return new Recipe(
        1, 2, RATE, MOMENTUM, DECAY, clipNorm, Augmentation.NONE, 1, TrainingPrecision.FLOAT32, 1);
  }

  /** Leaves the gradients of factor times the sum of all squares. */
  private static void differentiate(FlatParameters parameters, float factor) {
    parameters.clearGradients();
    try (PointerScope scope = new PointerScope()) {
      parameters
          .leaf("a")
          .square()
          .sum()
          .add(parameters.leaf("b").square().sum())
          .mul(Torch.tensor(new float[] {factor}, 1))
          .sum()
          .backward();
    }
  }

  private static FloatTensor read(FlatParameters parameters, String name) {
    Map<String, FloatTensor> tensors = new LinkedHashMap<>();
    parameters.read("m/", tensors);
    return NamedTensors.of(tensors).get(name);
  }
}
