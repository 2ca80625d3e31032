package io.seedcast.bench;

import io.seedcast.core.random.Philox;
import io.seedcast.core.regrow.Regrower;
import io.seedcast.core.regrow.RegrownNetwork;
import io.seedcast.onnx.InferenceSession;
import io.seedcast.onnx.OnnxExport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Latency at batch 1 of a regrown network in memory and of the same network as a plain ONNX file.
 * The two take turns, image by image, and which one goes first changes each time, so that both meet
 * the same disturbances.
 */
@Command(
    name = "InferenceLatency",
    description = "Compares a regrown network with the same as an ONNX file.")
final class InferenceLatency implements Callable<Integer> {
  private static final int WARM_UP = 30;

  @Option(names = "--width", defaultValue = "1", description = "Default: ${DEFAULT-VALUE}.")
  double width;

  @Option(names = "--method", defaultValue = "3x3", description = "standard, stride1, 3x3 or all.")
  String method = "";

  @Option(names = "--threads", defaultValue = "1", description = "Default: ${DEFAULT-VALUE}.")
  int threads;

  @Option(names = "--pairs", defaultValue = "300", description = "Default: ${DEFAULT-VALUE}.")
  int pairs;

  /** Runs the measurement. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new InferenceLatency()).execute(args));
  }

  @Override
  public Integer call() throws IOException {
    RegrownNetwork regrown = regrown();
    Path file = Files.createTempFile("seedcast-latency-", ".onnx");
    try {
      int classes = regrown.network().outputShape().elements();
      List<String> labels = IntStream.range(0, classes).mapToObj(i -> "class " + i).toList();
      OnnxExport.write(regrown, labels, file);
      try (InferenceSession memory = InferenceSession.open(regrown, threads);
          InferenceSession plain = InferenceSession.open(file, threads)) {
        compare(memory, plain);
      }
    } finally {
      Files.delete(file);
    }
    return 0;
  }

  private RegrownNetwork regrown() {
    var network = Sample.resNet18(method, width);
    return Regrower.regrow(network, Sample.sent(network), threads);
  }

  private void compare(InferenceSession memory, InferenceSession plain) {
    float[] image = new float[memory.input().elements()];
    Philox.of(1, 1).fillUniform(image);
    if (!Arrays.equals(memory.logits(image, 1), plain.logits(image, 1))) {
      throw new IllegalStateException("the regrown network and its ONNX file answer differently");
    }
    double[] memoryMillis = new double[pairs];
    double[] plainMillis = new double[pairs];
    double[] ratios = new double[pairs];
    for (int pair = -WARM_UP; pair < pairs; pair++) {
      double first = millis(pair % 2 == 0 ? memory : plain, image);
      double second = millis(pair % 2 == 0 ? plain : memory, image);
      if (pair >= 0) {
        memoryMillis[pair] = pair % 2 == 0 ? first : second;
        plainMillis[pair] = pair % 2 == 0 ? second : first;
        ratios[pair] = memoryMillis[pair] / plainMillis[pair];
      }
    }
    System.out.printf(
        Locale.ROOT,
        "{\"width\": %s, \"method\": \"%s\", \"threads\": %d, \"pairs\": %d,"
            + " \"regrownMillis\": %.3f, \"onnxFileMillis\": %.3f,"
            + " \"regrownFastTenth\": %.3f, \"onnxFileFastTenth\": %.3f,"
            + " \"ratioOfMedians\": %.4f, \"medianRatio\": %.4f}%n",
        width,
        method,
        threads,
        pairs,
        Statistics.median(memoryMillis),
        Statistics.median(plainMillis),
        Statistics.quantile(memoryMillis, 0.1),
        Statistics.quantile(plainMillis, 0.1),
        Statistics.median(memoryMillis) / Statistics.median(plainMillis),
        Statistics.median(ratios));
  }

  private static double millis(InferenceSession session, float[] image) {
    long start = System.nanoTime();
    session.logits(image, 1);
    return (System.nanoTime() - start) / 1e6;
  }
}
