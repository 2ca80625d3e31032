package io.seedcast.train.attack;

import static org.assertj.core.api.Assertions.assertThat;

import io.seedcast.train.attack.Attack.FastGradientSign;
import io.seedcast.train.attack.Attack.ProjectedGradient;
import io.seedcast.train.attack.Attack.Square;
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

    assertThat(rules).hasSize(3).allMatch(SanityRule::holds);
    assertThat(rules.get(0))
        .isEqualTo(
            new SanityRule(
                "accuracy falls with epsilon",
                true,
                "fgsm 60.0 % at 2/255, 30.0 % at 8/255; pgd 60.0 % at 2/255, 10.0 % at 8/255; square 70.0 %"
                    + " at 2/255, 10.0 % at 8/255"));
    assertThat(rules.get(1).numbers()).contains("at 8/255 pgd 10.0 %, fgsm 30.0 %, clean 90.0 %");
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

    assertThat(rules).hasSize(3).noneMatch(SanityRule::holds);
    assertThat(rules.get(2).name()).contains("masked");
    assertThat(rules.get(2).numbers()).contains("at 8/255 square 20.0 %, pgd 40.0 %");
    assertThat(SanityRules.withoutEpsilon(0.9, List.of(result(PGD, NEAR, 0.8))).holds()).isFalse();
    assertThat(SanityRules.unbounded(result(PGD, NEAR, 0.06)).holds()).isFalse();
  }

  @Test
  void areLeftOutWhereTheirAttacksAreMissing() {
    assertThat(SanityRules.of(0.9, List.of(result(SQUARE, NEAR, 0.5)))).isEmpty();
    assertThat(SanityRules.of(0.9, List.of(result(FGSM, NEAR, 0.5), result(PGD, NEAR, 0.5))))
        .singleElement()
        .extracting(SanityRule::holds)
        .isEqualTo(true);
  }

  private static AttackResult result(Attack attack, Epsilon epsilon, double accuracy) {
    return new AttackResult(attack, epsilon, accuracy, List.of(), List.of());
  }
}
