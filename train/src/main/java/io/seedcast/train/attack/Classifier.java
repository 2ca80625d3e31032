package io.seedcast.train.attack;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Asks a network about several images at a time, and takes its answers apart. */
final class Classifier {
  private final AttackedNetwork network;

  Classifier(AttackedNetwork network) {
    this.network = network;
  }

  /**
   * Verdicts, and the gradient of each image's loss with respect to its values.
   *
   * @param gradients in the images' layout
   */
  record Slope(List<Verdict> verdicts, List<float[]> gradients) {}

  /** Judges images. */
  List<Verdict> judge(List<Example> images, int[] labels) {
    return verdicts(network.logits(Example.together(images)), labels);
  }

  /** Judges images and differentiates their loss. */
  Slope slope(List<Example> images, int[] labels, AttackLoss loss) {
    AttackedNetwork.Slope slope = network.slope(Example.together(images), labels, loss);
    float[] gradients = slope.gradientsNchw();
    int size = gradients.length / labels.length;
    List<float[]> apart = new ArrayList<>(labels.length);
    for (int n = 0; n < labels.length; n++) {
      apart.add(Arrays.copyOfRange(gradients, n * size, (n + 1) * size));
    }
    return new Slope(verdicts(slope.logitsNk(), labels), apart);
  }

  private List<Verdict> verdicts(float[] logits, int[] labels) {
    List<Verdict> verdicts = new ArrayList<>(labels.length);
    for (int n = 0; n < labels.length; n++) {
      verdicts.add(Verdict.of(logits, n * network.classes(), network.classes(), labels[n]));
    }
    return verdicts;
  }
}
