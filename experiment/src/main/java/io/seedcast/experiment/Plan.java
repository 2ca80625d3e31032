package io.seedcast.experiment;

import io.seedcast.core.failure.Choices;
import io.seedcast.core.failure.SeedcastException.Kind;
import io.seedcast.core.network.Network;
import io.seedcast.core.zoo.Dimensions;
import io.seedcast.experiment.Variant.Teaching;
import io.seedcast.train.Distillation;
import io.seedcast.train.Recipe;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Every training of an experiment at a scale, on a dataset.
 *
 * @param scaleName one of {@link Experiments#SCALES}, or {@link Experiments#GIVEN} of an experiment
 *     made by {@link Experiments#holdOut}
 * @param runs all variants of the first seed, then all of the second, and so on, those of a seed
 *     vendor by vendor if vendors are held out; teachers come before their pupils
 */
record Plan(Experiment experiment, String scaleName, Setup setup, List<PlannedRun> runs) {
  Plan {
    runs = List.copyOf(runs);
  }

  /**
   * Plans; builds every network, so that nothing is trained if one of them does not fit.
   *
   * @throws IllegalArgumentException if there is no such scale
   * @throws ExperimentException {@code experiment.other-data} if the experiment is about other
   *     data, or a network cannot be built for it, {@code experiment.malformed} if a network cannot
   *     be built for any data at this scale, or a teacher has other stages than its pupil
   */
  static Plan of(Experiment experiment, String scaleName, Setup setup) {
    Scale scale = experiment.scale(scaleName);
    requireSuiting(experiment, setup.data());
    List<PlannedRun> runs = new ArrayList<>();
    for (int seed = 1; seed <= scale.seeds(); seed++) {
      for (Slice slice : setup.data().slices(seed)) {
        Map<String, PlannedRun> ofSlice = new LinkedHashMap<>();
        for (Variant variant : experiment.variants()) {
          plan(experiment, variant, seed, slice, scale, setup, ofSlice);
        }
        runs.addAll(ofSlice.values());
      }
    }
    return new Plan(experiment, scaleName, setup, runs);
  }

  private static void requireSuiting(Experiment experiment, ExperimentData data) {
    boolean styled = data.styled() != null;
    if ((experiment.protocol() == Protocol.STYLES) != styled) {
      throw new ExperimentException(
          Kind.REFUSED,
          "experiment.other-data",
          styled
              ? experiment.name()
                  + " is about one set of test images: write "
                  + data.slices(1).get(0).source()
              : experiment.name()
                  + " holds out each vendor in turn, so it is run on icons:DIR: got "
                  + data.source());
    }
    if (experiment.protocol() == Protocol.CORRUPTIONS) {
      CorruptionJudge.requireScale(experiment, data);
    }
    List<String> figures = experiment.protocol().figures(data);
    for (Claim claim : experiment.file().claims()) {
      String figure = figure(experiment.protocol(), claim);
      if (!figures.contains(figure)) {
        throw new ExperimentException(
            Kind.REFUSED,
            "experiment.other-data",
            "%s cannot be run on %s: claim \"%s\": %s"
                .formatted(
                    experiment.name(),
                    data.name(),
                    claim.text(),
                    Choices.unknown("figure", figure, figures)));
      }
    }
  }

  private static String figure(Protocol protocol, Claim claim) {
    return claim.figure() == null ? protocol.headline() : claim.figure();
  }

  /** The figure that a claim is about. */
  String figure(Claim claim) {
    return figure(experiment.protocol(), claim);
  }

  private static PlannedRun plan(
      Experiment experiment,
      Variant variant,
      int seed,
      Slice slice,
      Scale scale,
      Setup setup,
      Map<String, PlannedRun> planned) {
    PlannedRun known = planned.get(variant.name());
    if (known != null) {
      return known;
    }
    Teaching teaching = variant.teaching();
    @Nullable PlannedRun teacher =
        teaching == null
            ? null
            : plan(
                experiment,
                experiment.variant(teaching.teacher()),
                seed,
                slice,
                scale,
                setup,
                planned);
    Network network = build(experiment, variant, seed, scale, setup.data());
    if (teacher != null) {
      requireFits(experiment, teacher, variant, network);
    }
    PlannedRun run =
        PlannedRun.of(
            variant,
            seed,
            slice,
            network,
            recipe(variant, seed, scale, setup),
            scale.fraction() * variant.fraction(),
            teacher);
    planned.put(variant.name(), run);
    return run;
  }

  private static void requireFits(
      Experiment experiment, PlannedRun teacher, Variant pupil, Network network) {
    try {
      Distillation.requireFits(teacher.network(), network);
    } catch (IllegalArgumentException e) {
      throw experiment.malformed(
          "run \"%s\" cannot learn from \"%s\": %s"
              .formatted(pupil.name(), teacher.variant().name(), e.getMessage()),
          e);
    }
  }

  private static Network build(
      Experiment experiment, Variant variant, int seed, Scale scale, ExperimentData data) {
    try {
      return variant.build(
          new Dimensions(data.image(), data.classes(), scale.width(), data.pixels()), seed);
    } catch (IllegalArgumentException e) {
      if (!fitsOtherData(variant, seed, scale)) {
        throw experiment.malformed(
            "run \"%s\" cannot be built at width %s with seed %d: %s"
                .formatted(variant.name(), scale.width(), seed, e.getMessage()),
            e);
      }
      throw new ExperimentException(
          Kind.REFUSED,
          "experiment.other-data",
          experiment.name()
              + " cannot be run on "
              + data.name()
              + ", images of "
              + data.image()
              + " and "
              + data.classes()
              + " classes: "
              + variant.name()
              + ": "
              + e.getMessage(),
          e);
    }
  }

  /** Whether data is to blame for a network that cannot be built: it could be for the papers'. */
  private static boolean fitsOtherData(Variant variant, int seed, Scale scale) {
    Dimensions papers = Dimensions.CIFAR10;
    try {
      variant.build(new Dimensions(papers.input(), papers.classes(), scale.width()), seed);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
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
            setup.threadsEach())
        .withDecayScope(variant.decay());
  }

  Scale scale() {
    return experiment.scale(scaleName);
  }

  /** The figures of each variant, in the order of the table. */
  List<String> figures() {
    return experiment.protocol().figures(setup.data());
  }

  /** How many test images a figure is of, with one seed. */
  int testImages(String figure) {
    List<Slice> slices = setup.data().slices(1);
    return slices.stream()
        .filter(slice -> slice.vendor().equals(figure))
        .findFirst()
        .map(Slice::testImages)
        .orElseGet(() -> slices.stream().mapToInt(Slice::testImages).sum());
  }

  /** Compares two variants in the figure that sums up. */
  Optional<Comparison> compare(Row ahead, Row behind) {
    String figure = experiment.protocol().headline();
    return Comparison.of(experiment.protocol(), ahead, behind, figure, testImages(figure));
  }

  /** The runs of a variant, in the order of the seeds. */
  List<PlannedRun> runs(Variant variant) {
    return runs.stream().filter(run -> run.variant().equals(variant)).toList();
  }
}
