package io.seedcast.bench;

import io.seedcast.vision.ImageSize;
import io.seedcast.vision.Images;
import io.seedcast.vision.corruption.Corruption;
import io.seedcast.vision.corruption.CorruptionScale;
import io.seedcast.vision.corruption.Corruptor;
import io.seedcast.vision.corruption.FrostTextures;
import io.seedcast.vision.shapes.Shapes10;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Locale;

/**
 * Processor time of corrupting 3x32x32 images in one thread, for machines that do other work too:
 * microseconds per image for each corruption and severity, random numbers included, and the mean
 * over the whole table.
 */
final class CorruptionProcessorTime {
  private static final int IMAGES = 200;
  private static final int ROUNDS_TO_WARM_UP = 5;
  private static final int ROUNDS = 7;
  private static final long SEED = 1;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private CorruptionProcessorTime() {}

  /** Runs the measurement. */
  public static void main(String[] args) {
    Images images = new Shapes10(1, 0, IMAGES).draw().test();
    ImageSize size = images.size();
    FrostTextures frost = FrostTextures.procedural(1);
    double total = 0;
    for (Corruption corruption : Corruption.values()) {
      double sum = 0;
      StringBuilder line = new StringBuilder();
      for (int severity = 1; severity <= Corruption.SEVERITIES; severity++) {
        Corruptor corruptor =
            Corruptor.of(corruption, severity, CorruptionScale.CIFAR, size, frost);
        double micros = micros(corruptor, images);
        line.append(String.format(Locale.ROOT, ", \"%d\": %.1f", severity, micros));
        sum += micros;
      }
      total += sum;
      System.out.printf(
          Locale.ROOT,
          "{\"what\": \"%s\", \"unit\": \"microseconds per image\"%s, \"mean\": %.1f}%n",
          corruption.id(),
          line,
          sum / Corruption.SEVERITIES);
    }
    double mean = total / Corruption.SEVERITIES / Corruption.values().length;
    System.out.printf(
        Locale.ROOT,
        "{\"what\": \"all\", \"unit\": \"microseconds per image\", \"mean\": %.1f, \"imagesPerSecond\": %.0f}%n",
        mean,
        1e6 / mean);
  }

  /** The median of several rounds. */
  private static double micros(Corruptor corruptor, Images images) {
    double[] nanos = new double[ROUNDS];
    for (int round = -ROUNDS_TO_WARM_UP; round < ROUNDS; round++) {
      long start = THREADS.getCurrentThreadCpuTime();
      for (int i = 0; i < images.count(); i++) {
        corruptor.corrupt(images.image(i), SEED, i);
      }
      if (round >= 0) {
        nanos[round] = THREADS.getCurrentThreadCpuTime() - start;
      }
    }
    return Statistics.median(nanos) / images.count() / 1e3;
  }
}
