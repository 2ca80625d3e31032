package io.seedcast.cli;

import io.seedcast.experiment.ExperimentListener;
import io.seedcast.train.EpochMetrics;
import io.seedcast.train.TrainingListener;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import me.tongfei.progressbar.ProgressBar;
import org.jspecify.annotations.Nullable;

/**
 * Shows an experiment on standard error: on a terminal a bar of the whole with the time left, and
 * beside it the trainings' epochs; everywhere a line for every training. Time is estimated by work,
 * since networks differ in how long they take.
 */
final class ExperimentProgress implements ExperimentListener, AutoCloseable {
  /** Steps of the bar. */
  private static final long RESOLUTION = 10_000;

  private final PrintWriter err;

  /** Work that is left of trainings that have begun, by number. */
  private final Map<Integer, Double> left = new HashMap<>();

  private @Nullable ProgressBar bar;
  private double workOfAll = 1;
  private double workDone;
  private int finished;
  private long startNanos = System.nanoTime();

  ExperimentProgress(PrintWriter err) {
    this.err = err;
  }

  @Override
  public synchronized void started(int trainings, int cached, double work) {
    err.printf(
        Locale.ROOT,
        "%d %s to do, %d already there%n",
        trainings,
        trainings == 1 ? "run" : "runs",
        cached);
    err.flush();
    workOfAll = Math.max(work, 1);
    startNanos = System.nanoTime();
    bar = trainings == 0 ? null : Progress.openBar("experiment", RESOLUTION);
  }

  @Override
  public TrainingListener training(Training training) {
    return new Steps(training);
  }

  @Override
  public synchronized void finished(Training training, OptionalDouble accuracy) {
    finished++;
    // A training that diverged, or whose teacher did, leaves work undone.
    skip(training, leftOf(training));
    left.remove(training.number());
    show();
    err.printf(
        Locale.ROOT,
        "%d/%d  %s  %s%s%n",
        finished,
        training.of(),
        training.name(),
        accuracy.isPresent()
            ? String.format(Locale.ROOT, "accuracy %.2f %%", 100 * accuracy.getAsDouble())
            : "diverged",
        finished == training.of()
            ? ""
            : "  " + Progress.left(elapsed(), workDone, workOfAll) + " left");
    err.flush();
  }

  @Override
  public void judged(Training training, String set, int of) {
    advance(
        training,
        training.judgingWork() / of,
        String.format(
            Locale.ROOT,
            "%d/%d %s: judged %s",
            training.number(),
            training.of(),
            training.name(),
            set));
  }

  /** Adds work that was done, and shows what the training that did it is at. */
  private synchronized void advance(Training training, double work, String message) {
    workDone += work;
    left.put(training.number(), leftOf(training) - work);
    show();
    if (bar != null) {
      bar.setExtraMessage(message);
    }
  }

  private void show() {
    if (bar != null) {
      bar.stepTo((long) (RESOLUTION * share()));
    }
  }

  /** How much of the work is done, 0 to 1. */
  synchronized double share() {
    return workDone >= workOfAll ? 1 : workDone / workOfAll;
  }

  private double leftOf(Training training) {
    return left.getOrDefault(training.number(), training.work() + training.judgingWork());
  }

  /** Where there is no bar. */
  private synchronized void noteEpoch(Training training, int epochs, EpochMetrics metrics) {
    if (bar == null) {
      err.printf(
          Locale.ROOT,
          "%s  epoch %d/%d  loss %.3f  test %.2f %%  %.0f s%n",
          training.name(),
          metrics.epoch(),
          epochs,
          metrics.loss(),
          100 * metrics.testAccuracy(),
          metrics.seconds());
      err.flush();
    }
  }

  /** Takes work out of the account that had been done before this start, or is not to be done. */
  private synchronized void skip(Training training, double work) {
    workOfAll -= work;
    left.put(training.number(), leftOf(training) - work);
  }

  private Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - startNanos);
  }

  @Override
  public synchronized void close() {
    if (bar != null) {
      bar.close();
      bar = null;
    }
  }

  /** Follows one training. */
  private final class Steps implements TrainingListener {
    private final Training training;
    private final long startNanos = System.nanoTime();
    private int firstEpoch;
    private int epoch;
    private int epochs;
    private int steps;

    Steps(Training training) {
      this.training = training;
    }

    @Override
    public void epochStarted(int started, int total, int stepsOfEpoch) {
      if (firstEpoch == 0) {
        firstEpoch = started;
        skip(training, training.work() * (started - 1) / total);
      }
      epoch = started;
      epochs = total;
      steps = stepsOfEpoch;
    }

    @Override
    public void stepDone(int step, double loss) {
      double done = (epoch - firstEpoch) * (double) steps + step;
      double all = (epochs - firstEpoch + 1) * (double) steps;
      Duration elapsed = Duration.ofNanos(System.nanoTime() - startNanos);
      advance(
          training,
          training.work() / epochs / steps,
          String.format(
              Locale.ROOT,
              "%d/%d %s: epoch %d/%d, %s left",
              training.number(),
              training.of(),
              training.name(),
              epoch,
              epochs,
              Progress.left(elapsed, done, all)));
    }

    @Override
    public void epochDone(EpochMetrics metrics) {
      noteEpoch(training, epochs, metrics);
    }
  }
}
