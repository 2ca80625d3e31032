package io.seedcast.train.attack;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * How a network stood up to attacks.
 *
 * @param cleanAccuracy fraction of the images classified correctly as they are
 * @param cleanPredictions the class told of each image as it is
 * @param results by attack, then by epsilon, both in the plan's order
 * @param rules what must be true of them if the attacks do their work, whether it was checked or
 *     not
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

  /**
   * The images that took least to fall: those that fall at the smallest epsilon, and of these the
   * ones with the smallest change. Each image appears once.
   *
   * @param count the most cases wanted; exact up to the plan's number of kept examples
   */
  public List<WorstCase> worstCases(int count) {
    List<WorstCase> all = new ArrayList<>();
    for (AttackResult result : results) {
      for (AdversarialExample example : result.examples()) {
        all.add(new WorstCase(result.attack(), result.epsilon(), example));
      }
    }
    all.sort(
        Comparator.comparing(WorstCase::epsilon)
            .thenComparingDouble(one -> one.example().change())
            .thenComparingInt(one -> one.example().image()));
    List<WorstCase> worst = new ArrayList<>();
    Set<Integer> seen = new HashSet<>();
    for (WorstCase one : all) {
      if (worst.size() < count && seen.add(one.example().image())) {
        worst.add(one);
      }
    }
    return worst;
  }
}
