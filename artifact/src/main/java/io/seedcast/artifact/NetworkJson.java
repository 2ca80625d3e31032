package io.seedcast.artifact;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.InvalidTypeIdException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.jsontype.NamedType;
import io.seedcast.core.filter.FilterNormalization;
import io.seedcast.core.filter.GenerationFunction;
import io.seedcast.core.network.Arrangement;
import io.seedcast.core.network.Distribution;
import io.seedcast.core.network.Initialisation;
import io.seedcast.core.network.Network;
import io.seedcast.core.network.Node;
import io.seedcast.core.network.Normalization;
import io.seedcast.core.network.Operation;
import io.seedcast.core.network.ParameterSource;
import io.seedcast.core.network.Pooling;
import io.seedcast.core.network.Shape;
import io.seedcast.core.random.StreamAlgorithm;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * The description of a network as JSON, UTF-8, format version 1.
 *
 * <pre>
 * {"formatVersion": 1,
 *  "architecture": "resnet18", "method": "mono",       for people
 *  "input": [3, 32, 32],                               channels, height, width
 *  "nodes": [NODE, ...],                               topological order, the last is the output
 *  "taps": ["layer2.1.relu2", ...]}
 *
 * NODE            {"name": "conv1", "operation": OPERATION, "inputs": ["normalize"]}
 *
 * OPERATION       {"type": "convolution", "stride", "padding", "groups", "weight": SOURCE}
 *                 {"type": "channel-bias", "channels", "initialisation": INITIALISATION}
 *                 {"type": "batch-normalization", "channels", "epsilon", "momentum"}
 *                 {"type": "group-normalization", "channels", "groups", "epsilon"}
 *                 {"type": "l2-normalization", "epsilon"}
 *                 {"type": "relu"}   {"type": "relu6"}
 *                 {"type": "sine", "period": SOURCE, "shift": SOURCE}
 *                 {"type": "add"}   {"type": "subtract"}   {"type": "add-map", "map": SOURCE}
 *                 {"type": "shift", "offsets": SOURCE, "reach"}
 *                 {"type": "max-pool", "window": WINDOW}   {"type": "average-pool", "window": WINDOW}
 *                 {"type": "mixed-average-pool", "kernelSizes": [...], "stride"}
 *                 {"type": "global-average-pool"}
 *                 {"type": "concat", "arity"}   {"type": "slice", "from", "to"}
 *                 {"type": "channel-shuffle", "rows"}   {"type": "flatten"}
 *                 {"type": "linear", "inFeatures", "outFeatures"}
 *                 {"type": "affine", "weight": SOURCE, "bias": SOURCE}
 *                 {"type": "input-normalization", "mean": [...], "deviation": [...]}
 *
 * WINDOW          {"kernelSize", "stride", "padding"}
 *
 * SOURCE          {"type": "learned", "shape": [...], "initialisation": INITIALISATION}
 *                 {"type": "generated", "shape": [...], "rule": RULE,
 *                  "seed": SEED, "initialisation": INITIALISATION}
 *                 {"type": "drawn", "shape": [...], "distribution": DISTRIBUTION, "seed": SEED, "skip"}
 *
 * SEED            {"stream": "philox4x32-10", "value": 1}
 *
 * RULE            {"function": "monomial", "seedFilters", "terms", "low", "high",
 *                  "normalization": "standardize", "bias": false}
 *
 * INITIALISATION  {"type": "constant", "value"}   {"type": "uniform", "bound"}   {"type": "normal", "deviation"}
 *
 * DISTRIBUTION    {"type": "uniform", "low", "high"}   {"type": "rounded-uniform", "bound"}
 *                 {"type": "normal", "deviation"}   {"type": "ternary", "sparsity"}
 * </pre>
 *
 * <p>Every property is required and no other is accepted. What the values mean and which are valid
 * is the business of the records they become. Writing is canonical: properties in the order above,
 * no white space, the shortest number that reads back equal; so equal networks give equal bytes.
 */
public final class NetworkJson {

  /** The version that {@link #write} writes; the only one that {@link #read} reads. */
  public static final int FORMAT_VERSION = 1;

  /** The longest description that is read, in bytes. */
  public static final int MAX_BYTES = 4 << 20;

  /**
   * The most values that a network which is read may have, regrown ones and their exponents
   * included, and the most values that its nodes may compute for one image, all together: 1 GiB as
   * float32 each. It bounds what a small description can make a device allocate.
   */
  public static final long MAX_VALUES = 1L << 28;

  static final Map<Class<?>, Map<String, Class<?>>> TYPES =
      Map.of(
          Operation.class,
          types(
              "convolution",
              Operation.Convolution.class,
              "channel-bias",
              Operation.ChannelBias.class,
              "batch-normalization",
              Normalization.BatchNormalization.class,
              "group-normalization",
              Normalization.GroupNormalization.class,
              "l2-normalization",
              Normalization.L2Normalization.class,
              "relu",
              Operation.Relu.class,
              "relu6",
              Operation.Relu6.class,
              "sine",
              Operation.Sine.class,
              "add",
              Operation.Add.class,
              "subtract",
              Operation.Subtract.class,
              "add-map",
              Operation.AddMap.class,
              "shift",
              Operation.Shift.class,
              "max-pool",
              Pooling.MaxPool.class,
              "average-pool",
              Pooling.AveragePool.class,
              "mixed-average-pool",
              Pooling.MixedAveragePool.class,
              "global-average-pool",
              Pooling.GlobalAveragePool.class,
              "concat",
              Arrangement.Concat.class,
              "slice",
              Arrangement.Slice.class,
              "channel-shuffle",
              Arrangement.ChannelShuffle.class,
              "flatten",
              Arrangement.Flatten.class,
              "linear",
              Operation.Linear.class,
              "affine",
              Operation.Affine.class,
              "input-normalization",
              Normalization.InputNormalization.class),
          ParameterSource.class,
          types(
              "learned",
              ParameterSource.Learned.class,
              "generated",
              ParameterSource.Generated.class,
              "drawn",
              ParameterSource.Drawn.class),
          Initialisation.class,
          types(
              "constant",
              Initialisation.Constant.class,
              "uniform",
              Initialisation.Uniform.class,
              "normal",
              Initialisation.Normal.class),
          Distribution.class,
          types(
              "uniform",
              Distribution.Uniform.class,
              "rounded-uniform",
              Distribution.RoundedUniform.class,
              "normal",
              Distribution.Normal.class,
              "ternary",
              Distribution.Ternary.class));

  private static final JsonMapper MAPPER = mapper();

  private NetworkJson() {}

  /** Returns the canonical JSON of a network. */
  public static byte[] write(Network network) {
    return writeDocument(Document.of(network));
  }

  /**
   * Reads a network.
   *
   * @param json at most {@link #MAX_BYTES}
   * @param source named in failures, as in a file's name
   * @throws PackageException {@code network.too-new} or {@code network.too-old} for another format
   *     version, {@code network.unknown-operation} for an operation (or parameter source, or
   *     initialisation) of no such name, {@code network.malformed} otherwise
   */
  public static Network read(byte[] json, String source) {
    return network(readDocument(json, Document.class, document -> document, source), source);
  }

  /**
   * Refuses a network that {@link #read} would refuse for its size: written, it would be lost.
   *
   * @throws IllegalArgumentException naming the size and the bound
   */
  public static void requireReadable(Network network) {
    requireLength(write(network).length);
    requireBounded(network);
  }

  /** Writes a document that holds a network. */
  static byte[] writeDocument(Object document) {
    try {
      return MAPPER.writeValueAsBytes(document);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a network is always JSON", e);
    }
  }

  /**
   * Reads a document that holds a network.
   *
   * @param location finds the network in the document, whose version decides first
   */
  static <T> T readDocument(
      byte[] json, Class<T> type, UnaryOperator<JsonNode> location, String source) {
    try {
      requireLength(json.length);
      JsonNode version = location.apply(Json.readObject(MAPPER, json)).path("formatVersion");
      if (!version.isIntegralNumber()) {
        throw malformed(source, "the property \"formatVersion\" must be a whole number");
      }
      Versions.require(version, FORMAT_VERSION, FORMAT_VERSION, "network", source);
      return MAPPER.readValue(json, type);
    } catch (InvalidTypeIdException e) {
      Map<String, Class<?>> accepted = TYPES.get(e.getBaseType().getRawClass());
      throw PackageException.refused(
          "network.unknown-operation",
          describe(source)
              + Json.explain(e)
              + (accepted == null ? "" : "; accepted: " + String.join(", ", accepted.keySet())),
          e);
    } catch (IOException e) {
      throw PackageException.refused("network.malformed", describe(source) + Json.explain(e), e);
    } catch (IllegalArgumentException e) {
      throw malformed(source, e);
    }
  }

  /** Turns the document into a network, checked as a whole. */
  static Network network(Document document, String source) {
    try {
      Network network = document.toNetwork();
      requireBounded(network);
      return network;
    } catch (IllegalArgumentException e) {
      throw malformed(source, e);
    }
  }

  private static void requireLength(int bytes) {
    if (bytes > MAX_BYTES) {
      throw new IllegalArgumentException(
          "it has " + bytes + " bytes, at most " + MAX_BYTES + " are accepted");
    }
  }

  private static void requireBounded(Network network) {
    long values = network.parameters().stream().mapToLong(p -> regrownFrom(p.source())).sum();
    if (values > MAX_VALUES) {
      throw new IllegalArgumentException(
          "it has " + values + " values, at most " + MAX_VALUES + " are accepted");
    }
    long activations = network.shapes().values().stream().mapToLong(Shape::elements).sum();
    if (activations > MAX_VALUES) {
      throw new IllegalArgumentException(
          "its nodes compute "
              + activations
              + " values for one image, at most "
              + MAX_VALUES
              + " are accepted");
    }
  }

  /** The values of a tensor, and of the exponents it is generated with. */
  private static long regrownFrom(ParameterSource source) {
    long exponents = source instanceof ParameterSource.Generated ? source.drawnElements() : 0;
    return source.shape().elements() + exponents;
  }

  private static PackageException malformed(String source, String what) {
    return PackageException.refused("network.malformed", describe(source) + what);
  }

  private static PackageException malformed(String source, IllegalArgumentException reason) {
    return PackageException.refused(
        "network.malformed", describe(source) + reason.getMessage(), reason);
  }

  private static String describe(String source) {
    return source + ": the network description is not usable: ";
  }

  private static Map<String, Class<?>> types(Object... namesAndClasses) {
    Map<String, Class<?>> types = new LinkedHashMap<>();
    for (int i = 0; i < namesAndClasses.length; i += 2) {
      types.put((String) namesAndClasses[i], (Class<?>) namesAndClasses[i + 1]);
    }
    return types;
  }

  private static JsonMapper mapper() {
    JsonMapper.Builder builder =
        Json.mapper(MAX_BYTES)
            .addMixIn(Operation.class, Typed.class)
            .addMixIn(ParameterSource.class, Typed.class)
            .addMixIn(Initialisation.class, Typed.class)
            .addMixIn(Distribution.class, Typed.class)
            .addMixIn(GenerationFunction.class, Identified.class)
            .addMixIn(FilterNormalization.class, Identified.class)
            .addMixIn(StreamAlgorithm.class, Identified.class)
            .addMixIn(Shape.class, Dimensions.class);
    TYPES
        .values()
        .forEach(
            types ->
                types.forEach((name, type) -> builder.registerSubtypes(new NamedType(type, name))));
    return builder.build();
  }

  /** A network with its format version, as JSON. */
  record Document(
      int formatVersion,
      String architecture,
      String method,
      Shape input,
      List<Node> nodes,
      List<String> taps) {

    static Document of(Network network) {
      return new Document(
          FORMAT_VERSION,
          network.architecture(),
          network.method(),
          network.input(),
          network.nodes(),
          network.taps());
    }

    private Network toNetwork() {
      return new Network(architecture, method, input, nodes, taps);
    }
  }

  /** A member of a sealed family, told apart by its property "type". */
  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
  private interface Typed {}

  /** An enum constant, written as its id. */
  private interface Identified {
    @JsonValue
    String id();
  }

  /** A shape, written as the array of its dimensions. */
  private abstract static class Dimensions {
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    @SuppressWarnings("UnusedVariable") // only its signature counts
    Dimensions(List<Integer> dimensions) {}

    @JsonValue
    abstract List<Integer> dimensions();
  }
}
