package io.seedcast.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.seedcast.core.network.Initialiser;
import io.seedcast.core.network.NamedTensors;
import io.seedcast.core.network.Network;
import io.seedcast.core.network.Shape;
import io.seedcast.core.random.Philox;
import io.seedcast.core.zoo.Architecture;
import io.seedcast.core.zoo.Dimensions;
import io.seedcast.core.zoo.MonoStyle;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ClassifierTest {
  private static final Shape INPUT = Shape.of(3, 12, 20);
  private static final int CLASSES = 7;
  private static final int[] LABELS = {3, 0, 6};
  private static final float STEP = 0.0001f;
  private static final Network NETWORK =
      Architecture.RESNET18.build(MonoStyle.DEFAULT, new Dimensions(INPUT, CLASSES, 0.0625));

  @BeforeAll
  static void startTorch() {
    Torch.start();
    torch.set_num_threads(1);
  }

  @Test
  void gradientsAreThoseOfFiniteDifferences() {
    List<Example> images = images();
    try (TrainingGraph graph = graph()) {
      float[] gradient = new Classifier(graph).slope(images, LABELS).gradients().get(1);

      for (int i : steepest(gradient)) {
        double above = loss(graph, images, i, STEP);
        double below = loss(graph, images, i, -STEP);
        // A step that is well above rounding still crosses a kink of ReLU now and then.
        assertThat((above - below) / (2 * STEP))
            .isCloseTo(gradient[i], within(0.1 * Math.abs(gradient[i])));
      }
    }
  }

  @Test
  void anImagesGradientDoesNotDependOnTheOthers() {
    List<Example> images = images();
    try (TrainingGraph graph = graph()) {
      Classifier classifier = new Classifier(graph);
      float[] together = classifier.slope(images, LABELS).gradients().get(2);
      float[] alone =
          classifier.slope(images.subList(2, 3), new int[] {LABELS[2]}).gradients().get(0);

      double scale = Math.abs(together[steepest(together)[0]]);
      for (int i = 0; i < alone.length; i++) {
        assertThat((double) alone[i]).isCloseTo(together[i], within(1e-4 * scale));
      }
    }
  }

  @Test
  void leavesStatisticsWeightsAndTheirGradientsAlone() {
    try (TrainingGraph graph = graph();
        PointerScope scope = new PointerScope()) {
      NamedTensors before = graph.state();
      graph.parameters().clearGradients();

      new Classifier(graph).slope(images(), LABELS);

      assertThat(graph.state()).isEqualTo(before);
      for (String name : NETWORK.learnedShapes().keySet()) {
        assertThat(graph.parameters().leaf(name).grad().abs().sum().item_float()).isZero();
      }
    }
  }

  @Test
  void judgesByTheMarginOverTheBestOtherClass() {
    float[] logits = {9, 1, 4, 2, 9, Float.NaN, 3, 5, 5};

    assertThat(Verdict.of(logits, 1, 3, 1)).isEqualTo(new Verdict(1, 2));
    assertThat(Verdict.of(logits, 1, 3, 0)).isEqualTo(new Verdict(1, -3));
    assertThat(Verdict.of(logits, 6, 3, 1)).isEqualTo(new Verdict(2, 0));
    assertThat(Verdict.of(logits, 6, 3, 1).isWrong()).isTrue();
    assertThat(Verdict.of(logits, 4, 2, 0).isWrong()).as("not a number").isTrue();
  }

  private static TrainingGraph graph() {
    NamedTensors state = Initialiser.initialise(NETWORK, 1);
    return new TrainingGraph(NETWORK, state, TrainingPrecision.FLOAT32);
  }

  private static List<Example> images() {
    return IntStream.range(0, LABELS.length)
        .mapToObj(
            n -> {
              float[] values = new float[INPUT.elements()];
              Philox.of(5, n).fillUniform(values);
              return new Example(values);
            })
        .toList();
  }

  private static int[] steepest(float[] gradient) {
    return IntStream.range(0, gradient.length)
        .boxed()
        .sorted(Comparator.comparingDouble(i -> -Math.abs(gradient[i])))
        .limit(10)
        .mapToInt(Integer::intValue)
        .toArray();
  }

  /** The cross-entropy of image 1 with one value moved, in double. */
  private static double loss(TrainingGraph graph, List<Example> images, int place, float move) {
    Example moved = images.get(1).copy();
    moved.values()[place] += move;
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      var pixels = new Classifier(graph).pixels(List.of(moved));
      float[] logits =
          Torch.toJava(graph.forward(pixels, false).logits(), Shape.of(1, CLASSES)).values();
      double sum = 0;
      for (float logit : logits) {
        sum += Math.exp(logit - logits[LABELS[1]]);
      }
      return Math.log(sum);
    }
  }
}
