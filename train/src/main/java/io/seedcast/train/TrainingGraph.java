package io.seedcast.train;

import io.seedcast.core.network.Arrangement;
import io.seedcast.core.network.FloatTensor;
import io.seedcast.core.network.NamedTensors;
import io.seedcast.core.network.Network;
import io.seedcast.core.network.Node;
import io.seedcast.core.network.Normalization.BatchNormalization;
import io.seedcast.core.network.Normalization.GroupNormalization;
import io.seedcast.core.network.Normalization.InputNormalization;
import io.seedcast.core.network.Normalization.L2Normalization;
import io.seedcast.core.network.Operation;
import io.seedcast.core.network.Operation.Add;
import io.seedcast.core.network.Operation.AddMap;
import io.seedcast.core.network.Operation.Affine;
import io.seedcast.core.network.Operation.ChannelBias;
import io.seedcast.core.network.Operation.Convolution;
import io.seedcast.core.network.Operation.Linear;
import io.seedcast.core.network.Operation.Relu;
import io.seedcast.core.network.Operation.Relu6;
import io.seedcast.core.network.Operation.Shift;
import io.seedcast.core.network.Operation.Sine;
import io.seedcast.core.network.Operation.Subtract;
import io.seedcast.core.network.Parameter;
import io.seedcast.core.network.ParameterSource.Drawn;
import io.seedcast.core.network.ParameterSource.Generated;
import io.seedcast.core.network.Pooling;
import io.seedcast.core.network.Shape;
import io.seedcast.core.regrow.DrawnTensor;
import io.seedcast.core.regrow.ShiftKernel;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.MemoryFormatOptional;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.MemoryFormat;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * A network's description interpreted into libtorch operations, with its learned tensors and
 * running statistics.
 *
 * <p>Learned tensors are float32. In bfloat16, activations and convolution weights are cast, with
 * float32 accumulation inside the kernels; the classifier and the loss stay float32.
 *
 * <p>Activations are channels-last, which convolutions prefer, unless the network has group
 * normalisations: libtorch's inner loop for those is then only as long as a group (measured on
 * ResNet18 at width 0.25: 437 of 660 ms a step; converting back and forth costs 77, one layout 30).
 *
 * <p>Owns native memory; not safe for use by several threads.
 */
final class TrainingGraph implements AutoCloseable {
  private static final String MOMENTUM_PREFIX = "momentum/";
  private static final float PIXEL_RANGE = 255f;

  private final Network network;
  private final TrainingPrecision precision;
  private final MemoryFormat layout;
  private final FlatParameters parameters;
  private final Map<String, Tensor> statistics = new LinkedHashMap<>();
  private final Map<String, GeneratedFilters> generated = new HashMap<>();

  /** Drawn tensors by parameter name, a shift's offsets as filters; float32. */
  private final Map<String, Tensor> drawn = new HashMap<>();

  private final Map<String, Integer> readers = new HashMap<>();
  private final Map<String, Node> nodes = new HashMap<>();

  /** Biases that convolutions add themselves, by the convolution's name. */
  private final Map<String, Node> biases = new HashMap<>();

  /**
   * What a forward pass computes; owned by the scope it ran in.
   *
   * @param logits float32 (N, classes)
   * @param taps outputs of the network's taps, in their order
   */
  record Outputs(Tensor logits, List<Tensor> taps) {
    /** Those of the first {@code count} images. */
    Outputs first(long count) {
      return new Outputs(
          logits.narrow(0, 0, count), taps.stream().map(tap -> tap.narrow(0, 0, count)).toList());
    }
  }

  /**
   * Builds the graph.
   *
   * @param tensors values of {@link Network#learnedShapes} and {@link Network#statisticsShapes}
   */
  TrainingGraph(Network network, NamedTensors tensors, TrainingPrecision precision) {
    Torch.start();
    this.network = network;
    this.precision = precision;
    this.layout =
        network.nodes().stream().anyMatch(node -> node.operation() instanceof GroupNormalization)
            ? MemoryFormat.Contiguous
            : MemoryFormat.ChannelsLast;
    this.parameters = new FlatParameters(network.learnedShapes(), tensors);
    try (PointerScope scope = new PointerScope()) {
      network
          .statisticsShapes()
          .forEach(
              (name, shape) -> {
                Tensor tensor =
                    Torch.tensor(tensors.get(name, shape).values(), shape.toLongArray());
                tensor.retainReference();
                statistics.put(name, tensor);
              });
      for (Node node : network.nodes()) {
        nodes.put(node.name(), node);
        node.inputs().forEach(input -> readers.merge(input, 1, Integer::sum));
        for (Parameter parameter : node.parameters()) {
          if (parameter.source() instanceof Generated layer) {
            generated.put(parameter.name(), new GeneratedFilters(layer));
          } else if (parameter.source() instanceof Drawn source) {
            drawn.put(parameter.name(), frozen(node.operation(), DrawnTensor.of(source)));
          }
        }
      }
    }
    network.taps().forEach(tap -> readers.merge(tap, 1, Integer::sum));
    for (Node node : network.nodes()) {
      String source = node.inputs().get(0);
      Node producer = nodes.get(source);
      if (node.operation() instanceof ChannelBias
          && producer != null
          && producer.operation() instanceof Convolution
          && readers.getOrDefault(source, 0) == 1) {
        biases.put(source, node);
      }
    }
  }

  private static Tensor frozen(Operation operation, FloatTensor values) {
    FloatTensor used = operation instanceof Shift shift ? ShiftKernel.of(shift, values) : values;
    Tensor tensor = Torch.tensor(used.values(), used.shape().toLongArray());
    tensor.retainReference();
    return tensor;
  }

  FlatParameters parameters() {
    return parameters;
  }

  /** The names and shapes of {@link #state}. */
  static Map<String, Shape> stateShapes(Network network) {
    Map<String, Shape> shapes = new LinkedHashMap<>(network.learnedShapes());
    network.learnedShapes().forEach((name, shape) -> shapes.put(MOMENTUM_PREFIX + name, shape));
    shapes.putAll(network.statisticsShapes());
    return shapes;
  }

  /** Copies learned tensors, statistics and momenta to Java: a checkpoint's content. */
  NamedTensors state() {
    Map<String, FloatTensor> state = new LinkedHashMap<>();
    parameters.read(MOMENTUM_PREFIX, state);
    try (PointerScope scope = new PointerScope()) {
      network
          .statisticsShapes()
          .forEach((name, shape) -> state.put(name, Torch.toJava(statistic(name), shape)));
    }
    return NamedTensors.of(state);
  }

  /** Replaces learned tensors, statistics and momenta. */
  void restore(NamedTensors state) {
    parameters.restore(MOMENTUM_PREFIX, state);
    try (PointerScope scope = new PointerScope()) {
      network
          .statisticsShapes()
          .forEach(
              (name, shape) ->
                  statistic(name)
                      .copy_(Torch.tensor(state.get(name, shape).values(), shape.toLongArray())));
    }
  }

  private Tensor statistic(String name) {
    Tensor tensor = statistics.get(name);
    if (tensor == null) {
      throw new IllegalArgumentException("no statistic \"" + name + "\"");
    }
    return tensor;
  }

  /**
   * Runs the network on images, in the current scope.
   *
   * @param pixelsNchw uint8, count images
   * @param training whether batch normalisation uses and gathers the batch's statistics
   */
  Outputs forward(byte[] pixelsNchw, int count, boolean training) {
    return forward(pixels(pixelsNchw, count), training);
  }

  /** Images as the network takes them, float32 on [0, 1], in the current scope. */
  Tensor pixels(byte[] pixelsNchw, int count) {
    return torch
        .from_blob(
            new BytePointer(pixelsNchw), imageShape(count), new TensorOptions(ScalarType.Byte))
        .to(ScalarType.Float)
        .div(new Scalar(PIXEL_RANGE));
  }

  /** What it interprets. */
  Network network() {
    return network;
  }

  /** (count, channels, height, width) of the network's input. */
  long[] imageShape(int count) {
    Shape image = network.input();
    return new long[] {count, image.dimension(0), image.dimension(1), image.dimension(2)};
  }

  /**
   * Runs the network on pixels, in the current scope.
   *
   * <p>What a node computes is let go as soon as the last node has read it, so that only what the
   * backward pass needs stays, and that only until the backward pass has used it; without a
   * backward pass, next to nothing.
   *
   * @param pixelsNchw float32 on [0, 1]
   */
  Outputs forward(Tensor pixelsNchw, boolean training) {
    try (Values values = new Values(readers)) {
      values.put(Network.INPUT, pixelsNchw);
      for (Node node : network.nodes()) {
        try (PointerScope temporary = new PointerScope()) {
          List<Tensor> inputs = node.inputs().stream().map(values::get).toList();
          values.put(node.name(), compute(node, inputs, training));
        }
        node.inputs().forEach(values::wasRead);
      }
      return new Outputs(
          inCurrentScope(values.get(network.output().name())),
          network.taps().stream().map(tap -> inCurrentScope(values.get(tap))).toList());
    }
  }

  private static Tensor inCurrentScope(Tensor tensor) {
    PointerScope.getInnerScope().attach(tensor);
    return tensor;
  }

  /** What nodes have computed, each held until its last reader has read it. */
  private static final class Values implements AutoCloseable {
    private final Map<String, Integer> unread;
    private final Map<String, Tensor> tensors = new HashMap<>();

    Values(Map<String, Integer> readers) {
      this.unread = new HashMap<>(readers);
    }

    void put(String name, Tensor tensor) {
      tensor.retainReference();
      tensors.put(name, tensor);
    }

    Tensor get(String name) {
      Tensor tensor = tensors.get(name);
      if (tensor == null) {
        throw new IllegalStateException("node \"" + name + "\" has not been computed");
      }
      return tensor;
    }

    void wasRead(String name) {
      Tensor tensor = get(name);
      if (unread.merge(name, -1, Integer::sum) == 0) {
        tensors.remove(name);
        tensor.releaseReference();
      }
    }

    @Override
    public void close() {
      tensors.values().forEach(Tensor::releaseReference);
    }
  }

  private Tensor compute(Node node, List<Tensor> inputs, boolean training) {
    Operation operation = node.operation();
    Tensor x = inputs.get(0);
    if (operation instanceof Convolution convolution) {
      return convolve(node, convolution, x);
    } else if (operation instanceof BatchNormalization normalization) {
      return torch.batch_norm(
          x,
          learned(node, "weight"),
          learned(node, "bias"),
          new TensorOptional(statistic(Network.runningMean(node))),
          new TensorOptional(statistic(Network.runningVariance(node))),
          training,
          normalization.momentum(),
          normalization.epsilon(),
          false);
    } else if (operation instanceof GroupNormalization normalization) {
      return torch.group_norm(
          x,
          normalization.groups(),
          learned(node, "weight"),
          learned(node, "bias"),
          normalization.epsilon(),
          false);
    } else if (operation instanceof ChannelBias bias) {
      return bias(node, bias, x);
    } else if (operation instanceof L2Normalization normalization) {
      return ParameterFreeOperations.normalize(normalization, x);
    } else if (operation instanceof Relu) {
      return mayOverwrite(node) ? inPlace(x, torch::relu_) : torch.relu(x);
    } else if (operation instanceof Relu6) {
      return torch.relu6(x);
    } else if (operation instanceof Sine sine) {
      return sine(node, sine, x);
    } else if (operation instanceof Add) {
      Tensor other = inputs.get(1);
      return mayOverwrite(node) ? inPlace(x, target -> target.add_(other)) : x.add(other);
    } else if (operation instanceof Subtract) {
      Tensor other = inputs.get(1);
      return mayOverwrite(node) ? inPlace(x, target -> target.sub_(other)) : x.sub(other);
    } else if (operation instanceof AddMap) {
      return x.add(toGraphFormat(tensor(node, "map").unsqueeze(0)));
    } else if (operation instanceof Shift shift) {
      return shift(node, shift, x);
    } else if (operation instanceof Pooling pooling) {
      return ParameterFreeOperations.pool(pooling, x);
    } else if (operation instanceof Arrangement arrangement) {
      return ParameterFreeOperations.arrange(arrangement, inputs);
    } else if (operation instanceof Linear || operation instanceof Affine) {
      return torch.linear(
          x.to(ScalarType.Float), tensor(node, "weight"), new TensorOptional(tensor(node, "bias")));
    } else if (operation instanceof InputNormalization normalization) {
      return toGraphFormat(
          x.sub(perChannel(normalization.mean())).div(perChannel(normalization.deviation())));
    }
    throw new IllegalStateException("the training graph does not know " + operation);
  }

  /**
   * Whether the first input's memory may take the result: nobody else reads it, its producer does
   * not need its own output for its gradient (as ReLU does), and it is not a view of other memory.
   */
  private boolean mayOverwrite(Node node) {
    String input = node.inputs().get(0);
    Node producer = nodes.get(input);
    return producer != null
        && readers.getOrDefault(input, 0) == 1
        && !(producer.operation() instanceof Relu)
        && !(producer.operation() instanceof Arrangement);
  }

  /** Returns the tensor itself: what JavaCPP returns is a handle that does not own it. */
  private static Tensor inPlace(Tensor tensor, Consumer<Tensor> operation) {
    operation.accept(tensor);
    return tensor;
  }

  private Tensor convolve(Node node, Convolution convolution, Tensor x) {
    Tensor filters = toGraphFormat(tensor(node, "weight"));
    int stride = convolution.stride();
    int padding = convolution.padding();
    // A strided 1x1 convolution reads every stride-th pixel. They are picked out first: oneDNN's
    // own way to do so corrupts the heap in the channels-last backward pass on several threads.
    boolean pickedBefore = convolution.kernelSize() == 1 && padding == 0;
    // The backward pass of a strided depthwise convolution has no fast kernel for bfloat16
    // (measured with 128 x 16 x 32 x 32 and 3x3: 32 ms, this way 3 ms).
    boolean pickedBehind = precision == TrainingPrecision.BFLOAT16 && isDepthwise(convolution);
    int steps = pickedBefore || pickedBehind ? 1 : stride;
    Tensor y =
        torch.conv2d(
            pickedBefore ? ParameterFreeOperations.everyNthPixel(x, stride) : x,
            filters,
            biasBehind(node, filters),
            new long[] {steps, steps},
            new long[] {padding, padding},
            new long[] {1, 1},
            convolution.groups());
    return pickedBehind && !pickedBefore ? ParameterFreeOperations.everyNthPixel(y, stride) : y;
  }

  /** The bias that a convolution adds itself, of the type of its filters. */
  private TensorOptional biasBehind(Node convolution, Tensor filters) {
    Node bias = biases.get(convolution.name());
    return bias == null
        ? new TensorOptional()
        : new TensorOptional(parameters.leaf(bias.name() + ".bias").to(filters.scalar_type()));
  }

  /** Does nothing where the convolution has added it already. */
  private Tensor bias(Node node, ChannelBias bias, Tensor x) {
    return node.equals(biases.get(node.inputs().get(0)))
        ? x
        : x.add(
            parameters
                .leaf(node.name() + ".bias")
                .reshape(1, bias.channels(), 1, 1)
                .to(x.scalar_type()));
  }

  private static boolean isDepthwise(Convolution convolution) {
    return convolution.groups() == convolution.inChannels()
        && convolution.groups() == convolution.outChannels();
  }

  /** Computed in float32, for periods and shifts matter to the last digit. */
  private Tensor sine(Node node, Sine sine, Tensor x) {
    Tensor precise = x.to(ScalarType.Float);
    Tensor shift = perChannel(tensor(node, "shift"), sine, x.size(1));
    Tensor period = perChannel(tensor(node, "period"), sine, x.size(1));
    return precise.sub(shift).mul(period).sin().to(x.scalar_type());
  }

  private static Tensor perChannel(Tensor perRun, Sine sine, long channels) {
    return perRun
        .reshape(sine.runs(), 1)
        .expand(sine.runs(), channels / sine.runs())
        .reshape(1, channels, 1, 1);
  }

  private Tensor shift(Node node, Shift shift, Tensor x) {
    Tensor kernel = drawn.get(node.name() + ".offsets");
    if (kernel == null) {
      kernel = ShiftFilters.of(shift, parameters.leaf(node.name() + ".offsets"));
    }
    return ParameterFreeOperations.depthwise(
        x, toGraphFormat(kernel), new long[] {shift.reach(), shift.reach()});
  }

  /** The current value of a node's tensor, whatever its source. */
  private Tensor tensor(Node node, String name) {
    String fullName = node.name() + "." + name;
    Tensor constant = drawn.get(fullName);
    if (constant != null) {
      return constant;
    }
    GeneratedFilters filters = generated.get(fullName);
    return filters == null
        ? parameters.leaf(fullName)
        : filters.of(parameters.leaf(fullName + ".seed"));
  }

  private TensorOptional learned(Node node, String name) {
    return new TensorOptional(parameters.leaf(node.name() + "." + name));
  }

  private Tensor toGraphFormat(Tensor tensor) {
    ScalarType type =
        precision == TrainingPrecision.BFLOAT16 ? ScalarType.BFloat16 : ScalarType.Float;
    return tensor.to(type, false, false, new MemoryFormatOptional(layout));
  }

  private static Tensor perChannel(List<Float> values) {
    float[] array = new float[values.size()];
    for (int i = 0; i < array.length; i++) {
      array[i] = values.get(i);
    }
    return Torch.tensor(array, 1, array.length, 1, 1);
  }

  @Override
  public void close() {
    parameters.close();
    statistics.values().forEach(Tensor::releaseReference);
    generated.values().forEach(GeneratedFilters::close);
    drawn.values().forEach(Tensor::releaseReference);
  }
}
