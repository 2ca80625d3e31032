package io.seedcast.train.attack;

import static org.assertj.core.api.Assertions.assertThat;

import io.seedcast.train.attack.Attack.FastGradientSign;
import io.seedcast.train.attack.Attack.ProjectedGradient;
import io.seedcast.train.attack.Attack.Square;
import io.seedcast.train.attack.SanityRule.State;
import java.util.List;
import org.junit.jupiter.api.Test;

class SanityRulesTest {
  private static final Epsilon NEAR = Epsilon.parse("2/255");
  private static final Epsilon FAR = Epsilon.parse("8/255");
  private static final Attack FGSM = new FastGradientSign();
  private static final Attack PGD = ProjectedGradient.of(20, 1);
  private static final Attack SQUARE = Square.of(1000);

  @Test
  void holdForWhatIsPlausible() {
    List<SanityRule> rules =
        SanityRules.of(
            0.9,
            List.of(
                result(FGSM, NEAR, 0.6),
                result(FGSM, FAR, 0.3),
                result(PGD, NEAR, 0.6),
                result(PGD, FAR, 0.1),
                result(SQUARE, NEAR, 0.7),
                result(SQUARE, FAR, 0.1)));

    assertThat(states(rules))
        .containsExactly(
            State.HOLDS, State.HOLDS, State.HOLDS, State.NOT_CHECKED, State.BY_CONSTRUCTION);
    assertThat(rules.get(0))
        .isEqualTo(
            new SanityRule(
                "accuracy falls with epsilon",
                State.HOLDS,
                "fgsm 60.0 % at 2/255, 30.0 % at 8/255; pgd 60.0 % at 2/255, 10.0 % at 8/255; square 70.0 %"
                    + " at 2/255, 10.0 % at 8/255"));
    assertThat(rules.get(1).detail()).contains("at 8/255 fgsm 30.0 %, pgd 10.0 %");
    assertThat(rules.get(3).detail()).isEqualTo("needs examples made against another network");
    assertThat(rules.get(4).detail()).endsWith("clean 90.0 %");
  }

  @Test
  void doNotHoldForWhatIsTooGoodToBeTrue() {
    List<SanityRule> rules =
        SanityRules.of(
            0.9,
            List.of(
                result(FGSM, NEAR, 0.3),
                result(FGSM, FAR, 0.4),
                result(PGD, NEAR, 0.5),
                result(PGD, FAR, 0.4),
                result(SQUARE, NEAR, 0.5),
                result(SQUARE, FAR, 0.2)));

    assertThat(states(rules).subList(0, 3)).containsOnly(State.FAILS);
    assertThat(rules.get(2).name()).contains("masked");
    assertThat(rules.get(2).detail()).contains("at 8/255 square 20.0 %, pgd 40.0 %");
    assertThat(SanityRules.withoutEpsilon(0.9, List.of(result(PGD, NEAR, 0.8))).state())
        .isEqualTo(State.FAILS);
    assertThat(SanityRules.unbounded(result(PGD, NEAR, 0.06)).state()).isEqualTo(State.FAILS);
  }

  @Test
  void sayWhatTheyNeedWhereTheirAttacksAreMissing() {
    List<SanityRule> square = SanityRules.of(0.9, List.of(result(SQUARE, NEAR, 0.5)));
    List<SanityRule> gradients =
        SanityRules.of(0.9, List.of(result(FGSM, NEAR, 0.5), result(PGD, NEAR, 0.5)));

    assertThat(square)
        .filteredOn(rule -> rule.state() == State.NOT_CHECKED)
        .extracting(SanityRule::detail)
        .containsExactly(
            "needs two epsilons",
            "needs fgsm and pgd",
            "needs pgd",
            "needs examples made against another network");
    assertThat(states(gradients))
        .containsExactly(
            State.NOT_CHECKED,
            State.HOLDS,
            State.NOT_CHECKED,
            State.NOT_CHECKED,
            State.BY_CONSTRUCTION);
    assertThat(SanityRules.unboundedNotChecked().detail()).isEqualTo("needs pgd");
  }

  private static List<State> states(List<SanityRule> rules) {
    return rules.stream().map(SanityRule::state).toList();
  }

  private static AttackResult result(Attack attack, Epsilon epsilon, double accuracy) {
    return new AttackResult(attack, epsilon, accuracy, List.of(), List.of());
  }
}
