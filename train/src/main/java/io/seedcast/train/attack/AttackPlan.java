package io.seedcast.train.attack;

import java.util.ArrayList;
import java.util.List;

/**
 * Which attacks are tried, and how far they may go.
 *
 * @param attacks at least one, each {@link Attack#id} once
 * @param epsilons at least one; kept in ascending order, each once
 * @param seed of random starts and squares
 * @param batchSize images attacked at a time, at least 1
 * @param keptExamples the most adversarial examples kept of each attack and epsilon, those with the
 *     smallest change; at least 0
 */
public record AttackPlan(
    List<Attack> attacks, List<Epsilon> epsilons, long seed, int batchSize, int keptExamples) {
  public AttackPlan {
    attacks = List.copyOf(attacks);
    epsilons = epsilons.stream().sorted().distinct().toList();
    if (attacks.isEmpty() || epsilons.isEmpty()) {
      throw new IllegalArgumentException(
          "a plan has at least one attack and one epsilon: got "
              + attacks.size()
              + " and "
              + epsilons.size());
    }
    List<String> ids = attacks.stream().map(Attack::id).toList();
    if (ids.stream().distinct().count() < ids.size()) {
      throw new IllegalArgumentException("an attack can be planned only once: got " + ids);
    }
    if (batchSize < 1 || keptExamples < 0) {
      throw new IllegalArgumentException(
          "batchSize must be at least 1 and keptExamples at least 0: got "
              + batchSize
              + " and "
              + keptExamples);
    }
  }

  /** A plan with batches of 100 images and 8 examples kept. */
  public static AttackPlan of(List<Attack> attacks, List<Epsilon> epsilons, long seed) {
    return new AttackPlan(attacks, epsilons, seed, 100, 8);
  }

  /** Returns this plan followed by more attacks. */
  public AttackPlan followedBy(List<Attack> more) {
    List<Attack> all = new ArrayList<>(attacks);
    all.addAll(more);
    return new AttackPlan(all, epsilons, seed, batchSize, keptExamples);
  }
}
