package io.seedcast.experiment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.seedcast.artifact.NetworkJson;
import io.seedcast.core.network.Network;
import io.seedcast.train.Recipe;
import io.seedcast.train.attack.AdversarialTraining;
import io.seedcast.vision.loader.Augmentation;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The digest that a training is known by: the SHA-256 of a JSON document with sorted keys and
 * without spaces, which has all that decides the outcome.
 *
 * <ul>
 *   <li>{@code version}: {@value #CONFIGURATION_VERSION};
 *   <li>{@code network}: SHA-256 of the network's description;
 *   <li>{@code recipe}: the recipe but for the threads, which change the last bits, not the
 *       experiment;
 *   <li>{@code data}: the dataset's digest, {@code fraction}: of its training images;
 *   <li>of a pupil {@code teacher}: the teacher's digest, {@code softWeight} and {@code
 *       featureWeight}.
 * </ul>
 *
 * <p>What a training is called, and in which experiment, does not count. The form is fixed, for it
 * decides whether what a folder holds is used or trained again: a setting that is added later is
 * written only where it is not as it was before it was there.
 */
final class RunDigest {
  /** Changes when the same configuration is to be trained again, as after a mended mistake. */
  private static final int CONFIGURATION_VERSION = 1;

  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private RunDigest() {}

  /**
   * A teacher's part in a training.
   *
   * @param digest of the teacher's training
   */
  record Lesson(String digest, double softWeight, double featureWeight) {}

  /** The digest of a training, lower-case hexadecimal. */
  static String of(
      Network network, Recipe recipe, String data, double fraction, @Nullable Lesson lesson) {
    SortedMap<String, Object> document = new TreeMap<>();
    document.put("version", CONFIGURATION_VERSION);
    document.put("network", sha256(NetworkJson.write(network)));
    document.put("recipe", document(recipe));
    document.put("data", data);
    document.put("fraction", fraction);
    if (lesson != null) {
      document.put("teacher", lesson.digest());
      document.put("softWeight", lesson.softWeight());
      document.put("featureWeight", lesson.featureWeight());
    }
    try {
      return sha256(MAPPER.writeValueAsString(document).getBytes(StandardCharsets.UTF_8));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a configuration could not be written as JSON", e);
    }
  }

  private static SortedMap<String, @Nullable Object> document(Recipe recipe) {
    SortedMap<String, @Nullable Object> document = new TreeMap<>();
    document.put("epochs", recipe.epochs());
    document.put("batchSize", recipe.batchSize());
    document.put("learningRate", recipe.learningRate());
    document.put("momentum", recipe.momentum());
    document.put("weightDecay", recipe.weightDecay());
    document.put("clipNorm", recipe.clipNorm());
    document.put("augmentation", document(recipe.augmentation()));
    document.put("seed", recipe.seed());
    document.put("precision", recipe.precision().name());
    document.put("decayScope", recipe.decayScope().name());
    AdversarialTraining adversarial = recipe.adversarial();
    document.put("adversarial", adversarial == null ? null : document(adversarial));
    return document;
  }

  private static SortedMap<String, Object> document(Augmentation augmentation) {
    SortedMap<String, Object> document = new TreeMap<>();
    document.put("padding", augmentation.padding());
    document.put("flip", augmentation.flip());
    document.put("none", augmentation.isNone());
    return document;
  }

  private static SortedMap<String, Object> document(AdversarialTraining adversarial) {
    SortedMap<String, Object> document = new TreeMap<>();
    document.put("epsilon", adversarial.epsilon());
    document.put("weight", adversarial.weight());
    document.put("steps", adversarial.steps());
    document.put("stepFraction", adversarial.stepFraction());
    return document;
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
