package io.seedcast.experiment.judge;

import static java.util.Objects.requireNonNull;

import io.seedcast.core.failure.SeedcastException;
import io.seedcast.core.network.FloatTensor;
import io.seedcast.core.network.Shape;
import io.seedcast.train.attack.AdversarialExample;
import io.seedcast.train.attack.Attack;
import io.seedcast.train.attack.AttackMemory;
import io.seedcast.train.attack.AttackState;
import io.seedcast.train.attack.Epsilon;
import io.seedcast.vision.Images;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What attacks on a network have done, in the folder {@code finished} of their report: a file for
 * each attack, with its parameters, and epsilon, replaced after each batch of images. It holds the
 * predictions so far, the examples that are to be shown, bit for bit, and the versions of this
 * program that made them.
 */
public final class FinishedAttacks implements AttackMemory {
  private final FinishedFolder folder;
  private final String network;
  private final int images;
  private final Shape image;
  private final String codeVersion;
  private final Map<String, Set<String>> versions = new HashMap<>();

  private FinishedAttacks(
      FinishedFolder folder, String network, Images images, String codeVersion) {
    this.folder = folder;
    this.network = network;
    this.images = images.count();
    this.image = Shape.of(images.size().channels(), images.size().height(), images.size().width());
    this.codeVersion = codeVersion;
  }

  /**
   * Makes the folder, or goes on with one.
   *
   * @param settings what decides the results besides the network and the attacks' parameters
   * @param network digest of the attacked network
   * @param images those that are attacked
   * @param codeVersion of this program
   * @throws SeedcastException {@code report.exists} if there are results and {@code resume} is
   *     false, {@code report.other-settings} if they are of other settings
   */
  public static FinishedAttacks open(
      Path out,
      Map<String, String> settings,
      String network,
      Images images,
      String codeVersion,
      boolean resume) {
    return new FinishedAttacks(
        FinishedFolder.open(out, settings, resume), network, images, codeVersion);
  }

  /** A file's document. */
  private record Kept(
      String attack,
      Map<String, Object> parameters,
      double epsilon,
      List<String> codeVersions,
      List<Integer> predictions,
      List<KeptExample> examples) {
    Kept {
      parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
      codeVersions = List.copyOf(codeVersions);
      predictions = List.copyOf(predictions);
      examples = List.copyOf(examples);
    }

    boolean isOf(Attack other, Epsilon otherEpsilon) {
      return other.id().equals(attack)
          && other.parameters(otherEpsilon).equals(parameters)
          && otherEpsilon.value() == epsilon;
    }
  }

  /**
   * An example in a document.
   *
   * @param pixels float32, little-endian, in Base64
   */
  private record KeptExample(int image, int label, int prediction, double change, String pixels) {
    KeptExample {
      requireNonNull(pixels);
    }

    static KeptExample of(AdversarialExample example) {
      float[] values = example.pixels().values();
      ByteBuffer bytes =
          ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
      bytes.asFloatBuffer().put(values);
      return new KeptExample(
          example.image(),
          example.label(),
          example.prediction(),
          example.change(),
          Base64.getEncoder().encodeToString(bytes.array()));
    }

    /**
     * The example.
     *
     * @throws IllegalArgumentException if it is not of this shape
     */
    AdversarialExample of(Shape shape) {
      ByteBuffer bytes =
          ByteBuffer.wrap(Base64.getDecoder().decode(pixels)).order(ByteOrder.LITTLE_ENDIAN);
      if (bytes.remaining() != shape.elements() * Float.BYTES) {
        throw new IllegalArgumentException(
            "an image of " + shape + " is kept as float32: got " + bytes.remaining() + " bytes");
      }
      float[] values = new float[shape.elements()];
      bytes.asFloatBuffer().get(values);
      return new AdversarialExample(
          image, label, prediction, change, FloatTensor.of(shape, values));
    }
  }

  /** What was done; {@link AttackState#NOTHING} if nothing was, or the file is not whole. */
  @Override
  public AttackState find(Attack attack, Epsilon epsilon) {
    String name = name(attack, epsilon);
    return folder
        .find(network, name, Kept.class)
        .filter(kept -> kept.isOf(attack, epsilon))
        .map(kept -> state(name, kept))
        .orElse(AttackState.NOTHING);
  }

  private AttackState state(String name, Kept kept) {
    try {
      List<AdversarialExample> examples =
          kept.examples().stream().map(example -> example.of(image)).toList();
      if (kept.predictions().size() > images) {
        return AttackState.NOTHING;
      }
      versions.put(name, new LinkedHashSet<>(kept.codeVersions()));
      return new AttackState(kept.predictions(), examples);
    } catch (IllegalArgumentException e) {
      return AttackState.NOTHING;
    }
  }

  @Override
  public void keep(Attack attack, Epsilon epsilon, AttackState state) {
    String name = name(attack, epsilon);
    Set<String> by = versions.computeIfAbsent(name, key -> new LinkedHashSet<>());
    by.add(codeVersion);
    folder.keep(
        network,
        name,
        new Kept(
            attack.id(),
            attack.parameters(epsilon),
            epsilon.value(),
            List.copyOf(by),
            state.predictions(),
            state.examples().stream().map(KeptExample::of).toList()));
  }

  /** The versions of this program that made a result which was found or kept here. */
  public List<String> codeVersions(Attack attack, Epsilon epsilon) {
    return List.copyOf(versions.getOrDefault(name(attack, epsilon), Set.of()));
  }

  /** As in {@code pgd-20-1-0.025-cross-entropy_0.1}: safe in any file system. */
  private static String name(Attack attack, Epsilon epsilon) {
    StringBuilder name = new StringBuilder(attack.id());
    attack.parameters(epsilon).values().forEach(value -> name.append('-').append(value));
    return name.append('_').append(epsilon.value()).toString().replaceAll("[^A-Za-z0-9.-]", "_");
  }
}
