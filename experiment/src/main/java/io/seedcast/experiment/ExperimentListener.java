package io.seedcast.experiment;

import io.seedcast.train.TrainingListener;
import java.util.OptionalDouble;

/** Is told how an experiment gets on, by the threads that train. */
public interface ExperimentListener {
  /** Hears nothing. */
  ExperimentListener NONE = new ExperimentListener() {};

  /**
   * A training that the experiment needs and its folder does not hold yet.
   *
   * @param number counted from 1 in the order in which trainings start
   * @param of how many
   * @param name of the run and its seed
   * @param work of all its epochs, in multiply-accumulates of forward passes: a measure of how long
   *     it takes beside others
   */
  record Training(int number, int of, String name, double work) {}

  /**
   * Work begins.
   *
   * @param trainings how many there are
   * @param cached runs that the folder holds already
   * @param work of all trainings together
   */
  default void started(int trainings, int cached, double work) {}

  /** A training begins; returns who hears of its steps. */
  default TrainingListener training(Training training) {
    return TrainingListener.NONE;
  }

  /**
   * A training is done, its network regrown and judged.
   *
   * @param accuracy of the regrown network; empty if training diverged
   */
  default void finished(Training training, OptionalDouble accuracy) {}
}
