package io.seedcast.train;

import io.seedcast.core.failure.SeedcastException.Kind;
import io.seedcast.core.network.Shape;
import io.seedcast.train.attack.AttackLoss;
import io.seedcast.train.attack.AttackedNetwork;
import java.util.Arrays;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * A run's network as it stands after its last whole epoch, on the training graph in float32 and in
 * evaluation mode: what a regrown network is compared with, and what is attacked. Asked anything
 * while the virtual machine is asked to end, it throws a {@link TrainException} {@code
 * train.interrupted}. Not thread-safe.
 */
public final class TrainedClassifier implements AttackedNetwork, AutoCloseable {
  private static final int BATCH = 100;

  private final TrainingGraph graph;
  private final ShutdownGate gate;
  private final GraphClassifier attacked;

  private TrainedClassifier(TrainingGraph graph, ShutdownGate gate) {
    this.graph = graph;
    this.gate = gate;
    this.attacked = new GraphClassifier(graph, () -> requireGoingOn(gate));
  }

  private static void requireGoingOn(ShutdownGate gate) {
    if (gate.isStopping()) {
      throw new TrainException(Kind.FAILED, "train.interrupted", "the evaluation was interrupted");
    }
  }

  /**
   * Opens a run's network; to be closed by the caller.
   *
   * @param threads of libtorch, at least 1
   * @throws TrainException {@code run.no-checkpoint} if the run has none
   */
  public static TrainedClassifier open(RunFolder run, int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be at least 1: got " + threads);
    }
    Torch.start();
    torch.set_num_threads(threads);
    TrainingGraph graph =
        new TrainingGraph(run.network(), run.tensors(), TrainingPrecision.FLOAT32);
    return new TrainedClassifier(graph, ShutdownGate.open());
  }

  /** The version of PyTorch that computes, and of its binding, as in {@code 2.10.0-1.5.13}. */
  public static String libtorchVersion() {
    String version = torch.class.getPackage().getImplementationVersion();
    return version == null ? "unknown" : version;
  }

  @Override
  public Shape input() {
    return attacked.input();
  }

  @Override
  public int classes() {
    return attacked.classes();
  }

  @Override
  public float[] logits(float[] imagesNchw) {
    return attacked.logits(imagesNchw);
  }

  @Override
  public Slope slope(float[] imagesNchw, int[] labels, AttackLoss loss) {
    return attacked.slope(imagesNchw, labels, loss);
  }

  /**
   * Runs the network on images of bytes; a pixel's value is its byte (0 to 255) / 255.
   *
   * @param imagesNchw {@code count} images; not kept
   * @return (count, classes), row-major, owned by the caller
   */
  public float[] logits(byte[] imagesNchw, int count) {
    int imageSize = input().elements();
    int classes = classes();
    if (count < 0 || imagesNchw.length != (long) count * imageSize) {
      throw new IllegalArgumentException(
          "an image has %d values: got %d for %d images"
              .formatted(imageSize, imagesNchw.length, count));
    }
    float[] logitsNk = new float[Math.multiplyExact(count, classes)];
    for (int from = 0; from < count; from += BATCH) {
      requireGoingOn(gate);
      int to = Math.min(count, from + BATCH);
      byte[] batch = Arrays.copyOfRange(imagesNchw, from * imageSize, to * imageSize);
      try (PointerScope scope = new PointerScope();
          NoGradGuard guard = new NoGradGuard()) {
        Tensor logits = graph.forward(batch, to - from, false).logits();
        float[] values = Torch.toJava(logits, Shape.of(to - from, classes)).values();
        System.arraycopy(values, 0, logitsNk, from * classes, values.length);
      }
    }
    return logitsNk;
  }

  @Override
  public void close() {
    try {
      graph.close();
    } finally {
      gate.close();
    }
  }
}
