package io.seedcast.cli;

import io.seedcast.train.EpochMetrics;
import io.seedcast.train.TrainingListener;
import java.io.PrintWriter;
import java.time.Duration;
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
  private final @Nullable ProgressBar shared;
  private final boolean ownBars;
  private double lossSum;

  /** Shows a training that runs alone. */
  Progress(PrintWriter err, String title) {
    this(err, title, null, TERMINAL);
  }

  private Progress(PrintWriter err, String title, @Nullable ProgressBar shared, boolean ownBars) {
    this.err = err;
    this.title = title;
    this.shared = shared;
    this.ownBars = ownBars;
  }

  /**
   * Shows one of several trainings that run side by side.
   *
   * @param bar of them all, from {@link #openBar}, or null
   */
  static Progress beside(PrintWriter err, String title, @Nullable ProgressBar bar) {
    return new Progress(err, title, bar, false);
  }

  /** Opens a bar for this many steps; null where standard error is not a terminal. */
  static @Nullable ProgressBar openBar(String title, long steps) {
    return TERMINAL ? bar(title, steps) : null;
  }

  private static ProgressBar bar(String title, long steps) {
    return new ProgressBarBuilder()
        .setTaskName(title)
        .setInitialMax(steps)
        .setStyle(ProgressBarStyle.ASCII)
        .setUpdateIntervalMillis(500)
        .clearDisplayOnFinish()
        .build();
  }

  /** How long the rest takes if it goes on as it has. */
  static String left(Duration elapsed, double done, double all) {
    if (done <= 0) {
      return "unknown time";
    }
    long seconds = Math.round(elapsed.toMillis() / 1e3 * (all - done) / done);
    if (seconds < 60) {
      return Math.max(0, seconds) + " s";
    }
    long minutes = (seconds + 30) / 60;
    return minutes < 60
        ? minutes + " min"
        : String.format(Locale.ROOT, "%d h %02d min", minutes / 60, minutes % 60);
  }

  @Override
  public void epochStarted(int epoch, int total, int steps) {
    epochs = total;
    lossSum = 0;
    if (ownBars) {
      bar = bar(String.format(Locale.ROOT, "%s %d/%d", title, epoch, total), steps);
    }
  }

  @Override
  public void stepDone(int step, double loss) {
    lossSum += loss;
    if (shared != null) {
      shared.step();
    }
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
