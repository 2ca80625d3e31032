package io.seedcast.cli;

import io.seedcast.train.EpochMetrics;
import io.seedcast.train.TrainingListener;
import java.io.PrintWriter;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** Shows training on standard error: a bar per epoch on a terminal, a line per epoch everywhere. */
final class Progress implements TrainingListener {
  /** Set by the launcher: whether standard error is a terminal. */
  private static final boolean TERMINAL = Boolean.getBoolean("seedcast.terminal");

  private final PrintWriter err;
  private final String title;
  private int epochs;
  private @Nullable ProgressBar bar;
  private double lossSum;

  Progress(PrintWriter err, String title) {
    this.err = err;
    this.title = title;
  }

  @Override
  public void epochStarted(int epoch, int total, int steps) {
    epochs = total;
    lossSum = 0;
    if (TERMINAL) {
      bar =
          new ProgressBarBuilder()
              .setTaskName(String.format(Locale.ROOT, "%s %d/%d", title, epoch, total))
              .setInitialMax(steps)
              .setStyle(ProgressBarStyle.ASCII)
              .setUpdateIntervalMillis(500)
              .clearDisplayOnFinish()
              .build();
    }
  }

  @Override
  public void stepDone(int step, double loss) {
    lossSum += loss;
    if (bar != null) {
      bar.stepTo(step);
      bar.setExtraMessage(String.format(Locale.ROOT, "loss %.3f", lossSum / step));
    }
  }

  @Override
  public void epochDone(EpochMetrics metrics) {
    if (bar != null) {
      bar.close();
      bar = null;
    }
    err.printf(
        Locale.ROOT,
        "%s %d/%d  loss %.3f  train %.2f %%  test %.2f %%  %.0f images/s  %.0f s%n",
        title,
        metrics.epoch(),
        epochs,
        metrics.loss(),
        100 * metrics.trainAccuracy(),
        100 * metrics.testAccuracy(),
        metrics.imagesPerSecond(),
        metrics.seconds());
    err.flush();
  }
}
