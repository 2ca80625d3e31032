package io.seedcast.train.attack;

import java.util.List;

/**
 * What an attack with a given epsilon did to the attacked images. Images that the network already
 * classifies wrongly are not attacked.
 *
 * @param accuracy fraction of the images that are classified correctly, whatever the attack tried
 * @param predictions the class told of each image: its own if it stands, the wrong one otherwise
 * @param examples those that were found with the smallest change, the smallest first
 */
public record AttackResult(
    Attack attack,
    Epsilon epsilon,
    double accuracy,
    List<Integer> predictions,
    List<AdversarialExample> examples) {
  public AttackResult {
    predictions = List.copyOf(predictions);
    examples = List.copyOf(examples);
  }
}
