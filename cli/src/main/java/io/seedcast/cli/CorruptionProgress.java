package io.seedcast.cli;

import io.seedcast.experiment.judge.CorruptedTest;
import io.seedcast.experiment.judge.JudgedCell;
import io.seedcast.vision.Images;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import org.jspecify.annotations.Nullable;

/**
 * Shows on standard error how far an evaluation on corrupted images is: on a terminal by one bar,
 * which tells the time left and the last result, elsewhere by a line for each set of images.
 */
final class CorruptionProgress implements CorruptedTest.Listener, AutoCloseable {
  private final PrintWriter err;
  private final int judgements;
  private final Images clean;
  private final @Nullable CorruptionBaseline baseline;
  private final long startNanos = System.nanoTime();
  private final @Nullable ProgressBar bar;
  private int done;

  /**
   * Begins.
   *
   * @param judgements how often a network is still to judge a set of images
   * @param clean the images as they are
   * @param baseline which every set of images must be of, if there is one
   */
  CorruptionProgress(
      PrintWriter err, int judgements, Images clean, @Nullable CorruptionBaseline baseline) {
    this.err = err;
    this.judgements = judgements;
    this.clean = clean;
    this.baseline = baseline;
    this.bar = Progress.openBar("corruptions", judgements);
  }

  @Override
  public void judged() {
    done++;
    if (bar != null) {
      bar.step();
    }
  }

  /** Shows the mean accuracy of the networks. */
  @Override
  public void finished(String name, List<JudgedCell> cells) {
    if (baseline != null) {
      cells.forEach(baseline::requireSameImages);
    }
    double accuracy =
        cells.stream().mapToDouble(cell -> cell.accuracy(clean)).average().orElseThrow();
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
