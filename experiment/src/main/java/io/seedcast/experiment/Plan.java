package io.seedcast.experiment;

import io.seedcast.core.failure.SeedcastException.Kind;
import io.seedcast.core.network.Network;
import io.seedcast.train.Recipe;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Every training of an experiment at a scale, on a dataset.
 *
 * @param scaleName one of {@link Experiments#SCALES}
 * @param runs all variants of the first seed, then all of the second, and so on; teachers come
 *     before their pupils
 */
record Plan(Experiment experiment, String scaleName, Setup setup, List<PlannedRun> runs) {
  Plan {
    runs = List.copyOf(runs);
  }

  /**
   * Plans; builds every network, so that nothing is trained if one of them does not fit.
   *
   * @throws IllegalArgumentException if there is no such scale
   * @throws ExperimentException {@code experiment.other-data} if a network cannot be built for the
   *     dataset
   */
  static Plan of(Experiment experiment, String scaleName, Setup setup) {
    Scale scale = experiment.scale(scaleName);
    List<PlannedRun> runs = new ArrayList<>();
    for (int seed = 1; seed <= scale.seeds(); seed++) {
      Map<String, PlannedRun> ofSeed = new LinkedHashMap<>();
      for (Variant variant : experiment.variants()) {
        plan(experiment, variant, seed, scale, setup, ofSeed);
      }
      runs.addAll(ofSeed.values());
    }
    return new Plan(experiment, scaleName, setup, runs);
  }

  private static PlannedRun plan(
      Experiment experiment,
      Variant variant,
      int seed,
      Scale scale,
      Setup setup,
      Map<String, PlannedRun> planned) {
    PlannedRun known = planned.get(variant.name());
    if (known != null) {
      return known;
    }
    @Nullable PlannedRun teacher =
        variant.teacher() == null
            ? null
            : plan(experiment, experiment.variant(variant.teacher()), seed, scale, setup, planned);
    PlannedRun run =
        PlannedRun.of(
            variant,
            seed,
            build(experiment, variant, seed, scale, setup),
            recipe(variant, seed, scale, setup),
            scale.fraction() * variant.fraction(),
            teacher,
            setup.dataset().sha256());
    planned.put(variant.name(), run);
    return run;
  }

  private static Network build(
      Experiment experiment, Variant variant, int seed, Scale scale, Setup setup) {
    try {
      return variant.build(setup.image(), setup.dataset().classes(), scale.width(), seed);
    } catch (IllegalArgumentException e) {
      throw new ExperimentException(
          Kind.REFUSED,
          "experiment.other-data",
          experiment.name()
              + " cannot be run on "
              + setup.dataset().name()
              + ", images of "
              + setup.image()
              + " and "
              + setup.dataset().classes()
              + " classes: "
              + variant.name()
              + ": "
              + e.getMessage(),
          e);
    }
  }

  private static Recipe recipe(Variant variant, int seed, Scale scale, Setup setup) {
    Recipe recipe = Recipe.of(scale.epochs(), seed);
    return new Recipe(
        recipe.epochs(),
        recipe.batchSize(),
        variant.learningRate() == null ? recipe.learningRate() : variant.learningRate(),
        recipe.momentum(),
        recipe.weightDecay(),
        recipe.clipNorm(),
        setup.augmentation(),
        recipe.seed(),
        recipe.precision(),
        setup.threadsEach());
  }

  Scale scale() {
    return experiment.scale(scaleName);
  }
}
