package io.seedcast.train.attack;

import io.seedcast.train.attack.Classifier.Slope;
import java.util.ArrayList;
import java.util.List;

/**
 * FGSM and PGD, with full knowledge of the network or of another one in its place.
 *
 * <p>With full knowledge, an image that falls at any step is done with: the logits come with the
 * gradient, and the others need fewer passes. Otherwise all steps are made before the network is
 * asked, since the attacker cannot look.
 */
final class GradientSearch implements Search {
  private final Classifier source;
  private final Classifier target;
  private final GradientSteps steps;
  private final int restarts;
  private final long seed;

  /**
   * Prepares a search.
   *
   * @param source whose gradients are followed
   * @param target who is to be fooled; the same as source if that is known
   */
  GradientSearch(Classifier source, Classifier target, Attack attack, long seed) {
    this.source = source;
    this.target = target;
    this.steps = GradientSteps.of(attack);
    this.restarts = attack instanceof Attack.ProjectedGradient pgd ? pgd.restarts() : 1;
    this.seed = seed;
  }

  /** A victim and the example that is being worked on. */
  private record Attempt(Victim victim, Example example) {
    static List<Example> examples(List<Attempt> attempts) {
      return attempts.stream().map(Attempt::example).toList();
    }

    static int[] labels(List<Attempt> attempts) {
      return attempts.stream().mapToInt(attempt -> attempt.victim().label()).toArray();
    }
  }

  @Override
  public List<Fallen> run(List<Victim> victims) {
    List<Fallen> fallen = new ArrayList<>();
    List<Victim> standing = victims;
    for (int restart = 0; restart < restarts && !standing.isEmpty(); restart++) {
      List<Attempt> attempts = start(standing, restart);
      for (int step = 0; step < steps.steps() && !attempts.isEmpty(); step++) {
        attempts = advance(attempts, fallen);
      }
      standing = judge(attempts, fallen);
    }
    return fallen;
  }

  private List<Attempt> start(List<Victim> victims, int restart) {
    List<Attempt> attempts = new ArrayList<>(victims.size());
    for (Victim victim : victims) {
      Example example = steps.start(victim.ball(), seed, restart, victim.number());
      attempts.add(new Attempt(victim, example));
    }
    return attempts;
  }

  /** Makes a step; returns the attempts that are still worth one. */
  private List<Attempt> advance(List<Attempt> attempts, List<Fallen> fallen) {
    Slope slope = source.slope(Attempt.examples(attempts), Attempt.labels(attempts), steps.loss());
    List<Attempt> left = new ArrayList<>(attempts.size());
    for (int n = 0; n < attempts.size(); n++) {
      Attempt attempt = attempts.get(n);
      Verdict verdict = slope.verdicts().get(n);
      if (source == target && verdict.isWrong()) {
        fallen.add(new Fallen(attempt.victim(), verdict.prediction(), attempt.example()));
      } else {
        steps.advance(attempt.victim().ball(), attempt.example(), slope.gradients().get(n));
        left.add(attempt);
      }
    }
    return left;
  }

  /** Asks the target after the last step; returns the victims that still stand. */
  private List<Victim> judge(List<Attempt> attempts, List<Fallen> fallen) {
    List<Victim> standing = new ArrayList<>(attempts.size());
    if (attempts.isEmpty()) {
      return standing;
    }
    List<Verdict> verdicts = target.judge(Attempt.examples(attempts), Attempt.labels(attempts));
    for (int n = 0; n < attempts.size(); n++) {
      Attempt attempt = attempts.get(n);
      Verdict verdict = verdicts.get(n);
      if (verdict.isWrong()) {
        fallen.add(new Fallen(attempt.victim(), verdict.prediction(), attempt.example()));
      } else {
        standing.add(attempt.victim());
      }
    }
    return standing;
  }
}
