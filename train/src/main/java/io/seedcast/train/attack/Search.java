package io.seedcast.train.attack;

import java.util.List;

/** Searches adversarial examples of a batch of images. */
interface Search {
  /**
   * An image under attack.
   *
   * @param image its place among the attacked images
   * @param number its number in the test set
   * @param ball where examples of it may be
   */
  record Victim(int image, int number, int label, Ball ball) {}

  /**
   * An image that has fallen.
   *
   * @param prediction the wrong class
   * @param example how it was moved
   */
  record Fallen(Victim victim, int prediction, Example example) {}

  /** Returns those victims that an example was found for. */
  List<Fallen> run(List<Victim> victims);
}
