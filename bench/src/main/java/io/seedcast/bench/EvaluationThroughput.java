package io.seedcast.bench;

import com.sun.management.OperatingSystemMXBean;
import io.seedcast.core.network.Network;
import io.seedcast.core.regrow.Regrower;
import io.seedcast.core.regrow.RegrownNetwork;
import io.seedcast.core.regrow.SentTensors;
import io.seedcast.core.zoo.Architecture;
import io.seedcast.core.zoo.Dimensions;
import io.seedcast.core.zoo.Methods;
import io.seedcast.onnx.InferenceSession;
import io.seedcast.train.RunFolder;
import io.seedcast.train.TrainedClassifier;
import io.seedcast.train.TrainingListener;
import io.seedcast.train.TrainingPrecision;
import io.seedcast.vision.Dataset;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Images a second of a regrown network in ONNX Runtime and of the same network on the training
 * graph, evaluated without gradients; both in float32, from bytes to logits, with equal batches and
 * threads. The two take turns, and which one goes first changes each time. Prints one line of JSON
 * with medians by wall time and by the process's processor time; the latter says more on a machine
 * that does other work too.
 */
@Command(
    name = "EvaluationThroughput",
    description = "Compares evaluation in ONNX Runtime with that on the training graph.")
final class EvaluationThroughput implements Callable<Integer> {
  private static final int WARM_UP = 2;

  /** Of the largest logit: the last digits of float32 through some 20 layers. */
  private static final double TOLERANCE = 1e-3;

  @Option(names = "--width", defaultValue = "0.25", description = "Default: ${DEFAULT-VALUE}.")
  double width;

  @Option(
      names = "--method",
      defaultValue = "standard",
      description = "Any method, with its defaults. Default: ${DEFAULT-VALUE}.")
  String method = "";

  @Option(names = "--threads", defaultValue = "1", description = "Default: ${DEFAULT-VALUE}.")
  int threads;

  @Option(
      names = "--batch",
      defaultValue = "32",
      description = "At most 32, as many as a session runs at once. Default: ${DEFAULT-VALUE}.")
  int batch;

  @Option(
      names = "--batches",
      defaultValue = "16",
      description = "Batches of a round. Default: ${DEFAULT-VALUE}.")
  int batches;

  @Option(names = "--rounds", defaultValue = "10", description = "Default: ${DEFAULT-VALUE}.")
  int rounds;

  private final OperatingSystemMXBean system =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  /** Runs the measurement. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new EvaluationThroughput()).execute(args));
  }

  @Override
  public Integer call() throws IOException {
    Path folder = Files.createTempDirectory("seedcast-evaluation-");
    try {
      Dataset dataset = RandomTraining.dataset(2 * batch, batch);
      RunFolder run =
          RandomTraining.run(
              folder.resolve("run"),
              network(),
              dataset,
              batch,
              TrainingPrecision.FLOAT32,
              threads,
              TrainingListener.NONE);
      RegrownNetwork regrown =
          Regrower.regrow(run.network(), SentTensors.fold(run.network(), run.tensors()), threads);
      try (InferenceSession session = InferenceSession.open(regrown, threads);
          TrainedClassifier graph = TrainedClassifier.open(run, threads)) {
        compare(session::logits, graph::logits, dataset.test().pixels());
      }
    } finally {
      Folders.delete(folder);
    }
    return 0;
  }

  private Network network() {
    return Architecture.RESNET18.build(
        Methods.named(method).style(Map.of()),
        new Dimensions(Dimensions.CIFAR10.input(), RandomTraining.CLASSES, width));
  }

  /** From NCHW bytes to logits. */
  @FunctionalInterface
  private interface Evaluator {
    float[] logits(byte[] images, int count);
  }

  /** What a round took, in seconds. */
  private record Took(double wall, double processor) {}

  private void compare(Evaluator onnx, Evaluator graph, byte[] images) {
    requireClose(onnx.logits(images, batch), graph.logits(images, batch));
    double[][] wall = new double[2][rounds];
    double[][] processor = new double[2][rounds];
    Evaluator[] both = {onnx, graph};
    for (int round = -WARM_UP; round < rounds; round++) {
      int first = Math.floorMod(round, 2);
      for (int turn : new int[] {first, 1 - first}) {
        Took took = time(both[turn], images);
        if (round >= 0) {
          wall[turn][round] = took.wall();
          processor[turn][round] = took.processor();
        }
      }
    }
    double[] ratios = new double[rounds];
    for (int round = 0; round < rounds; round++) {
      ratios[round] = processor[1][round] / processor[0][round];
    }
    System.out.printf(
        Locale.ROOT,
        "{\"width\": %s, \"method\": \"%s\", \"batch\": %d, \"threads\": %d, \"rounds\": %d,"
            + " \"onnxImagesPerSecond\": %.0f, \"graphImagesPerSecond\": %.0f,"
            + " \"onnxImagesPerProcessorSecond\": %.0f, \"graphImagesPerProcessorSecond\": %.0f,"
            + " \"medianRatio\": %.2f, \"leastRatio\": %.2f}%n",
        width,
        method,
        batch,
        threads,
        rounds,
        batch * batches / Statistics.median(wall[0]),
        batch * batches / Statistics.median(wall[1]),
        batch * batches / Statistics.median(processor[0]),
        batch * batches / Statistics.median(processor[1]),
        Statistics.median(ratios),
        Statistics.quantile(ratios, 0));
  }

  private Took time(Evaluator evaluator, byte[] images) {
    long processor = system.getProcessCpuTime();
    long wall = System.nanoTime();
    for (int i = 0; i < batches; i++) {
      evaluator.logits(images, batch);
    }
    return new Took(
        (System.nanoTime() - wall) / 1e9, (system.getProcessCpuTime() - processor) / 1e9);
  }

  private static void requireClose(float[] onnx, float[] graph) {
    double largest = 0;
    for (float logit : graph) {
      largest = Math.max(largest, Math.abs(logit));
    }
    for (int i = 0; i < graph.length; i++) {
      if (Math.abs(onnx[i] - graph[i]) > TOLERANCE * largest) {
        throw new IllegalStateException(
            "ONNX Runtime and the training graph answer differently: logit "
                + i
                + " is "
                + onnx[i]
                + " and "
                + graph[i]);
      }
    }
  }
}
