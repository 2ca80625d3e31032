package io.seedcast.train.attack;

import io.seedcast.train.attack.Attack.FastGradientSign;
import io.seedcast.train.attack.Attack.ProjectedGradient;
import io.seedcast.train.attack.Attack.Square;
import io.seedcast.train.attack.Attack.Transfer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Judges whether attacks did their work. Source: N. Carlini et al., "On evaluating adversarial
 * robustness", 2019, section 5.
 */
final class SanityRules {
  /** What an attack without bounds may leave: next to nothing. */
  private static final double NOTHING = 0.05;

  private SanityRules() {}

  /** The rules that results alone are judged by; those whose attacks are missing are left out. */
  static List<SanityRule> of(double cleanAccuracy, List<AttackResult> results) {
    Map<String, List<AttackResult>> byAttack = new LinkedHashMap<>();
    results.forEach(
        result ->
            byAttack.computeIfAbsent(result.attack().id(), id -> new ArrayList<>()).add(result));
    List<SanityRule> rules = new ArrayList<>();
    if (byAttack.values().stream().anyMatch(one -> one.size() > 1)) {
      rules.add(falls(byAttack));
    }
    List<AttackResult> fgsm = byAttack.getOrDefault(FastGradientSign.ID, List.of());
    List<AttackResult> pgd = byAttack.getOrDefault(ProjectedGradient.ID, List.of());
    List<AttackResult> square = byAttack.getOrDefault(Square.ID, List.of());
    if (!fgsm.isEmpty() && !pgd.isEmpty()) {
      rules.add(strength(cleanAccuracy, fgsm, pgd));
    }
    if (!square.isEmpty() && !pgd.isEmpty()) {
      rules.add(
          atLeast("Square is not stronger than PGD (else the gradient is masked)", square, pgd));
    }
    byAttack.values().stream()
        .filter(one -> one.get(0).attack() instanceof Transfer)
        .forEach(
            one -> {
              String id = ((Transfer) one.get(0).attack()).attack().id();
              List<AttackResult> direct = byAttack.getOrDefault(id, List.of());
              if (!direct.isEmpty()) {
                rules.add(
                    atLeast(
                        "examples of another network are not stronger than "
                            + id
                            + " (else the gradient is masked)",
                        one,
                        direct));
              }
            });
    return rules;
  }

  private static SanityRule falls(Map<String, List<AttackResult>> byAttack) {
    boolean holds = true;
    List<String> numbers = new ArrayList<>();
    for (Map.Entry<String, List<AttackResult>> entry : byAttack.entrySet()) {
      List<String> steps = new ArrayList<>();
      double before = 1;
      for (AttackResult result : entry.getValue()) {
        holds &= result.accuracy() <= before;
        before = result.accuracy();
        steps.add(percent(before) + " at " + result.epsilon());
      }
      numbers.add(entry.getKey() + " " + String.join(", ", steps));
    }
    return new SanityRule("accuracy falls with epsilon", holds, String.join("; ", numbers));
  }

  private static SanityRule strength(
      double cleanAccuracy, List<AttackResult> fgsm, List<AttackResult> pgd) {
    boolean holds = true;
    List<String> numbers = new ArrayList<>();
    for (int i = 0; i < pgd.size(); i++) {
      double one = fgsm.get(i).accuracy();
      double many = pgd.get(i).accuracy();
      holds &= many <= one && one <= cleanAccuracy;
      numbers.add(
          "at "
              + pgd.get(i).epsilon()
              + " pgd "
              + percent(many)
              + ", fgsm "
              + percent(one)
              + ", clean "
              + percent(cleanAccuracy));
    }
    return new SanityRule(
        "PGD leaves at most what FGSM leaves, and that at most the clean accuracy",
        holds,
        String.join("; ", numbers));
  }

  private static SanityRule atLeast(
      String name, List<AttackResult> weaker, List<AttackResult> stronger) {
    boolean holds = true;
    List<String> numbers = new ArrayList<>();
    for (int i = 0; i < weaker.size(); i++) {
      AttackResult weak = weaker.get(i);
      AttackResult strong = stronger.get(i);
      holds &= weak.accuracy() >= strong.accuracy();
      numbers.add(
          "at "
              + weak.epsilon()
              + " "
              + weak.attack().id()
              + " "
              + percent(weak.accuracy())
              + ", "
              + strong.attack().id()
              + " "
              + percent(strong.accuracy()));
    }
    return new SanityRule(name, holds, String.join("; ", numbers));
  }

  /** An attack that may move nothing finds nothing. */
  static SanityRule withoutEpsilon(double cleanAccuracy, List<AttackResult> results) {
    List<String> numbers = new ArrayList<>();
    results.forEach(result -> numbers.add(result.attack().id() + " " + percent(result.accuracy())));
    return new SanityRule(
        "epsilon 0 equals clean",
        results.stream().allMatch(result -> result.accuracy() == cleanAccuracy),
        "clean "
            + percent(cleanAccuracy)
            + ", "
            + String.join(", ", numbers)
            + ofImages(results.get(0)));
  }

  /** An attack that may move everything finds everything. */
  static SanityRule unbounded(AttackResult result) {
    return new SanityRule(
        "an unbounded epsilon leaves PGD next to nothing",
        result.accuracy() <= NOTHING,
        percent(result.accuracy()) + ofImages(result));
  }

  private static String ofImages(AttackResult result) {
    return " of the first " + result.predictions().size() + " images";
  }

  private static String percent(double fraction) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * fraction);
  }
}
