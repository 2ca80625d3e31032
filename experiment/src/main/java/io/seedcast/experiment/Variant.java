package io.seedcast.experiment;

import io.seedcast.core.failure.Choices;
import io.seedcast.core.network.Network;
import io.seedcast.core.zoo.Architecture;
import io.seedcast.core.zoo.Dimensions;
import io.seedcast.core.zoo.Method;
import io.seedcast.core.zoo.MethodOption;
import io.seedcast.core.zoo.Methods;
import io.seedcast.train.DecayScope;
import io.seedcast.train.Distillation;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One row of an experiment: a network that is trained, once for every seed.
 *
 * @param labels one for each axis
 * @param options of the method, by name
 * @param fraction of the training images that the scale leaves, above 0 and at most 1
 * @param learningRate of the first epoch, above 0, if not the recipe's
 * @param decay which learned tensors the weight decay is for
 * @param sweep where it stands on the x axis of a sweep, if on any
 * @param teaching what it is distilled from, if anything
 */
record Variant(
    List<String> labels,
    Architecture architecture,
    Method method,
    Map<String, String> options,
    double fraction,
    @Nullable Double learningRate,
    DecayScope decay,
    @Nullable Sweep sweep,
    @Nullable Teaching teaching) {

  /** The option that decides all frozen values. */
  private static final String FILTER_SEED = "filter-seed";

  /** What training computes with is float32. */
  private static final double LARGEST = Float.MAX_VALUE;

  /** More than a network has layers, whose seeds count up from the base seed. */
  private static final int SEEDS_APART = 1000;

  /**
   * A place on the x axis of a sweep.
   *
   * @param axis which of the labels names it
   */
  record Sweep(int axis, double x) {
    Sweep {
      require(Double.isFinite(x), "x must be a finite number", x);
    }
  }

  /**
   * Distillation from another variant's run.
   *
   * @param teacher the name of that variant
   * @param softWeight of its softmax, at least 0
   * @param featureWeight of its stages, at least 0
   */
  record Teaching(String teacher, double softWeight, double featureWeight) {
    Teaching {
      require(isWeight(softWeight), "softWeight must be at least 0", softWeight);
      require(isWeight(featureWeight), "featureWeight must be at least 0", featureWeight);
    }

    /** By a teacher of that name, with the authors' weights where the settings have none. */
    static Teaching of(String teacher, Settings settings) {
      return new Teaching(
          teacher,
          settings.softWeight() == null ? Distillation.DEFAULT_SOFT_WEIGHT : settings.softWeight(),
          settings.featureWeight() == null
              ? Distillation.DEFAULT_FEATURE_WEIGHT
              : settings.featureWeight());
    }

    private static boolean isWeight(double weight) {
      return weight >= 0 && weight <= LARGEST;
    }
  }

  Variant {
    labels = List.copyOf(labels);
    options = Map.copyOf(options);
    method.style(options);
    require(fraction > 0 && fraction <= 1, "fraction must be above 0 and at most 1", fraction);
    require(
        learningRate == null || (learningRate > 0 && learningRate <= LARGEST),
        "learningRate must be above 0 and at most 3.4e38",
        learningRate);
  }

  private static void require(boolean condition, String message, @Nullable Object value) {
    if (!condition) {
      throw new IllegalArgumentException(message + ": got " + value);
    }
  }

  /**
   * Makes sense of the settings.
   *
   * @param sweptAxis the axis whose entry says where it stands in a sweep; negative if none does
   * @param teacher the name of the variant it is distilled from, if any
   * @throws IllegalArgumentException naming the run, if a setting is missing, unknown, out of range
   *     or contradicts another
   */
  static Variant of(
      List<String> labels, Settings settings, int sweptAxis, @Nullable String teacher) {
    String name = nameOf(labels);
    if (settings.network() == null || settings.method() == null) {
      throw new IllegalArgumentException("run \"" + name + "\" needs a network and a method");
    }
    try {
      return new Variant(
          labels,
          Choices.find(
              "network", settings.network(), List.of(Architecture.values()), Architecture::id),
          Methods.named(settings.method()),
          settings.options(),
          settings.fraction() == null ? 1 : settings.fraction(),
          settings.learningRate(),
          settings.decay() == null
              ? DecayScope.ALL
              : Choices.find(
                  "decay", settings.decay(), List.of(DecayScope.values()), DecayScope::id),
          sweptAxis < 0 || settings.x() == null ? null : new Sweep(sweptAxis, settings.x()),
          teacher == null ? null : Teaching.of(teacher, settings));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("run \"" + name + "\": " + e.getMessage(), e);
    }
  }

  static String nameOf(List<String> labels) {
    return String.join(", ", labels);
  }

  /** The labels, joined by commas. */
  String name() {
    return nameOf(labels);
  }

  /**
   * Describes the network of one seed. Frozen values follow the seed too, as in the papers' runs:
   * unless the file fixes it, the base seed of seed k is 1 + 1000 (k - 1), so that no layer of one
   * run has the seed of a layer of another.
   *
   * @throws IllegalArgumentException if it cannot be built in these dimensions
   */
  Network build(Dimensions dimensions, int seed) {
    Map<String, String> seeded = new TreeMap<>(options);
    if (method.options().stream().map(MethodOption::name).anyMatch(FILTER_SEED::equals)) {
      seeded.putIfAbsent(FILTER_SEED, String.valueOf(1 + SEEDS_APART * (seed - 1)));
    }
    return architecture.build(method.style(seeded), dimensions);
  }
}
