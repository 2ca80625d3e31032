package io.seedcast.train;

import java.nio.file.Path;

/** The process that a test kills: trains a tiny run and says on stdout how far it is. */
final class KilledTraining {
  static final int EPOCH = 2;
  static final int STEP = 2;

  private KilledTraining() {}

  /**
   * Trains in the folder {@code args[0]} until it reaches the place, and then waits to be killed.
   */
  public static void main(String[] args) {
    RunFolder folder = TinyRun.create(Path.of(args[0]), TinyRun.mono());
    Trainer.train(
        TinyRun.dataset(),
        folder,
        null,
        new TrainingListener() {
          private int epoch;

          @Override
          public void epochStarted(int started, int epochs, int steps) {
            epoch = started;
          }

          @Override
          public void stepDone(int step, double loss) {
            if (epoch == EPOCH && step == STEP) {
              System.out.println("ready");
              waitForever();
            }
          }
        });
  }

  private static void waitForever() {
    while (true) {
      try {
        Thread.sleep(Long.MAX_VALUE);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
