package io.seedcast.bench;

import io.seedcast.core.filter.GenerationFunction;
import io.seedcast.core.network.NamedTensors;
import io.seedcast.core.network.Network;
import io.seedcast.core.regrow.FilterGenerator;
import io.seedcast.core.regrow.Regrower;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.List;
import java.util.Locale;

/**
 * Processor time of regrowing in one thread, for machines that do other work too, on which the wall
 * time that JMH measures says little: nanoseconds per weight for each generation function, and
 * milliseconds for ResNet18 at full width.
 */
final class RegrowProcessorTime {
  private static final int REPEATS = 40;
  private static final float[] NO_FACTORS = {};
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private RegrowProcessorTime() {}

  /** Runs the measurement. */
  public static void main(String[] args) {
    float[] bank = new float[FilterGenerationBenchmark.WEIGHTS];
    for (GenerationFunction function : GenerationFunction.values()) {
      FilterGenerator generator = FilterGenerationBenchmark.generator(function);
      double[] nanos =
          nanos(() -> generator.generate(0, FilterGenerationBenchmark.CHANNELS, NO_FACTORS, bank));
      print(function.id(), "nanoseconds per weight", nanos, FilterGenerationBenchmark.WEIGHTS);
    }
    for (String replacement : List.of("stride1", "3x3", "all")) {
      Network network = Sample.resNet18(replacement, 1);
      NamedTensors sent = Sample.sent(network);
      double[] nanos = nanos(() -> Regrower.regrow(network, sent, 1));
      print("resnet18 " + replacement, "milliseconds", nanos, 1e6);
    }
  }

  private static double[] nanos(Runnable task) {
    double[] nanos = new double[REPEATS];
    for (int i = 0; i < REPEATS; i++) {
      long start = THREADS.getCurrentThreadCpuTime();
      task.run();
      nanos[i] = THREADS.getCurrentThreadCpuTime() - start;
    }
    return nanos;
  }

  private static void print(String name, String unit, double[] nanos, double divisor) {
    System.out.printf(
        Locale.ROOT,
        "{\"what\": \"%s\", \"unit\": \"%s\", \"first\": %.2f, \"median\": %.2f, \"least\": %.2f}%n",
        name,
        unit,
        nanos[0] / divisor,
        Statistics.median(nanos) / divisor,
        Statistics.quantile(nanos, 0) / divisor);
  }
}
