package io.seedcast.train.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.seedcast.core.network.Shape;
import io.seedcast.core.random.Philox;
import io.seedcast.train.attack.Attack.FastGradientSign;
import io.seedcast.train.attack.Attack.ProjectedGradient;
import io.seedcast.train.attack.Attack.Square;
import io.seedcast.train.attack.Attack.Transfer;
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
        AttackEvaluation.run(
            NETWORK,
            IMAGES,
            AttackPlan.of(List.of(FGSM, PGD), List.of(EPSILON), 1),
            AttackListener.NONE);

    assertThat(standing).isBetween(1, correct - 1);
    assertThat(outcome.cleanAccuracy()).isEqualTo(correct / (double) COUNT);
    assertThat(outcome.results())
        .extracting(AttackResult::accuracy)
        .containsExactly(standing / (double) COUNT, standing / (double) COUNT);
    assertThat(outcome.rules()).allMatch(SanityRule::holds);
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
    Attack transfer = new Transfer(network(3), "other", FGSM);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> AttackEvaluation.run(NETWORK, others, plan, AttackListener.NONE))
        .withMessage("the network takes images of 3x2x5: got 1 of 3x4x5");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> AttackEvaluation.run(NETWORK, seven, plan, AttackListener.NONE))
        .withMessage("the network tells 2 classes apart: got a label 7");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                AttackEvaluation.run(
                    NETWORK, IMAGES, plan.followedBy(List.of(transfer)), AttackListener.NONE))
        .withMessage(
            "examples are transferred between networks of the same input and classes: got 3x2x5 to 3 for 3x2x5 to 2");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Transfer(NETWORK, "itself", Square.of(10)))
        .withMessage("only examples made by gradients are transferred, fgsm or pgd: got square");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> plan.followedBy(List.of(FGSM)))
        .withMessage("an attack can be planned only once: got [fgsm, fgsm]");
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
