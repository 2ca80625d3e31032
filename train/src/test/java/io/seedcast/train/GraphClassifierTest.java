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
import io.seedcast.train.attack.AttackLoss;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GraphClassifierTest {
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

  @ParameterizedTest
  @EnumSource
  void gradientsAreThoseOfFiniteDifferences(AttackLoss loss) {
    float[] images = images();
    try (TrainingGraph graph = graph()) {
      float[] gradient =
          image(new GraphClassifier(graph).slope(images, LABELS, loss).gradientsNchw(), 1);

      for (int i : steepest(gradient)) {
        double above = loss(loss, graph, images, i, STEP);
        double below = loss(loss, graph, images, i, -STEP);
        // A step that is well above rounding still crosses a kink of ReLU now and then.
        assertThat((above - below) / (2 * STEP))
            .isCloseTo(gradient[i], within(0.1 * Math.abs(gradient[i])));
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void anImagesGradientDoesNotDependOnTheOthers(AttackLoss loss) {
    float[] images = images();
    try (TrainingGraph graph = graph()) {
      GraphClassifier classifier = new GraphClassifier(graph);
      float[] together = image(classifier.slope(images, LABELS, loss).gradientsNchw(), 2);
      float[] alone =
          classifier.slope(image(images, 2), new int[] {LABELS[2]}, loss).gradientsNchw();

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

      new GraphClassifier(graph).slope(images(), LABELS, AttackLoss.CROSS_ENTROPY);

      assertThat(graph.state()).isEqualTo(before);
      for (String name : NETWORK.learnedShapes().keySet()) {
        assertThat(graph.parameters().leaf(name).grad().abs().sum().item_float()).isZero();
      }
    }
  }

  private static TrainingGraph graph() {
    NamedTensors state = Initialiser.initialise(NETWORK, 1);
    return new TrainingGraph(NETWORK, state, TrainingPrecision.FLOAT32);
  }

  private static float[] images() {
    float[] images = new float[LABELS.length * INPUT.elements()];
    for (int n = 0; n < LABELS.length; n++) {
      float[] image = new float[INPUT.elements()];
      Philox.of(5, n).fillUniform(image);
      System.arraycopy(image, 0, images, n * image.length, image.length);
    }
    return images;
  }

  private static float[] image(float[] imagesNchw, int n) {
    return Arrays.copyOfRange(imagesNchw, n * INPUT.elements(), (n + 1) * INPUT.elements());
  }

  private static int[] steepest(float[] gradient) {
    return IntStream.range(0, gradient.length)
        .boxed()
        .sorted(Comparator.comparingDouble(i -> -Math.abs(gradient[i])))
        .limit(10)
        .mapToInt(Integer::intValue)
        .toArray();
  }

  /** The loss of image 1 with one value moved, in double. */
  private static double loss(
      AttackLoss loss, TrainingGraph graph, float[] images, int place, float move) {
    float[] moved = image(images, 1);
    moved[place] += move;
    float[] logits = new GraphClassifier(graph).logits(moved);
    double sum = 0;
    double margin = Double.NEGATIVE_INFINITY;
    for (int k = 0; k < CLASSES; k++) {
      double ahead = logits[k] - (double) logits[LABELS[1]];
      sum += Math.exp(ahead);
      margin = k == LABELS[1] ? margin : Math.max(margin, ahead);
    }
    return loss == AttackLoss.MARGIN ? margin : Math.log(sum);
  }
}
