package io.seedcast.train.attack;

/** Is told how an evaluation under attack gets on, on its thread. */
public interface AttackListener {
  /** Hears nothing. */
  AttackListener NONE = new AttackListener() {};

  /** It is known how many images are classified correctly as they are. */
  default void cleanDone(double accuracy) {}

  /**
   * An attack begins, or goes on.
   *
   * @param done images that an earlier evaluation has done with; all of them if it was finished
   * @param images to be attacked altogether
   */
  default void attackStarted(Attack attack, Epsilon epsilon, int done, int images) {}

  /**
   * Some images are done with.
   *
   * @param done how many of this attack so far
   */
  default void imagesDone(int done) {}

  /** An attack has ended. */
  default void attackDone(AttackResult result) {}
}
