package io.seedcast.train.attack;

import java.util.List;

/**
 * How far an attack with a given epsilon has come: all that is needed to go on with it.
 *
 * @param predictions the class told of each image so far, from the first one on
 * @param examples those that are kept of the ones found so far, the smallest change first
 */
public record AttackState(List<Integer> predictions, List<AdversarialExample> examples) {
  /** Nothing has been attacked yet. */
  public static final AttackState NOTHING = new AttackState(List.of(), List.of());

  public AttackState {
    predictions = List.copyOf(predictions);
    examples = List.copyOf(examples);
  }
}
