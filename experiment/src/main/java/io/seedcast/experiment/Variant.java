package io.seedcast.experiment;

import io.seedcast.core.failure.Choices;
import io.seedcast.core.network.Network;
import io.seedcast.core.zoo.Architecture;
import io.seedcast.core.zoo.Dimensions;
import io.seedcast.core.zoo.Method;
import io.seedcast.core.zoo.MethodOption;
import io.seedcast.core.zoo.Methods;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One row of an experiment: a network that is trained, once for every seed.
 *
 * @param labels one for each axis
 * @param options of the method, by name
 * @param fraction of the training images that the scale leaves
 * @param learningRate of the first epoch, if not the recipe's
 * @param sweep where it stands on the x axis of a sweep, if on any
 * @param teacher the name of the variant it is distilled from, if any
 */
record Variant(
    List<String> labels,
    Architecture architecture,
    Method method,
    Map<String, String> options,
    double fraction,
    @Nullable Double learningRate,
    @Nullable Sweep sweep,
    @Nullable String teacher) {

  /** The option that decides all frozen values. */
  private static final String FILTER_SEED = "filter-seed";

  /** More than a network has layers, whose seeds count up from the base seed. */
  private static final int SEEDS_APART = 1000;

  /**
   * A place on the x axis of a sweep.
   *
   * @param axis which of the labels names it
   */
  record Sweep(int axis, double x) {}

  Variant {
    labels = List.copyOf(labels);
    options = Map.copyOf(options);
    method.style(options);
  }

  /**
   * Makes sense of the settings.
   *
   * @throws IllegalArgumentException if a setting is missing, unknown or contradicts another
   */
  static Variant of(
      List<String> labels, Settings settings, @Nullable Sweep sweep, @Nullable String teacher) {
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
          sweep,
          teacher);
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
