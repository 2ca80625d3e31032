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
 * @param softWeight of the teacher's softmax, as {@code --soft-weight} takes it
 * @param featureWeight of the teacher's stages, as {@code --feature-weight} takes it
 * @param learningRate of the first epoch
 * @param decay which learned tensors decay, as {@code --decay} takes it
 * @param x where it stands on the axis of a sweep
 */
record Settings(
    String label,
    @Nullable String network,
    @Nullable String method,
    Map<String, String> options,
    @Nullable Double fraction,
    @Nullable String teacher,
    @Nullable Double softWeight,
    @Nullable Double featureWeight,
    @Nullable Double learningRate,
    @Nullable String decay,
    @Nullable Double x) {
  static final Settings NONE =
      new Settings("", null, null, Map.of(), null, null, null, null, null, null, null);

  Settings {
    label = label == null ? "" : label;
    options = options == null ? Map.of() : Map.copyOf(options);
  }

  /** A network by a method, and nothing else. */
  static Settings of(String label, String network, String method, Map<String, String> options) {
    return new Settings(label, network, method, options, null, null, null, null, null, null, null);
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
        softWeight == null ? base.softWeight : softWeight,
        featureWeight == null ? base.featureWeight : featureWeight,
        learningRate == null ? base.learningRate : learningRate,
        decay == null ? base.decay : decay,
        x == null ? base.x : x);
  }

  /** Whether it is about what is learned from a teacher. */
  boolean weighsTeacher() {
    return softWeight != null || featureWeight != null;
  }
}
