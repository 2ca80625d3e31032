package io.seedcast.experiment;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What one place in an experiment's file says about runs; what it leaves open, others say.
 *
 * @param label names it in tables and plots
 * @param network as {@code seedcast train --network} takes it
 * @param method as {@code --method} takes it
 * @param options of the method, by name without dashes
 * @param fraction of the training images
 * @param teacher label, on the same axis, of the run it is distilled from
 * @param learningRate of the first epoch
 * @param x where it stands on the axis of a sweep
 */
record Settings(
    String label,
    @Nullable String network,
    @Nullable String method,
    Map<String, String> options,
    @Nullable Double fraction,
    @Nullable String teacher,
    @Nullable Double learningRate,
    @Nullable Double x) {
  static final Settings NONE = new Settings("", null, null, Map.of(), null, null, null, null);

  Settings {
    label = label == null ? "" : label;
    options = options == null ? Map.of() : Map.copyOf(options);
  }

  /** Returns these settings, completed by others where they leave something open. */
  Settings over(Settings base) {
    Map<String, String> both = new TreeMap<>(base.options);
    both.putAll(options);
    return new Settings(
        label,
        network == null ? base.network : network,
        method == null ? base.method : method,
        both,
        fraction == null ? base.fraction : fraction,
        null,
        learningRate == null ? base.learningRate : learningRate,
        x == null ? base.x : x);
  }
}
