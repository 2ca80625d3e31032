package io.seedcast.train.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.seedcast.core.network.Shape;
import io.seedcast.core.random.Philox;
import io.seedcast.train.attack.Attack.FastGradientSign;
import io.seedcast.train.attack.Attack.ProjectedGradient;
import io.seedcast.train.attack.Attack.Square;
import io.seedcast.train.attack.Attack.Transfer;
import io.seedcast.train.attack.SanityRule.State;
import io.seedcast.vision.ImageSize;
import io.seedcast.vision.Images;
import io.seedcast.vision.loader.Batch;
import io.seedcast.vision.loader.SequentialBatches;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Attacks a linear network, of which it is known how far it can be moved. */
class AttackEvaluationTest {
  private static final ImageSize SIZE = new ImageSize(3, 2, 5);
  private static final Shape INPUT = Shape.of(3, 2, 5);
  private static final int COUNT = 40;
  private static final Attack FGSM = new FastGradientSign();
  private static final Attack PGD = ProjectedGradient.of(10, 1);
  private static final Epsilon EPSILON = new Epsilon(0.02);
  private static final LinearNetwork NETWORK = network(2);
  private static final Images IMAGES = images();

  @Test
  void stepsAlongTheGradientReachWhatCanBeReached() {
    double reach = 0;
    for (float weight : NETWORK.weights()) {
      reach += EPSILON.value() * Math.abs(weight);
    }
    int correct = 0;
    int standing = 0;
    for (int i = 0; i < COUNT; i++) {
      float logit = NETWORK.logits(Pixels.image(IMAGES, i))[1];
      double margin = IMAGES.label(i) == 1 ? logit : -logit;
      correct += margin > 0 ? 1 : 0;
      standing += margin > reach ? 1 : 0;
    }

    AttackOutcome outcome =
        evaluate(NETWORK, IMAGES, AttackPlan.of(List.of(FGSM, PGD), List.of(EPSILON), 1));

    assertThat(standing).isBetween(1, correct - 1);
    assertThat(outcome.cleanAccuracy()).isEqualTo(correct / (double) COUNT);
    assertThat(outcome.results())
        .extracting(AttackResult::accuracy)
        .containsExactly(standing / (double) COUNT, standing / (double) COUNT);
    assertThat(outcome.rules())
        .extracting(SanityRule::state)
        .containsExactly(
            State.NOT_CHECKED, // accuracy over epsilon: there is one
            State.HOLDS,
            State.NOT_CHECKED, // Square
            State.NOT_CHECKED, // examples of another network
            State.BY_CONSTRUCTION,
            State.HOLDS,
            State.HOLDS);
  }

  @Test
  void aHugeLogitHidesItsSlopeFromTheCrossEntropyButNotFromTheMargin() {
    float[] huge = NETWORK.weights().clone();
    for (int i = 0; i < huge.length; i++) {
      huge[i] *= 10_000;
    }
    LinearNetwork saturated = new LinearNetwork(INPUT, huge, 10_000 * NETWORK.bias(), 2);
    Attack margin = new ProjectedGradient(10, 1, StepSize.DEFAULT, AttackLoss.MARGIN);
    List<Epsilon> epsilons = List.of(EPSILON);

    double plain = accuracy(evaluate(NETWORK, IMAGES, AttackPlan.of(List.of(PGD), epsilons, 1)));
    double hidden = accuracy(evaluate(saturated, IMAGES, AttackPlan.of(List.of(PGD), epsilons, 1)));
    double seen =
        accuracy(evaluate(saturated, IMAGES, AttackPlan.of(List.of(margin), epsilons, 1)));

    // Both networks tell the same classes of every image: one is as weak as the other.
    assertThat(seen).isEqualTo(plain);
    assertThat(hidden).isGreaterThan(plain + 0.1);
  }

  @Test
  void aSmallStepCannotReachTheEdgeOfTheBallButBoundlessOnesAreTakenForTheRule() {
    Attack creeping =
        new ProjectedGradient(
            1, 1, StepSize.absolute(new Epsilon(0.0001)), AttackLoss.CROSS_ENTROPY);

    AttackOutcome crept =
        evaluate(NETWORK, IMAGES, AttackPlan.of(List.of(PGD, FGSM), List.of(EPSILON), 1));
    AttackOutcome reached =
        evaluate(NETWORK, IMAGES, AttackPlan.of(List.of(creeping, FGSM), List.of(EPSILON), 1));

    assertThat(accuracy(reached)).isGreaterThan(accuracy(crept));
    assertThat(creeping.description()).startsWith("1 steps of 1.0E-4 along");
    assertThat(StepSize.absolute(new Epsilon(2 / 255.0)).at(EPSILON)).isEqualTo(2 / 255.0);
    assertThat(StepSize.DEFAULT.at(EPSILON)).isEqualTo(0.005);
  }

  @Test
  void anImageIsAttackedInTheSameWayInAnySample() {
    int[] some = {3, 7, 8, 21, 30, 39};
    AttackPlan plan =
        new AttackPlan(
            List.of(ProjectedGradient.of(1, 1), Square.of(20)),
            List.of(new Epsilon(0.05)),
            5,
            100,
            COUNT);

    AttackOutcome all = evaluate(NETWORK, IMAGES, plan);
    AttackOutcome few =
        AttackEvaluation.run(
            NETWORK, TestSample.of(IMAGES, some), plan, AttackMemory.NONE, AttackListener.NONE);

    for (int attack = 0; attack < 2; attack++) {
      List<AdversarialExample> there = all.results().get(attack).examples();
      List<AdversarialExample> here = few.results().get(attack).examples();
      assertThat(here).isNotEmpty();
      for (AdversarialExample example : here) {
        assertThat(there)
            .anyMatch(
                one ->
                    one.image() == some[example.image()] && one.pixels().equals(example.pixels()));
      }
    }
  }

  @Test
  void theWorstCasesFallAtTheSmallestEpsilonByTheSmallestChange() {
    Epsilon tiny = new Epsilon(0.002);
    AttackPlan plan = new AttackPlan(List.of(FGSM, PGD), List.of(tiny, EPSILON), 1, 7, COUNT);

    AttackOutcome outcome = evaluate(NETWORK, IMAGES, plan);
    AttackOutcome fewKept =
        evaluate(NETWORK, IMAGES, new AttackPlan(plan.attacks(), plan.epsilons(), 1, 7, 5));

    List<WorstCase> worst = outcome.worstCases(COUNT);
    assertThat(worst).extracting(one -> one.example().image()).doesNotHaveDuplicates();
    assertThat(worst).extracting(WorstCase::epsilon).isSorted().contains(tiny, EPSILON);
    for (WorstCase one : worst) {
      for (AttackResult result : outcome.results()) {
        for (AdversarialExample example : result.examples()) {
          if (example.image() == one.example().image()) {
            assertThat(result.epsilon()).isGreaterThanOrEqualTo(one.epsilon());
            if (result.epsilon().equals(one.epsilon())) {
              assertThat(example.change()).isGreaterThanOrEqualTo(one.example().change());
            }
          }
        }
      }
    }
    assertThat(fewKept.worstCases(5)).isEqualTo(worst.subList(0, 5));
    assertThat(worst.get(0).example().change()).isBetween(0.0, tiny.value());
  }

  private static AttackOutcome evaluate(AttackedNetwork network, Images images, AttackPlan plan) {
    return AttackEvaluation.run(
        network, TestSample.all(images), plan, AttackMemory.NONE, AttackListener.NONE);
  }

  private static double accuracy(AttackOutcome outcome) {
    return outcome.results().get(0).accuracy();
  }

  @Test
  void trainingExamplesLieUphillWithinTheBall() {
    Batch batch = new SequentialBatches(IMAGES, COUNT).iterator().next();

    float[] examples = AdversarialTraining.fgsm(EPSILON).examples(NETWORK, batch, 7, 2);

    for (int n = 0; n < COUNT; n++) {
      float[] clean = Pixels.image(IMAGES, n);
      for (int i = 0; i < clean.length; i++) {
        double uphill = Math.signum(NETWORK.weights()[i]) * (batch.labels()[n] == 1 ? -1 : 1);
        double moved = (examples[n * clean.length + i] - (double) clean[i]) * uphill;
        // A step of 1.25 epsilon from anywhere in the ball, then back into it.
        assertThat(moved).isBetween(0.25 * EPSILON.value() - 1e-6, EPSILON.value() + 1e-16);
      }
    }
    assertThat(AdversarialTraining.fgsm(EPSILON).examples(NETWORK, batch, 7, 2))
        .isEqualTo(examples);
    assertThat(AdversarialTraining.fgsm(EPSILON).examples(NETWORK, batch, 7, 3))
        .isNotEqualTo(examples);
  }

  @Test
  void refusesWhatDoesNotFit() {
    AttackPlan plan = AttackPlan.of(List.of(FGSM), List.of(EPSILON), 1);
    Images seven = Images.builder(1, SIZE).put(0, new byte[SIZE.bytes()], 7).build();
    ImageSize larger = new ImageSize(3, 4, 5);
    Images others = Images.builder(1, larger).put(0, new byte[larger.bytes()], 0).build();
    Attack transfer = new Transfer(network(3), "other", "digest", FGSM);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> evaluate(NETWORK, others, plan))
        .withMessage("the network takes images of 3x2x5: got 1 of 3x4x5");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> evaluate(NETWORK, seven, plan))
        .withMessage("the network tells 2 classes apart: got a label 7");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> evaluate(NETWORK, IMAGES, plan.followedBy(List.of(transfer))))
        .withMessage(
            "examples are transferred between networks of the same input and classes: got 3x2x5 to 3 for 3x2x5 to 2");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Transfer(NETWORK, "itself", "digest", Square.of(10)))
        .withMessage("only examples made by gradients are transferred, fgsm or pgd: got square");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> plan.followedBy(List.of(FGSM)))
        .withMessage("an attack can be planned only once: got [fgsm, fgsm]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TestSample(IMAGES, List.of(1)))
        .withMessage("a sample has at least one image, and a number for each: got 40 and 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> StepSize.ofEpsilon(0))
        .withMessage("a step must be above 0: got 0.0");
  }

  private static LinearNetwork network(int classes) {
    float[] weights = new float[SIZE.bytes()];
    Philox random = Philox.of(3, 1);
    float sum = 0;
    for (int i = 0; i < weights.length; i++) {
      weights[i] = random.nextInt(201) / 100f - 1;
      sum += weights[i];
    }
    return new LinearNetwork(INPUT, weights, -sum / 2, classes);
  }

  /**
   * Grey noise, far enough from black and white to move freely; each image's class is told right.
   */
  private static Images images() {
    Images.Builder images = Images.builder(COUNT, SIZE);
    for (int i = 0; i < COUNT; i++) {
      Philox random = Philox.of(4, i);
      byte[] pixels = new byte[SIZE.bytes()];
      for (int j = 0; j < pixels.length; j++) {
        pixels[j] = (byte) (90 + random.nextInt(75));
      }
      float logit =
          NETWORK.logits(Pixels.image(Images.builder(1, SIZE).put(0, pixels, 0).build(), 0))[1];
      images.put(i, pixels, logit > 0 ? 1 : 0);
    }
    return images.build();
  }
}
