package io.seedcast.train;

import io.seedcast.core.network.Shape;
import io.seedcast.train.attack.AttackLoss;
import io.seedcast.train.attack.AttackedNetwork;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * A training graph as an attacker sees it.
 *
 * <p>Always in evaluation mode: batch normalisation uses the running statistics and leaves them as
 * they are, so that what is said of an image does not depend on the others. The gradients of the
 * learned tensors are left alone.
 *
 * <p>Uses a graph that others own.
 */
final class GraphClassifier implements AttackedNetwork {
  private static final long SUM = 2;
  private static final long NO_IGNORED_LABEL = -100;
  private static final int CLASSES = 1;

  private final TrainingGraph graph;
  private final Runnable beforeEachPass;

  /** Looks at a network. */
  GraphClassifier(TrainingGraph graph) {
    this(graph, () -> {});
  }

  /**
   * Looks at a network.
   *
   * @param beforeEachPass may throw, to end the work
   */
  GraphClassifier(TrainingGraph graph, Runnable beforeEachPass) {
    this.graph = graph;
    this.beforeEachPass = beforeEachPass;
  }

  @Override
  public Shape input() {
    return graph.network().input();
  }

  @Override
  public int classes() {
    return graph.network().outputShape().elements();
  }

  @Override
  public float[] logits(float[] imagesNchw) {
    beforeEachPass.run();
    try (PointerScope scope = new PointerScope();
        NoGradGuard guard = new NoGradGuard()) {
      return values(graph.forward(pixels(imagesNchw), false).logits());
    }
  }

  @Override
  public Slope slope(float[] imagesNchw, int[] labels, AttackLoss loss) {
    beforeEachPass.run();
    try (PointerScope scope = new PointerScope()) {
      Tensor pixels = pixels(imagesNchw);
      pixels.requires_grad_(true);
      Tensor logits = graph.forward(pixels, false).logits();
      Tensor sum = sum(loss, logits, tensor(labels));
      Tensor gradient = torch.grad(new TensorVector(sum), new TensorVector(pixels)).get(0);
      return new Slope(values(logits), values(gradient));
    }
  }

  /** A sum, not a mean: an image's gradient does not depend on how many others there are. */
  private static Tensor sum(AttackLoss loss, Tensor logits, Tensor labels) {
    return switch (loss) {
      case CROSS_ENTROPY ->
          torch.cross_entropy_loss(logits, labels, new TensorOptional(), SUM, NO_IGNORED_LABEL, 0);
      case MARGIN -> {
        Tensor own = labels.unsqueeze(CLASSES);
        Tensor others = logits.scatter(CLASSES, own, new Scalar(Double.NEGATIVE_INFINITY));
        yield others.amax(new long[] {CLASSES}, true).sub(logits.gather(CLASSES, own)).sum();
      }
    };
  }

  /** Images as the network takes them, in the current scope. */
  Tensor pixels(float[] imagesNchw) {
    return Torch.tensor(imagesNchw, graph.imageShape(imagesNchw.length / input().elements()));
  }

  private static float[] values(Tensor tensor) {
    return Torch.toJava(tensor, Shape.of((int) tensor.numel())).values();
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
}
