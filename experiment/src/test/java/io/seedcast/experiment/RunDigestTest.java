package io.seedcast.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import io.seedcast.core.network.Shape;
import io.seedcast.core.zoo.Dimensions;
import io.seedcast.core.zoo.PixelScaling;
import io.seedcast.train.DecayScope;
import io.seedcast.train.Recipe;
import io.seedcast.train.TrainingPrecision;
import io.seedcast.train.attack.AdversarialTraining;
import io.seedcast.vision.loader.Augmentation;
import io.seedcast.vision.shapes.Shapes10;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * The digests are those of version 1, found when it was made. Where one of them changes, everything
 * that was ever trained would be trained again: keep the digest, and write what is new only where
 * it is not as it was before. A network whose description changes is another network.
 */
class RunDigestTest {
  private static final Experiment EXPERIMENT =
      TinyExperiments.of(
          "{\"label\": \"CNN\", \"network\": \"resnet18\", \"method\": \"standard\"},"
              + "{\"label\": \"taught\", \"network\": \"resnet18\", \"method\": \"mono\", \"teacher\": \"CNN\"},"
              + "{\"label\": \"other weights\", \"network\": \"resnet18\", \"method\": \"mono\", \"teacher\": \"CNN\","
              + " \"softWeight\": 0.5}");

  private static final Slice SLICE =
      ExperimentData.of("shapes10", new Shapes10(1, 20, 10).draw(), PixelScaling.STANDARDIZED)
          .slices(1)
          .get(0);

  @Test
  void aPlainNetworkKeepsItsDigestWhateverTheThreads() {
    String digest = "9324052cbf3227097d07039ae0e84a06ce6c3a774e06b9a03cfcb1508e3ce4e7";

    assertThat(run("CNN", recipe(1), 1, null).digest()).isEqualTo(digest);
    assertThat(run("CNN", recipe(2), 1, null).digest()).isEqualTo(digest);
  }

  @Test
  void aPupilKeepsItsDigest() {
    PlannedRun teacher = run("CNN", recipe(1), 0.5, null);

    assertThat(teacher.digest())
        .isEqualTo("6f5927e6a77f460db0199b532902803ffe25f61224df124c8447210abf77a687");
    assertThat(run("taught", recipe(1), 0.5, teacher).digest())
        .isEqualTo("8d992b2b1c74d3826ea75504422a3a01c6265cc0516dc1af8e643f9609bdab43");
    assertThat(run("other weights", recipe(1), 0.5, teacher).digest())
        .isNotEqualTo("8d992b2b1c74d3826ea75504422a3a01c6265cc0516dc1af8e643f9609bdab43");
  }

  @Test
  void anotherRecipeKeepsItsDigest() {
    Recipe recipe =
        new Recipe(
                10,
                128,
                0.1,
                0.9,
                5e-4,
                5,
                new Augmentation(4, false),
                2,
                TrainingPrecision.FLOAT32,
                1)
            .withDecayScope(DecayScope.WEIGHTS);

    assertThat(run("CNN", recipe, 1, null).digest())
        .isEqualTo("51debc932c60def22583f4e629e2006c3f5dab9a40c523633b280abffdd5895f");
    assertThat(
            run(
                    "CNN",
                    recipe.withAdversarial(
                        AdversarialTraining.fgsm(AdversarialTraining.DEFAULT_EPSILON)),
                    1,
                    null)
                .digest())
        .isEqualTo("3cfcd0763c06b66ae9123682973e3bc2abb85dfede66bac1ed0e446aaf13c53d");
  }

  /** What is added to one of these must be added to the digest too. */
  @Test
  void knowsAllThatARecipeSays() {
    assertThat(components(Recipe.class))
        .containsExactly(
            "epochs",
            "batchSize",
            "learningRate",
            "momentum",
            "weightDecay",
            "clipNorm",
            "augmentation",
            "seed",
            "precision",
            "threads",
            "decayScope",
            "adversarial");
    assertThat(components(Augmentation.class)).containsExactly("padding", "flip");
    assertThat(components(AdversarialTraining.class))
        .containsExactly("epsilon", "weight", "steps", "stepFraction");
  }

  private static String[] components(Class<?> type) {
    return Arrays.stream(type.getRecordComponents())
        .map(RecordComponent::getName)
        .toArray(String[]::new);
  }

  private static Recipe recipe(int threads) {
    return new Recipe(
        10,
        128,
        0.025,
        0.9,
        5e-4,
        5,
        Augmentation.STANDARD,
        1,
        TrainingPrecision.BFLOAT16,
        threads);
  }

  private static PlannedRun run(
      String name, Recipe recipe, double fraction, @Nullable PlannedRun teacher) {
    Variant variant = EXPERIMENT.variant(name);
    return PlannedRun.of(
        variant,
        1,
        SLICE,
        variant.build(new Dimensions(Shape.of(3, 32, 32), 10, 0.25), 1),
        recipe,
        fraction,
        teacher);
  }
}
