package io.seedcast.bench;

import com.sun.management.OperatingSystemMXBean;
import io.seedcast.core.network.Network;
import io.seedcast.train.TrainingListener;
import io.seedcast.train.TrainingPrecision;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Steps of the real trainer on random images: loading, forward, backward and update. Prints one
 * line of JSON with the median step in wall time and in the process's processor time; the latter
 * says more on a machine that does other work too.
 */
@Command(
    name = "TrainingThroughput",
    description = "Times training steps; python/training_throughput.py is its peer.")
final class TrainingThroughput implements Callable<Integer> {
  private static final int TEST_IMAGES = 2;

  @Option(names = "--width", defaultValue = "1", description = "Default: ${DEFAULT-VALUE}.")
  double width;

  @Option(
      names = "--method",
      defaultValue = "standard",
      description = "standard, stride1, 3x3 or all.")
  String method = "";

  @Option(
      names = "--precision",
      defaultValue = "FLOAT32",
      description = "${COMPLETION-CANDIDATES}.")
  TrainingPrecision precision = TrainingPrecision.FLOAT32;

  @Option(names = "--batch", defaultValue = "128", description = "Default: ${DEFAULT-VALUE}.")
  int batch;

  @Option(names = "--threads", defaultValue = "2", description = "Default: ${DEFAULT-VALUE}.")
  int threads;

  @Option(names = "--steps", defaultValue = "10", description = "Default: ${DEFAULT-VALUE}.")
  int steps;

  @Option(
      names = "--warm-up",
      defaultValue = "3",
      description = "Steps before those that count. Default: ${DEFAULT-VALUE}.")
  int warmUp;

  /** Runs the measurement. */
  public static void main(String[] args) {
    CommandLine commandLine = new CommandLine(new TrainingThroughput());
    commandLine.setCaseInsensitiveEnumValuesAllowed(true);
    System.exit(commandLine.execute(args));
  }

  @Override
  public Integer call() throws IOException {
    Path folder = Files.createTempDirectory("seedcast-throughput-");
    try {
      Network network = Sample.resNet18(method, width);
      Clock clock = new Clock(warmUp, steps);
      RandomTraining.run(
          folder.resolve("run"),
          network,
          RandomTraining.dataset(batch * (warmUp + steps), TEST_IMAGES),
          batch,
          precision,
          threads,
          clock);
      print(clock);
    } finally {
      Folders.delete(folder);
    }
    return 0;
  }

  /** Notes when each step ends. */
  private static final class Clock implements TrainingListener {
    private final OperatingSystemMXBean system =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private final int warmUp;
    private final double[] wallMillis;
    private final double[] processorMillis;
    private long wall;
    private long processor;

    Clock(int warmUp, int steps) {
      this.warmUp = warmUp;
      this.wallMillis = new double[steps];
      this.processorMillis = new double[steps];
    }

    @Override
    public void epochStarted(int epoch, int epochs, int steps) {
      wall = System.nanoTime();
      processor = system.getProcessCpuTime();
    }

    @Override
    public void stepDone(int step, double loss) {
      long wallNow = System.nanoTime();
      long processorNow = system.getProcessCpuTime();
      int index = step - 1 - warmUp;
      if (index >= 0) {
        wallMillis[index] = (wallNow - wall) / 1e6;
        processorMillis[index] = (processorNow - processor) / 1e6;
      }
      wall = wallNow;
      processor = processorNow;
    }
  }

  private void print(Clock clock) throws IOException {
    double wall = Statistics.median(clock.wallMillis);
    System.out.printf(
        Locale.ROOT,
        "{\"side\": \"seedcast\", \"width\": %s, \"method\": \"%s\", \"precision\": \"%s\","
            + " \"layout\": \"own\", \"batch\": %d, \"threads\": %d, \"steps\": %d,"
            + " \"stepMillis\": %.1f, \"fastestStepMillis\": %.1f, \"stepProcessorMillis\": %.1f,"
            + " \"imagesPerSecond\": %.1f, \"residentMebibytes\": %d}%n",
        width,
        method,
        precision.id(),
        batch,
        threads,
        steps,
        wall,
        Statistics.quantile(clock.wallMillis, 0),
        Statistics.median(clock.processorMillis),
        1000 * batch / wall,
        Statistics.processMebibytes("VmHWM"));
  }
}
