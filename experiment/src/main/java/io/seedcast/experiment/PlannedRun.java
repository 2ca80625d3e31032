package io.seedcast.experiment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.seedcast.artifact.NetworkJson;
import io.seedcast.core.network.Network;
import io.seedcast.train.Distillation;
import io.seedcast.train.Recipe;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One training of an experiment.
 *
 * @param slice what it learns from and is tested on
 * @param fraction of the training images, drawn with the seed
 * @param teacher what it is distilled from, with the same seed and slice, if anything
 * @param digest of all that decides the outcome: see {@link #of}
 */
record PlannedRun(
    Variant variant,
    int seed,
    Slice slice,
    Network network,
    Recipe recipe,
    double fraction,
    @Nullable PlannedRun teacher,
    String digest) {

  /** Changes when the same configuration is to be trained again, as after a mended mistake. */
  private static final int CONFIGURATION_VERSION = 1;

  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();

  /**
   * Plans a run. Its digest is the SHA-256 of a JSON document with sorted keys: the description of
   * the network, the recipe but for the threads (which change the last bits, not the experiment),
   * the dataset's digest, the fraction, and the teacher's digest and weights. What a run is called,
   * and in which experiment, does not count.
   */
  static PlannedRun of(
      Variant variant,
      int seed,
      Slice slice,
      Network network,
      Recipe recipe,
      double fraction,
      @Nullable PlannedRun teacher) {
    TreeMap<String, Object> configuration = new TreeMap<>();
    configuration.put("version", CONFIGURATION_VERSION);
    configuration.put("network", sha256(NetworkJson.write(network)));
    ObjectNode outcome = MAPPER.valueToTree(recipe);
    outcome.remove("threads");
    configuration.put("recipe", MAPPER.convertValue(outcome, TreeMap.class));
    configuration.put("data", slice.digest());
    configuration.put("fraction", fraction);
    if (teacher != null) {
      configuration.put("teacher", teacher.digest());
      configuration.put("softWeight", Distillation.DEFAULT_SOFT_WEIGHT);
      configuration.put("featureWeight", Distillation.DEFAULT_FEATURE_WEIGHT);
    }
    try {
      byte[] json = MAPPER.writeValueAsString(configuration).getBytes(StandardCharsets.UTF_8);
      return new PlannedRun(variant, seed, slice, network, recipe, fraction, teacher, sha256(json));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a configuration could not be written as JSON", e);
    }
  }

  /** The variant's name, the vendor that is held out, if any, and the seed. */
  String name() {
    return variant.name()
        + (slice.vendor().equals(Slice.WHOLE) ? "" : ", without " + slice.vendor())
        + ", seed "
        + seed;
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
