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
 * Judges whether attacks did their work. Every rule appears, also one that could not be checked, so
 * that nobody takes silence for success. Source: N. Carlini et al., "On evaluating adversarial
 * robustness", 2019, section 5.
 */
final class SanityRules {
  /** What an attack without bounds may leave: next to nothing. */
  private static final double NOTHING = 0.05;

  private static final String FALLS = "accuracy falls with epsilon";
  private static final String STRENGTH = "PGD leaves at most what FGSM leaves";
  private static final String SQUARE =
      "Square is not stronger than PGD (else the gradient is masked)";
  private static final String UNBOUNDED = "an unbounded epsilon leaves PGD next to nothing";

  private SanityRules() {}

  /** The rules that results alone are judged by. */
  static List<SanityRule> of(double cleanAccuracy, List<AttackResult> results) {
    Map<String, List<AttackResult>> byAttack = new LinkedHashMap<>();
    results.forEach(
        result ->
            byAttack.computeIfAbsent(result.attack().id(), id -> new ArrayList<>()).add(result));
    List<AttackResult> fgsm = byAttack.getOrDefault(FastGradientSign.ID, List.of());
    List<AttackResult> pgd = byAttack.getOrDefault(ProjectedGradient.ID, List.of());
    List<AttackResult> square = byAttack.getOrDefault(Square.ID, List.of());
    List<SanityRule> rules = new ArrayList<>();
    rules.add(falls(byAttack));
    rules.add(atLeast(STRENGTH, FastGradientSign.ID, fgsm, ProjectedGradient.ID, pgd));
    rules.add(atLeast(SQUARE, Square.ID, square, ProjectedGradient.ID, pgd));
    rules.addAll(transfers(byAttack));
    rules.add(bounded(cleanAccuracy));
    return rules;
  }

  private static List<SanityRule> transfers(Map<String, List<AttackResult>> byAttack) {
    List<SanityRule> rules = new ArrayList<>();
    byAttack.forEach(
        (id, results) -> {
          if (results.get(0).attack() instanceof Transfer transfer) {
            String direct = transfer.attack().id();
            rules.add(
                atLeast(
                    transferred(direct),
                    id,
                    results,
                    direct,
                    byAttack.getOrDefault(direct, List.of())));
          }
        });
    if (rules.isEmpty()) {
      rules.add(
          SanityRule.notChecked(
              transferred("those of the network itself"), "examples made against another network"));
    }
    return rules;
  }

  private static String transferred(String direct) {
    return "examples of another network are not stronger than "
        + direct
        + " (else the gradient is masked)";
  }

  private static SanityRule falls(Map<String, List<AttackResult>> byAttack) {
    if (byAttack.values().stream().allMatch(one -> one.size() < 2)) {
      return SanityRule.notChecked(FALLS, "two epsilons");
    }
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
    return SanityRule.checked(FALLS, holds, String.join("; ", numbers));
  }

  /** A weaker attack leaves at least what a stronger one does. */
  private static SanityRule atLeast(
      String name,
      String weakerId,
      List<AttackResult> weaker,
      String strongerId,
      List<AttackResult> stronger) {
    if (weaker.isEmpty() || stronger.isEmpty()) {
      List<String> missing = new ArrayList<>();
      if (weaker.isEmpty()) {
        missing.add(weakerId);
      }
      if (stronger.isEmpty()) {
        missing.add(strongerId);
      }
      return SanityRule.notChecked(name, String.join(" and ", missing));
    }
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
              + weakerId
              + " "
              + percent(weak.accuracy())
              + ", "
              + strongerId
              + " "
              + percent(strong.accuracy()));
    }
    return SanityRule.checked(name, holds, String.join("; ", numbers));
  }

  private static SanityRule bounded(double cleanAccuracy) {
    return new SanityRule(
        "no attack leaves more than the clean accuracy",
        SanityRule.State.BY_CONSTRUCTION,
        "only images that are classified correctly are attacked; clean " + percent(cleanAccuracy));
  }

  /** An attack that may move nothing finds nothing. */
  static SanityRule withoutEpsilon(double cleanAccuracy, List<AttackResult> results) {
    List<String> numbers = new ArrayList<>();
    results.forEach(result -> numbers.add(result.attack().id() + " " + percent(result.accuracy())));
    return SanityRule.checked(
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
    return SanityRule.checked(
        UNBOUNDED, result.accuracy() <= NOTHING, percent(result.accuracy()) + ofImages(result));
  }

  /** The same, where there is no such attack. */
  static SanityRule unboundedNotChecked() {
    return SanityRule.notChecked(UNBOUNDED, ProjectedGradient.ID);
  }

  private static String ofImages(AttackResult result) {
    return " of the first " + result.predictions().size() + " images";
  }

  private static String percent(double fraction) {
    return String.format(Locale.ROOT, "%.1f %%", 100 * fraction);
  }
}
