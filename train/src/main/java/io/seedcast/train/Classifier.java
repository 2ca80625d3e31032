package io.seedcast.train;

import io.seedcast.core.network.Shape;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * A network as an attacker sees it: what it says of images, and how its loss changes with each
 * value of an image.
 *
 * <p>Always in evaluation mode: batch normalisation uses the running statistics and leaves them as
 * they are, so that what is said of an image does not depend on the others. The gradients of the
 * learned tensors are left alone.
 *
 * <p>Uses a graph that others own.
 */
final class Classifier {
  private static final long SUM = 2;
  private static final long NO_IGNORED_LABEL = -100;

  private final TrainingGraph graph;
  private final Runnable beforeEachPass;

  /** Looks at a network. */
  Classifier(TrainingGraph graph) {
    this(graph, () -> {});
  }

  /**
   * Looks at a network.
   *
   * @param beforeEachPass may throw, to end the work
   */
  Classifier(TrainingGraph graph, Runnable beforeEachPass) {
    this.graph = graph;
    this.beforeEachPass = beforeEachPass;
  }

  /**
   * Verdicts, and the gradient of each image's cross-entropy with respect to its values.
   *
   * @param gradients in the images' layout
   */
  record Slope(List<Verdict> verdicts, List<float[]> gradients) {}

  /** Judges images. */
  List<Verdict> judge(List<Example> images, int[] labels) {
    beforeEachPass.run();
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      return verdicts(graph.forward(pixels(images), false).logits(), labels);
    }
  }

  /** Judges images and differentiates their loss. */
  Slope slope(List<Example> images, int[] labels) {
    beforeEachPass.run();
    try (PointerScope scope = new PointerScope()) {
      Tensor pixels = pixels(images);
      pixels.requires_grad_(true);
      Tensor logits = graph.forward(pixels, false).logits();
      // A sum, not a mean: an image's gradient does not depend on how many others there are.
      Tensor loss =
          torch.cross_entropy_loss(
              logits, tensor(labels), new TensorOptional(), SUM, NO_IGNORED_LABEL, 0);
      Tensor gradient = torch.grad(new TensorVector(loss), new TensorVector(pixels)).get(0);
      return new Slope(verdicts(logits, labels), rows(gradient, images.size()));
    }
  }

  /** Images as the network takes them, in the current scope. */
  Tensor pixels(List<Example> images) {
    int size = images.get(0).values().length;
    float[] values = new float[Math.multiplyExact(images.size(), size)];
    for (int n = 0; n < images.size(); n++) {
      System.arraycopy(images.get(n).values(), 0, values, n * size, size);
    }
    return Torch.tensor(values, graph.imageShape(images.size()));
  }

  private static Tensor tensor(int[] labels) {
    long[] values = new long[labels.length];
    for (int n = 0; n < labels.length; n++) {
      values[n] = labels[n];
    }
    return torch
        .from_blob(
            new LongPointer(values), new long[] {labels.length}, new TensorOptions(ScalarType.Long))
        .clone();
  }

  private static List<Verdict> verdicts(Tensor logits, int[] labels) {
    int classes = (int) logits.size(1);
    float[] values = Torch.toJava(logits, Shape.of(labels.length, classes)).values();
    List<Verdict> verdicts = new ArrayList<>(labels.length);
    for (int n = 0; n < labels.length; n++) {
      verdicts.add(Verdict.of(values, n * classes, classes, labels[n]));
    }
    return verdicts;
  }

  private static List<float[]> rows(Tensor tensor, int count) {
    List<float[]> rows = new ArrayList<>(count);
    for (int n = 0; n < count; n++) {
      Tensor row = tensor.select(0, n);
      rows.add(Torch.toJava(row, Shape.of((int) row.numel())).values());
    }
    return rows;
  }
}
