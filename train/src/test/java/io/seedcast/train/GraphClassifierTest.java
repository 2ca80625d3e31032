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
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

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

  @Test
  void gradientsAreThoseOfFiniteDifferences() {
    float[] images = images();
    try (TrainingGraph graph = graph()) {
      float[] gradient = image(new GraphClassifier(graph).slope(images, LABELS).gradientsNchw(), 1);

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
    float[] images = images();
    try (TrainingGraph graph = graph()) {
      GraphClassifier classifier = new GraphClassifier(graph);
      float[] together = image(classifier.slope(images, LABELS).gradientsNchw(), 2);
      float[] alone = classifier.slope(image(images, 2), new int[] {LABELS[2]}).gradientsNchw();

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

      new GraphClassifier(graph).slope(images(), LABELS);

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

  /** The cross-entropy of image 1 with one value moved, in double. */
  private static double loss(TrainingGraph graph, float[] images, int place, float move) {
    float[] moved = image(images, 1);
    moved[place] += move;
    float[] logits = new GraphClassifier(graph).logits(moved);
    double sum = 0;
    for (float logit : logits) {
      sum += Math.exp(logit - logits[LABELS[1]]);
    }
    return Math.log(sum);
  }
}
