package io.seedcast.train;

/** Is told how training gets on, on the training thread. */
public interface TrainingListener {
  /** Hears nothing. */
  TrainingListener NONE = new TrainingListener() {};

  /**
   * An epoch begins.
   *
   * @param epoch counted from 1
   * @param steps batches of an epoch
   */
  default void epochStarted(int epoch, int epochs, int steps) {}

  /**
   * A step is done.
   *
   * @param step counted from 1
   * @param loss of its batch
   */
  default void stepDone(int step, double loss) {}

  /** An epoch is done, and its checkpoint written. */
  default void epochDone(EpochMetrics metrics) {}
}
