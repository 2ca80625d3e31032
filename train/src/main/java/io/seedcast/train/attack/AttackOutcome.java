package io.seedcast.train.attack;

import java.util.List;

/**
 * How a network stood up to attacks.
 *
 * @param cleanAccuracy fraction of the images classified correctly as they are
 * @param cleanPredictions the class told of each image as it is
 * @param results by attack, then by epsilon, both in the plan's order
 * @param rules what must be true of them if the attacks do their work
 */
public record AttackOutcome(
    double cleanAccuracy,
    List<Integer> cleanPredictions,
    List<AttackResult> results,
    List<SanityRule> rules) {
  public AttackOutcome {
    cleanPredictions = List.copyOf(cleanPredictions);
    results = List.copyOf(results);
    rules = List.copyOf(rules);
  }
}
