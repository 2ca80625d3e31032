package io.seedcast.experiment.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.seedcast.core.failure.SeedcastException;
import io.seedcast.core.network.Shape;
import io.seedcast.core.random.Philox;
import io.seedcast.train.attack.Attack;
import io.seedcast.train.attack.Attack.FastGradientSign;
import io.seedcast.train.attack.Attack.ProjectedGradient;
import io.seedcast.train.attack.Attack.Square;
import io.seedcast.train.attack.AttackEvaluation;
import io.seedcast.train.attack.AttackListener;
import io.seedcast.train.attack.AttackLoss;
import io.seedcast.train.attack.AttackMemory;
import io.seedcast.train.attack.AttackOutcome;
import io.seedcast.train.attack.AttackPlan;
import io.seedcast.train.attack.AttackState;
import io.seedcast.train.attack.AttackedNetwork;
import io.seedcast.train.attack.Epsilon;
import io.seedcast.train.attack.StepSize;
import io.seedcast.train.attack.TestSample;
import io.seedcast.vision.ImageSize;
import io.seedcast.vision.Images;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Interrupts attacks in the middle, and goes on with them. */
class FinishedAttacksTest {
  private static final ImageSize SIZE = new ImageSize(3, 2, 5);
  private static final Shape INPUT = Shape.of(3, 2, 5);
  private static final int COUNT = 50;
  private static final int BATCH = 12;
  private static final String NETWORK = "sha256:0123456789abcdef0123456789abcdef";
  private static final Map<String, String> SETTINGS = Map.of("data", "d", "seed", "1");
  private static final Epsilon NEAR = new Epsilon(0.01);
  private static final Epsilon FAR = new Epsilon(0.05);
  private static final Attack PGD = ProjectedGradient.of(4, 2);
  private static final Attack SQUARE = Square.of(30);
  private static final TestSample SAMPLE = TestSample.all(images());

  @TempDir Path dir;

  /** Class 1 if a weighted sum of the values is above 0; counts what it is asked. */
  private static final class WeightedSum implements AttackedNetwork {
    private int asked;

    @Override
    public Shape input() {
      return INPUT;
    }

    @Override
    public int classes() {
      return 2;
    }

    private static float weight(int i) {
      return (i % 5 - 2) / 2f;
    }

    @Override
    public float[] logits(float[] imagesNchw) {
      int count = imagesNchw.length / SIZE.bytes();
      asked += count;
      float[] logits = new float[2 * count];
      for (int i = 0; i < imagesNchw.length; i++) {
        logits[2 * (i / SIZE.bytes()) + 1] += weight(i % SIZE.bytes()) * imagesNchw[i];
      }
      return logits;
    }

    @Override
    public Slope slope(float[] imagesNchw, int[] labels, AttackLoss loss) {
      float[] gradients = new float[imagesNchw.length];
      for (int i = 0; i < gradients.length; i++) {
        gradients[i] = weight(i % SIZE.bytes()) * (1 - 2 * labels[i / SIZE.bytes()]);
      }
      return new Slope(logits(imagesNchw), gradients);
    }
  }

  private static Images images() {
    Images.Builder images = Images.builder(COUNT, SIZE);
    for (int n = 0; n < COUNT; n++) {
      Philox random = Philox.of(5, n);
      byte[] pixels = new byte[SIZE.bytes()];
      float sum = 0;
      for (int i = 0; i < pixels.length; i++) {
        pixels[i] = (byte) (100 + random.nextInt(50));
        sum += WeightedSum.weight(i) * pixels[i];
      }
      images.put(n, pixels, sum > 0 ? 1 : 0);
    }
    return images.build();
  }

  private static AttackPlan plan(List<Attack> attacks, Epsilon... epsilons) {
    return new AttackPlan(attacks, List.of(epsilons), 1, BATCH, 5);
  }

  private FinishedAttacks open(boolean resume) {
    return open(SETTINGS, NETWORK, "1.0", resume);
  }

  private FinishedAttacks open(
      Map<String, String> settings, String network, String codeVersion, boolean resume) {
    return FinishedAttacks.open(dir, settings, network, SAMPLE.images(), codeVersion, resume);
  }

  /** Ends an evaluation after so many batches. */
  private static final class Interruption implements AttackListener {
    private int batches;

    Interruption(int batches) {
      this.batches = batches;
    }

    @Override
    public void imagesDone(int done) {
      if (--batches == 0) {
        throw new IllegalStateException("interrupted after " + done + " images");
      }
    }
  }

  @Test
  void goesOnWithinAnAttackAsIfNothingHadHappened() {
    AttackPlan plan = plan(List.of(PGD, SQUARE), NEAR, FAR);
    AttackOutcome undisturbed =
        AttackEvaluation.run(
            new WeightedSum(), SAMPLE, plan, AttackMemory.NONE, AttackListener.NONE);
    int batchesOfAnAttack = (COUNT + BATCH - 1) / BATCH;

    Throwable stop =
        catchThrowable(
            () ->
                AttackEvaluation.run(
                    new WeightedSum(),
                    SAMPLE,
                    plan,
                    open(false),
                    new Interruption(2 * batchesOfAnAttack + 2)));
    List<Integer> doneBefore = new ArrayList<>();
    AttackOutcome resumed =
        AttackEvaluation.run(
            new WeightedSum(),
            SAMPLE,
            plan,
            open(true),
            new AttackListener() {
              @Override
              public void attackStarted(Attack attack, Epsilon epsilon, int done, int images) {
                doneBefore.add(done);
              }
            });

    assertThat(stop).hasMessage("interrupted after 24 images");
    assertThat(doneBefore).containsExactly(COUNT, COUNT, 24, 0);
    assertThat(resumed).isEqualTo(undisturbed);
    assertThat(resumed.results()).allSatisfy(one -> assertThat(one.examples()).isNotEmpty());
    assertThat(resumed.worstCases(5)).hasSize(5).isEqualTo(undisturbed.worstCases(5));
  }

  @Test
  void asksTheNetworkNothingAboutWhatIsFinished() {
    FastGradientSign fgsm = new FastGradientSign();
    WeightedSum first = new WeightedSum();
    WeightedSum second = new WeightedSum();

    AttackEvaluation.run(
        first, SAMPLE, plan(List.of(SQUARE, fgsm), FAR), open(false), AttackListener.NONE);
    AttackEvaluation.run(
        second, SAMPLE, plan(List.of(SQUARE, fgsm), FAR), open(true), AttackListener.NONE);

    AttackPlan onlyRules = plan(List.of(SQUARE, fgsm), new Epsilon(0));
    WeightedSum rules = new WeightedSum();
    AttackEvaluation.run(rules, SAMPLE, onlyRules, everythingDone(), AttackListener.NONE);
    assertThat(second.asked).isEqualTo(rules.asked).isLessThan(first.asked);
  }

  private static AttackMemory everythingDone() {
    List<Integer> predictions = Collections.nCopies(COUNT, 0);
    return new AttackMemory() {
      @Override
      public AttackState find(Attack attack, Epsilon epsilon) {
        return new AttackState(predictions, List.of());
      }

      @Override
      public void keep(Attack attack, Epsilon epsilon, AttackState state) {
        throw new AssertionError("nothing was to do");
      }
    };
  }

  @Test
  void keepsAttacksWithOtherParametersApart() {
    FinishedAttacks finished = open(false);
    AttackState state = new AttackState(List.of(1, 0, 1), List.of());
    Attack quarter = ProjectedGradient.of(4, 2);
    Attack same =
        new ProjectedGradient(
            4, 2, StepSize.absolute(new Epsilon(0.0125)), AttackLoss.CROSS_ENTROPY);
    Attack margin = new ProjectedGradient(4, 2, StepSize.DEFAULT, AttackLoss.MARGIN);
    Attack lent = new Attack.Transfer(new WeightedSum(), "other", "sha256:77", quarter);

    finished.keep(quarter, FAR, state);

    FinishedAttacks again = open(true);
    assertThat(again.find(quarter, FAR)).isEqualTo(state);
    assertThat(again.find(same, FAR)).as("steps of the same size").isEqualTo(state);
    for (Attack other :
        List.of(margin, lent, ProjectedGradient.of(5, 2), ProjectedGradient.of(4, 3))) {
      assertThat(again.find(other, FAR)).isEqualTo(AttackState.NOTHING);
    }
    assertThat(again.find(quarter, NEAR)).isEqualTo(AttackState.NOTHING);
    assertThat(open(SETTINGS, NETWORK.replace('0', '9'), "1.0", true).find(quarter, FAR))
        .isEqualTo(AttackState.NOTHING);
  }

  @Test
  void remembersWhichVersionsOfTheProgramMadeAResult() {
    FinishedAttacks first = open(false);
    first.keep(PGD, NEAR, AttackState.NOTHING);
    first.keep(PGD, FAR, AttackState.NOTHING);

    FinishedAttacks second = open(SETTINGS, NETWORK, "1.1", true);
    second.find(PGD, NEAR);
    second.find(PGD, FAR);
    second.keep(PGD, FAR, AttackState.NOTHING);
    second.keep(SQUARE, FAR, AttackState.NOTHING);

    assertThat(second.codeVersions(PGD, NEAR)).containsExactly("1.0");
    assertThat(second.codeVersions(PGD, FAR)).containsExactly("1.0", "1.1");
    assertThat(second.codeVersions(SQUARE, FAR)).containsExactly("1.1");
  }

  @Test
  void startsAnewWhereAFileIsNotWhole() throws IOException {
    AttackState whole = new AttackState(List.of(1, 0), evaluated().results().get(0).examples());
    open(false).keep(PGD, FAR, whole);
    Path file = onlyResult();
    String text = Files.readString(file);
    assertThat(open(true).find(PGD, FAR)).isEqualTo(whole);

    for (String damaged :
        List.of(
            text.substring(0, text.length() / 2),
            "null",
            "{}",
            text.replace("\"predictions\":[1,0]", "\"predictions\":null"),
            text.replace("\"predictions\":[1,0]", "\"predictions\":[" + "1,".repeat(COUNT) + "1]"),
            text.replace("\"pixels\":\"", "\"pixels\":\"AAAA"))) {
      assertThat(damaged).isNotEqualTo(text);
      Files.writeString(file, damaged);
      assertThat(open(true).find(PGD, FAR)).as(damaged).isEqualTo(AttackState.NOTHING);
    }
  }

  private static AttackOutcome evaluated() {
    return AttackEvaluation.run(
        new WeightedSum(), SAMPLE, plan(List.of(PGD), FAR), AttackMemory.NONE, AttackListener.NONE);
  }

  private Path onlyResult() throws IOException {
    try (var files = Files.list(dir.resolve("finished"))) {
      return files.filter(file -> !file.endsWith("settings.json")).findFirst().orElseThrow();
    }
  }

  @Test
  void refusesResultsThatWereNotAskedForOrAreOfOtherSettings() {
    open(false);
    FinishedAttacks afterAnEarlyFailure =
        open(Map.of("data", "other", "seed", "1"), NETWORK, "1.0", false);
    afterAnEarlyFailure.keep(PGD, FAR, AttackState.NOTHING);

    assertThatThrownBy(() -> open(false))
        .isInstanceOf(SeedcastException.class)
        .hasMessageContaining("holds results already; use them with --resume");
    assertThatThrownBy(() -> open(true))
        .isInstanceOf(SeedcastException.class)
        .hasMessageContaining("was made with another data: got d, found other");
  }
}
