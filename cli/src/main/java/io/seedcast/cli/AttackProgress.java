package io.seedcast.cli;

import io.seedcast.train.attack.Attack;
import io.seedcast.train.attack.AttackListener;
import io.seedcast.train.attack.AttackResult;
import io.seedcast.train.attack.Epsilon;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import org.jspecify.annotations.Nullable;

/**
 * Shows attacks on standard error, a bar each on a terminal and a line each everywhere, and hands
 * on what is finished so far, so that an interrupted run leaves a table of it behind.
 */
final class AttackProgress implements AttackListener {
  private final PrintWriter err;
  private final Keeper keeper;
  private final List<AttackResult> results = new ArrayList<>();
  private double cleanAccuracy;
  private boolean finishedBefore;
  private int reused;
  private @Nullable ProgressBar bar;

  /** Keeps what is finished. */
  @FunctionalInterface
  interface Keeper {
    void keep(double cleanAccuracy, List<AttackResult> results);
  }

  AttackProgress(PrintWriter err, Keeper keeper) {
    this.err = err;
    this.keeper = keeper;
  }

  @Override
  public void cleanDone(double accuracy) {
    cleanAccuracy = accuracy;
    say("clean", accuracy);
    keeper.keep(cleanAccuracy, results);
  }

  @Override
  public void attackStarted(Attack attack, Epsilon epsilon, int done, int images) {
    finishedBefore = done == images;
    reused += finishedBefore ? 1 : 0;
    if (!finishedBefore) {
      bar = Progress.openBar(attack.id() + " " + epsilon, images);
      imagesDone(done);
    }
  }

  @Override
  public void imagesDone(int done) {
    if (bar != null) {
      bar.stepTo(done);
    }
  }

  @Override
  public void attackDone(AttackResult result) {
    if (bar != null) {
      bar.close();
      bar = null;
    }
    results.add(result);
    say(
        result.attack().id()
            + " at "
            + result.epsilon()
            + (finishedBefore ? ", finished before" : ""),
        result.accuracy());
    keeper.keep(cleanAccuracy, results);
  }

  /** How many results were finished before. */
  int reused() {
    return reused;
  }

  private void say(String what, double accuracy) {
    err.printf(Locale.ROOT, "%s: %.2f %% stay correct%n", what, 100 * accuracy);
    err.flush();
  }
}
