package io.seedcast.device;

import io.seedcast.artifact.ModelPackage;
import io.seedcast.artifact.PackageWriter;
import io.seedcast.artifact.Precision;
import io.seedcast.artifact.Probe;
import io.seedcast.artifact.Release;
import io.seedcast.artifact.SigningKey;
import io.seedcast.core.filter.FilterRule;
import io.seedcast.core.network.FloatTensor;
import io.seedcast.core.network.Initialisation;
import io.seedcast.core.network.NamedTensors;
import io.seedcast.core.network.Network;
import io.seedcast.core.network.Node;
import io.seedcast.core.network.Normalization.BatchNormalization;
import io.seedcast.core.network.Operation;
import io.seedcast.core.network.Operation.Convolution;
import io.seedcast.core.network.ParameterSource.Generated;
import io.seedcast.core.network.Pooling;
import io.seedcast.core.network.Shape;
import io.seedcast.core.network.Wire;
import io.seedcast.core.random.Philox;
import io.seedcast.core.random.Seed;
import io.seedcast.core.random.StreamAlgorithm;
import io.seedcast.core.regrow.Regrower;
import io.seedcast.core.regrow.RegrownNetwork;
import io.seedcast.core.regrow.SentTensors;
import io.seedcast.onnx.InferenceSession;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Versions of one small model: the same network, other weights. */
final class Models {
  static final String NAME = "mono";
  static final Instant CREATED = Instant.parse("2026-01-02T03:04:05Z");
  static final Network NETWORK = network();
  private static final int PROBE_IMAGES = 2;

  private Models() {}

  private static Network network() {
    Generated generated =
        new Generated(
            Shape.of(6, 4, 3, 3),
            FilterRule.DEFAULT,
            new Seed(StreamAlgorithm.PHILOX4X32_10, 7),
            new Initialisation.Uniform(0.1));
    List<Node> nodes =
        List.of(
            new Node("conv1", Convolution.learned(3, 4, 3, 1), List.of(Network.INPUT)),
            new Node("bn1", BatchNormalization.of(4), List.of("conv1")),
            new Node("relu1", new Operation.Relu(), List.of("bn1")),
            new Node("conv2", new Convolution(1, 1, 1, generated), List.of("relu1")),
            new Node("bn2", BatchNormalization.of(6), List.of("conv2")),
            new Node("pool", new Pooling.GlobalAveragePool(), List.of("bn2")),
            new Node("linear", new Operation.Linear(6, 5), List.of("pool")));
    return new Network("tiny", "mono", Shape.of(3, 8, 7), nodes, List.of());
  }

  /** The version's weights: arbitrary, and different for each version. */
  static NamedTensors sent(long version) {
    return sent(NETWORK, version);
  }

  /** Arbitrary weights under which activations stay of the same size from layer to layer. */
  static NamedTensors sent(Network network, long seed) {
    Philox random = Philox.of(seed, 0);
    Map<String, Wire.Whole> wholeNumbers = SentTensors.wholeNumbers(network);
    Map<String, FloatTensor> tensors = new LinkedHashMap<>();
    SentTensors.shapes(network)
        .forEach(
            (name, shape) -> {
              float[] values = new float[shape.elements()];
              random.fillNormal(values);
              Wire.Whole whole = wholeNumbers.get(name);
              double fanIn = shape.rank() == 1 ? 1 : values.length / (double) shape.dimension(0);
              for (int i = 0; i < values.length; i++) {
                values[i] =
                    (float)
                        (whole == null
                            ? values[i] / Math.sqrt(fanIn)
                            : Math.rint(Math.tanh(values[i]) * whole.bound()));
              }
              tensors.put(name, FloatTensor.of(shape, values));
            });
    return NamedTensors.of(tensors);
  }

  static RegrownNetwork regrown(long version) {
    return Regrower.regrow(NETWORK, sent(version), 1);
  }

  /** Arbitrary images, uint8 NCHW. */
  static byte[] images(int count) {
    return images(NETWORK, count);
  }

  /** Arbitrary images for a network, uint8 NCHW. */
  static byte[] images(Network network, int count) {
    Philox random = Philox.of(99, 0);
    byte[] images = new byte[count * network.input().elements()];
    for (int i = 0; i < images.length; i++) {
      images[i] = (byte) random.nextInt(256);
    }
    return images;
  }

  /** What the version says about images, computed without package, hub or agent. */
  static int[] predictions(long version, byte[] images) {
    try (InferenceSession session = InferenceSession.open(regrown(version), 1)) {
      return session.predict(images, done -> {});
    }
  }

  /** Says how a package differs from a good one. */
  record Flaws(
      String name,
      @Nullable Instant expires,
      @Nullable String regrownDigest,
      float probeError,
      int probeImages) {
    static final Flaws NONE = new Flaws(NAME, null, null, 0, PROBE_IMAGES);

    Flaws withName(String name) {
      return new Flaws(name, expires, regrownDigest, probeError, probeImages);
    }

    Flaws expiring(Instant when) {
      return new Flaws(name, when, regrownDigest, probeError, probeImages);
    }

    Flaws regrowingTo(String digest) {
      return new Flaws(name, expires, digest, probeError, probeImages);
    }

    Flaws answeringWrongBy(float error) {
      return new Flaws(name, expires, regrownDigest, error, probeImages);
    }

    Flaws probing(int images) {
      return new Flaws(name, expires, regrownDigest, probeError, images);
    }
  }

  /** Writes a version as a package file. */
  static Path write(Path directory, long version, @Nullable SigningKey key, Flaws flaws) {
    RegrownNetwork regrown = regrown(version);
    String digest = flaws.regrownDigest() == null ? regrown.digest() : flaws.regrownDigest();
    ModelPackage model =
        pack(
            new Release(flaws.name(), version, CREATED, flaws.expires()),
            NETWORK,
            sent(version),
            probe(regrown, flaws.probeImages(), flaws.probeError(), 1e-3f),
            digest);
    Path file =
        directory.resolve(flaws.name() + "-" + version + "-" + flaws.hashCode() + ".seedcast");
    PackageWriter.writeFile(model, file, key);
    return file;
  }

  /** Packs a model in float32, its classes named by letters. */
  static ModelPackage pack(
      Release release, Network network, NamedTensors sent, Probe probe, String regrownDigest) {
    List<String> letters =
        IntStream.range(0, probe.classes())
            .mapToObj(i -> String.valueOf((char) ('a' + i)))
            .toList();
    return new ModelPackage(
        release, network, letters, Precision.FLOAT32, sent, probe, regrownDigest, new TreeMap<>());
  }

  /**
   * Asks the network about some images; the first logit of each answer is made wrong by an error.
   */
  static Probe probe(RegrownNetwork regrown, int count, float error, float tolerance) {
    List<byte[]> images = new ArrayList<>();
    List<float[]> logits = new ArrayList<>();
    Shape input = regrown.network().input();
    byte[] all = images(regrown.network(), count);
    try (InferenceSession session = InferenceSession.open(regrown, 1)) {
      for (int i = 0; i < count; i++) {
        byte[] image = Arrays.copyOfRange(all, i * input.elements(), (i + 1) * input.elements());
        images.add(image);
        float[] answer = session.logits(image, 1);
        answer[0] += error;
        logits.add(answer);
      }
    }
    return Probe.of(input, images, logits, tolerance);
  }
}
