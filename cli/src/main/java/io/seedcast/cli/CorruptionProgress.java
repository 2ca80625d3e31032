package io.seedcast.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import org.jspecify.annotations.Nullable;

/**
 * Shows on standard error how far an evaluation on corrupted images is: on a terminal by one bar,
 * which tells the time left and the last result, elsewhere by a line for each set of images.
 */
final class CorruptionProgress implements AutoCloseable {
  private final PrintWriter err;
  private final int judgements;
  private final long startNanos = System.nanoTime();
  private final @Nullable ProgressBar bar;
  private int done;

  /**
   * Begins.
   *
   * @param judgements how often a network is still to judge a set of images
   */
  CorruptionProgress(PrintWriter err, int judgements) {
    this.err = err;
    this.judgements = judgements;
    this.bar = Progress.openBar("corruptions", judgements);
  }

  /** A network has judged a set of images. */
  void judged() {
    done++;
    if (bar != null) {
      bar.step();
    }
  }

  /**
   * All networks have judged a set of images, now or before.
   *
   * @param accuracy the mean of theirs
   */
  void finished(String name, double accuracy) {
    if (bar != null) {
      bar.setExtraMessage(String.format(Locale.ROOT, " %s %.2f %%", name, 100 * accuracy));
      return;
    }
    Duration elapsed = Duration.ofNanos(System.nanoTime() - startNanos);
    err.printf(
        Locale.ROOT,
        "%-20s %6.2f %%%s%n",
        name,
        100 * accuracy,
        done == judgements ? "" : "  " + Progress.left(elapsed, done, judgements) + " left");
    err.flush();
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
