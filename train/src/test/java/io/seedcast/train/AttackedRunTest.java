package io.seedcast.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.seedcast.core.network.FloatTensor;
import io.seedcast.core.network.NamedTensors;
import io.seedcast.core.network.Node;
import io.seedcast.core.network.Operation.Linear;
import io.seedcast.train.attack.AdversarialExample;
import io.seedcast.train.attack.Attack;
import io.seedcast.train.attack.Attack.FastGradientSign;
import io.seedcast.train.attack.Attack.ProjectedGradient;
import io.seedcast.train.attack.Attack.Square;
import io.seedcast.train.attack.Attack.Transfer;
import io.seedcast.train.attack.AttackEvaluation;
import io.seedcast.train.attack.AttackListener;
import io.seedcast.train.attack.AttackLoss;
import io.seedcast.train.attack.AttackMemory;
import io.seedcast.train.attack.AttackOutcome;
import io.seedcast.train.attack.AttackPlan;
import io.seedcast.train.attack.AttackResult;
import io.seedcast.train.attack.AttackedNetwork;
import io.seedcast.train.attack.Epsilon;
import io.seedcast.train.attack.SanityRule;
import io.seedcast.train.attack.SanityRule.State;
import io.seedcast.train.attack.StepSize;
import io.seedcast.train.attack.TestSample;
import io.seedcast.vision.Dataset;
import io.seedcast.vision.Images;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Attacks a network that was trained for a few seconds. */
class AttackedRunTest {
  private static final Dataset DATASET = Tints.DATASET;
  private static final Attack FGSM = new FastGradientSign();
  private static final Attack PGD = ProjectedGradient.of(10, 2);
  private static final Attack SQUARE = Square.of(100);
  private static final Epsilon NEAR = Epsilon.parse("1/255");
  private static final Epsilon FAR = Epsilon.parse("8/255");

  @TempDir static Path dir;
  private static RunFolder run;
  private static AttackOutcome outcome;

  @BeforeAll
  static void trainAndAttack() {
    run = Tints.train(dir.resolve("run"), 1);
    outcome = attack(plan(List.of(FGSM, PGD, SQUARE), NEAR, FAR));
  }

  private static AttackPlan plan(List<Attack> attacks, Epsilon... epsilons) {
    return AttackPlan.of(attacks, List.of(epsilons), 3);
  }

  private static AttackOutcome attack(AttackPlan plan) {
    try (TrainedClassifier network = TrainedClassifier.open(run, 1)) {
      return AttackEvaluation.run(
          network, TestSample.all(DATASET.test()), plan, AttackMemory.NONE, AttackListener.NONE);
    }
  }

  @Test
  void theRulesHoldOnATrainedNetwork() {
    assertThat(outcome.cleanAccuracy()).isGreaterThan(0.4);
    assertThat(outcome.rules())
        .extracting(SanityRule::state)
        .containsExactly(
            State.HOLDS,
            State.HOLDS,
            State.HOLDS,
            State.NOT_CHECKED, // there is no other network
            State.BY_CONSTRUCTION,
            State.HOLDS,
            State.HOLDS);
    assertThat(result(PGD, FAR).accuracy()).isLessThan(outcome.cleanAccuracy() / 2);
  }

  @Test
  void tellsWhatBecameOfEachImage() {
    Images images = DATASET.test();
    for (AttackResult result : outcome.results()) {
      int correct = 0;
      for (int i = 0; i < images.count(); i++) {
        int before = outcome.cleanPredictions().get(i);
        int after = result.predictions().get(i);
        if (before != images.label(i)) {
          assertThat(after).as("not attacked").isEqualTo(before);
        }
        correct += after == images.label(i) ? 1 : 0;
      }
      assertThat(result.accuracy()).isEqualTo(correct / (double) images.count());
    }
  }

  @Test
  void examplesAreWithinEpsilonAndTheRangeAndWronglyClassified() {
    Images images = DATASET.test();
    for (AttackResult result : outcome.results()) {
      double epsilon = result.epsilon().value();
      for (AdversarialExample example : result.examples()) {
        float[] pixels = example.pixels().values();
        byte[] original = images.image(example.image());
        double farthest = 0;
        for (int i = 0; i < pixels.length; i++) {
          assertThat(pixels[i]).isBetween(0f, 1f);
          farthest =
              Math.max(farthest, Math.abs(pixels[i] - (double) ((original[i] & 0xFF) / 255f)));
        }
        assertThat(farthest).isPositive().isLessThanOrEqualTo(epsilon + 1e-16);
        assertThat(example.label()).isEqualTo(images.label(example.image()));
        assertThat(example.prediction())
            .isNotEqualTo(example.label())
            .isEqualTo(result.predictions().get(example.image()));
      }
    }
    assertThat(result(PGD, FAR).examples()).hasSize(8);
  }

  @Test
  void theSameSeedGivesTheSameAndAnotherOneOthers() {
    AttackPlan plan = plan(List.of(PGD, SQUARE), FAR);

    AttackOutcome again = attack(plan);
    AttackOutcome other = attack(AttackPlan.of(List.of(PGD), List.of(FAR), 4));

    for (Attack attack : List.of(PGD, SQUARE)) {
      assertThat(result(again, attack, FAR).predictions())
          .isEqualTo(result(attack, FAR).predictions());
      assertThat(result(again, attack, FAR).examples()).isEqualTo(result(attack, FAR).examples());
    }
    assertThat(result(other, PGD, FAR).examples()).isNotEqualTo(result(PGD, FAR).examples());
  }

  @Test
  void anEpsilonOfZeroFindsNothing() {
    AttackOutcome still = attack(plan(List.of(FGSM, PGD, Square.of(5)), new Epsilon(0)));

    assertThat(still.results())
        .allSatisfy(
            result -> {
              assertThat(result.predictions()).isEqualTo(outcome.cleanPredictions());
              assertThat(result.examples()).isEmpty();
            });
  }

  @Test
  void examplesOfAnotherNetworkAreTriedOnThisOne() {
    RunFolder another = Tints.train(dir.resolve("other"), 2);
    try (TrainedClassifier itself = TrainedClassifier.open(run, 1);
        TrainedClassifier other = TrainedClassifier.open(another, 1)) {
      Transfer fromItself = new Transfer(itself, "itself", run.checkpointDigest(), PGD);
      Transfer fromOther = new Transfer(other, "other", another.checkpointDigest(), PGD);

      AttackOutcome known = attack(plan(List.of(PGD, fromItself), FAR));
      AttackOutcome transferred = attack(plan(List.of(PGD, fromOther), FAR));

      // Against itself the same steps are made; only the early ones are not looked at.
      assertThat(result(known, fromItself, FAR).accuracy())
          .isLessThan(outcome.cleanAccuracy() / 2)
          .isGreaterThanOrEqualTo(result(PGD, FAR).accuracy());
      assertThat(result(transferred, fromOther, FAR).accuracy())
          .isBetween(result(PGD, FAR).accuracy(), outcome.cleanAccuracy());
      assertThat(transferred.rules())
          .anyMatch(rule -> rule.name().contains("another network") && rule.state() == State.HOLDS);
    }
  }

  /** The same classes for every image, with logits that leave no doubt in the softmax. */
  @Test
  void aSaturatedSoftmaxHidesAWeakNetworkFromTheCrossEntropyOnly() {
    ProjectedGradient margin = new ProjectedGradient(10, 2, StepSize.DEFAULT, AttackLoss.MARGIN);
    try (TrainingGraph graph =
        new TrainingGraph(run.network(), loud(run.tensors()), TrainingPrecision.FLOAT32)) {
      AttackedNetwork network = new GraphClassifier(graph);

      double plain = pgdAccuracy(network, (ProjectedGradient) PGD);
      double seen = pgdAccuracy(network, margin);

      assertThat(plain).isGreaterThan(0.8 * outcome.cleanAccuracy());
      assertThat(seen).isLessThan(outcome.cleanAccuracy() / 2);
    }
  }

  /** Multiplies the classifier by so much that probabilities round to 0 and 1. */
  private static NamedTensors loud(NamedTensors tensors) {
    Node classifier =
        run.network().nodes().stream()
            .filter(node -> node.operation() instanceof Linear)
            .findFirst()
            .orElseThrow();
    Map<String, FloatTensor> louder = new LinkedHashMap<>(tensors.asMap());
    louder.replaceAll(
        (name, tensor) -> name.startsWith(classifier.name() + ".") ? times(tensor, 1000) : tensor);
    assertThat(louder).isNotEqualTo(tensors.asMap());
    return NamedTensors.of(louder);
  }

  private static FloatTensor times(FloatTensor tensor, float factor) {
    float[] values = tensor.values().clone();
    for (int i = 0; i < values.length; i++) {
      values[i] *= factor;
    }
    return FloatTensor.of(tensor.shape(), values);
  }

  private static double pgdAccuracy(AttackedNetwork network, ProjectedGradient attack) {
    return AttackEvaluation.run(
            network,
            TestSample.all(DATASET.test()),
            plan(List.of(attack), FAR),
            AttackMemory.NONE,
            AttackListener.NONE)
        .results()
        .get(0)
        .accuracy();
  }

  private static AttackResult result(Attack attack, Epsilon epsilon) {
    return result(outcome, attack, epsilon);
  }

  private static AttackResult result(AttackOutcome of, Attack attack, Epsilon epsilon) {
    return of.results().stream()
        .filter(one -> one.attack().equals(attack) && one.epsilon().equals(epsilon))
        .findFirst()
        .orElseThrow();
  }
}
