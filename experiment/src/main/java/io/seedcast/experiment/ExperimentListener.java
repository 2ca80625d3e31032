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
   * @param judgingWork of judging its network beyond its test images, in the same measure
   */
  record Training(int number, int of, String name, double work, double judgingWork) {}

  /**
   * Work begins.
   *
   * @param trainings how many there are
   * @param cached runs that the folder holds already
   * @param work of all trainings together, judging included
   */
  default void started(int trainings, int cached, double work) {}

  /** A training begins; returns who hears of its steps. */
  default TrainingListener training(Training training) {
    return TrainingListener.NONE;
  }

  /**
   * The network has judged one of several sets of images.
   *
   * @param set its name
   * @param of how many sets
   */
  default void judged(Training training, String set, int of) {}

  /**
   * A training is done, its network regrown and judged.
   *
   * @param accuracy of the regrown network; empty if training diverged
   */
  default void finished(Training training, OptionalDouble accuracy) {}
}
