package io.seedcast.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.UnsafeByteOperations;
import io.seedcast.core.network.Arrangement;
import io.seedcast.core.network.Arrangement.ChannelShuffle;
import io.seedcast.core.network.Arrangement.Concat;
import io.seedcast.core.network.Arrangement.Flatten;
import io.seedcast.core.network.Arrangement.Slice;
import io.seedcast.core.network.FloatTensor;
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
import io.seedcast.core.network.Pooling;
import io.seedcast.core.network.Pooling.AveragePool;
import io.seedcast.core.network.Pooling.GlobalAveragePool;
import io.seedcast.core.network.Pooling.MaxPool;
import io.seedcast.core.network.Pooling.MixedAveragePool;
import io.seedcast.core.network.Shape;
import io.seedcast.core.network.Window;
import io.seedcast.core.regrow.RegrownNetwork;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes a regrown network as an ONNX model: operator set 13, IR version 7, which ONNX Runtime
 * reads since 1.7.
 *
 * <p>Input {@value #INPUT}: float32 (N, channels, height, width), pixels on [0, 1]. Output {@value
 * #OUTPUT}: float32 (N, classes). N is free. Initializers have the names of the regrown network's
 * tensors; values between nodes are named {@code node/step}.
 *
 * <p>A batch normalisation that was folded into its convolution leaves no trace. Group
 * normalisation is an instance normalisation of (N, groups, rest), because ONNX has an operator of
 * its own only since set 21, and then a multiplication and an addition per channel.
 */
final class OnnxWriter {
  static final String INPUT = "input";
  static final String OUTPUT = "logits";

  private static final long OPERATOR_SET = 13;
  private static final long IR_VERSION = 7;

  /** Where the values of the regrown tensors are. */
  private enum Values {
    /** In the model. */
    INSIDE,
    /** Outside, to be supplied from memory by name. */
    OUTSIDE
  }

  private final RegrownNetwork regrown;
  private final Values values;
  private final Network network;
  private final Map<String, Shape> shapes;
  private final Map<String, Node> normalizationOfConvolution = new HashMap<>();
  private final GraphProto.Builder graph = GraphProto.newBuilder();

  private OnnxWriter(RegrownNetwork regrown, Values values) {
    this.regrown = regrown;
    this.values = values;
    this.network = regrown.network();
    this.shapes = network.shapes();
    for (Node node : network.nodes()) {
      network
          .convolutionFoldedWith(node)
          .ifPresent(convolution -> normalizationOfConvolution.put(convolution.name(), node));
    }
  }

  /**
   * Returns a model of a few kilobytes. The values of every regrown tensor are declared as external
   * data under the tensor's name.
   */
  static ModelProto weightless(RegrownNetwork regrown) {
    return new OnnxWriter(regrown, Values.OUTSIDE).write(Map.of());
  }

  /**
   * Returns a model with all its values, which shares the memory of the regrown tensors' copies.
   */
  static ModelProto complete(RegrownNetwork regrown, Map<String, String> metadata) {
    return new OnnxWriter(regrown, Values.INSIDE).write(metadata);
  }

  private ModelProto write(Map<String, String> metadata) {
    network.nodes().forEach(this::write);
    graph
        .setName(network.architecture() + "-" + network.method())
        .addInput(OnnxProtos.valueInfo(INPUT, network.input()))
        .addOutput(OnnxProtos.valueInfo(OUTPUT, network.outputShape()));
    ModelProto.Builder model =
        ModelProto.newBuilder()
            .setIrVersion(IR_VERSION)
            .setProducerName("seedcast")
            .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(OPERATOR_SET))
            .setGraph(graph);
    metadata.forEach(
        (key, value) ->
            model.addMetadataProps(
                StringStringEntryProto.newBuilder().setKey(key).setValue(value)));
    return model.build();
  }

  /** The one place that knows how every operation is written. */
  private void write(Node node) {
    Operation operation = node.operation();
    if (operation instanceof Convolution convolution) {
      writeConvolution(node, convolution);
    } else if (operation instanceof BatchNormalization) {
      writeBatchNormalization(node);
    } else if (operation instanceof GroupNormalization normalization) {
      writeGroupNormalization(node, normalization);
    } else if (operation instanceof ChannelBias bias) {
      add(
          "Add",
          outputOf(node.name()),
          List.of(inputs(node).get(0), tensor(node.name() + ".bias", perChannel(bias.channels()))));
    } else if (operation instanceof L2Normalization normalization) {
      writeL2Normalization(node, normalization);
    } else if (operation instanceof Relu) {
      add("Relu", outputOf(node.name()), inputs(node));
    } else if (operation instanceof Relu6) {
      add(
          "Clip",
          outputOf(node.name()),
          List.of(
              inputs(node).get(0),
              constant(node.name() + "/least", Shape.of(), List.of(0f)),
              constant(node.name() + "/most", Shape.of(), List.of(6f))));
    } else if (operation instanceof Sine sine) {
      writeSine(node, sine);
    } else if (operation instanceof Add) {
      add("Add", outputOf(node.name()), inputs(node));
    } else if (operation instanceof Subtract) {
      add("Sub", outputOf(node.name()), inputs(node));
    } else if (operation instanceof AddMap addition) {
      add(
          "Add",
          outputOf(node.name()),
          List.of(inputs(node).get(0), tensor(node.name() + ".map", addition.map().shape())));
    } else if (operation instanceof Shift shift) {
      writeShift(node, shift);
    } else if (operation instanceof Pooling pooling) {
      writePooling(node, pooling);
    } else if (operation instanceof Arrangement arrangement) {
      writeArrangement(node, arrangement);
    } else if (operation instanceof Linear || operation instanceof Affine) {
      writeLinear(node);
    } else if (operation instanceof InputNormalization normalization) {
      writeInputNormalization(node, normalization);
    } else {
      throw new IllegalArgumentException(
          "node \"" + node.name() + "\": " + operation + " cannot be written as ONNX");
    }
  }

  private void writeConvolution(Node node, Convolution convolution) {
    List<String> inputs = new ArrayList<>(inputs(node));
    inputs.add(tensor(node.name() + ".weight", convolution.weight().shape()));
    Node normalization = normalizationOfConvolution.get(node.name());
    if (normalization != null) {
      inputs.add(tensor(node.name() + ".bias", Shape.of(convolution.outChannels())));
    }
    int stride = convolution.stride();
    int padding = convolution.padding();
    int kernelSize = convolution.kernelSize();
    add(
        "Conv",
        outputOf(normalization == null ? node.name() : normalization.name()),
        inputs,
        OnnxProtos.attribute("kernel_shape", List.of(kernelSize, kernelSize)),
        OnnxProtos.attribute("strides", List.of(stride, stride)),
        OnnxProtos.attribute("pads", List.of(padding, padding, padding, padding)),
        OnnxProtos.attribute("group", convolution.groups()));
  }

  private void writeBatchNormalization(Node node) {
    if (network.convolutionFoldedWith(node).isEmpty()) {
      writeScaleAndShift(node, inputs(node).get(0), "scale", "shift");
    }
  }

  private void writeGroupNormalization(Node node, GroupNormalization normalization) {
    String name = node.name();
    int groups = normalization.groups();
    Shape image = shapeOf(name);
    String grouped =
        add(
            "Reshape",
            name + "/grouped",
            List.of(inputs(node).get(0), constant(name + "/groups", new long[] {0, groups, -1})));
    Shape perGroup = Shape.of(groups);
    String normalized =
        add(
            "InstanceNormalization",
            name + "/normalized",
            List.of(
                grouped,
                constant(name + "/ones", perGroup, Collections.nCopies(groups, 1f)),
                constant(name + "/zeros", perGroup, Collections.nCopies(groups, 0f))),
            OnnxProtos.attribute("epsilon", (float) normalization.epsilon()));
    String ungrouped =
        add(
            "Reshape",
            name + "/ungrouped",
            List.of(
                normalized,
                constant(
                    name + "/image",
                    new long[] {0, image.dimension(0), image.dimension(1), image.dimension(2)})));
    writeScaleAndShift(node, ungrouped, "weight", "bias");
  }

  private void writeScaleAndShift(Node node, String input, String scale, String shift) {
    Shape perChannel = perChannel(shapeOf(node.name()).dimension(0));
    String scaled =
        add(
            "Mul",
            node.name() + "/scaled",
            List.of(input, tensor(node.name() + "." + scale, perChannel)));
    add(
        "Add",
        outputOf(node.name()),
        List.of(scaled, tensor(node.name() + "." + shift, perChannel)));
  }

  private void writeL2Normalization(Node node, L2Normalization normalization) {
    String name = node.name();
    String input = inputs(node).get(0);
    String norm =
        add(
            "ReduceL2",
            name + "/norm",
            List.of(input),
            OnnxProtos.attribute("axes", List.of(1)),
            OnnxProtos.attribute("keepdims", 1));
    String divisor =
        add(
            "Max",
            name + "/divisor",
            List.of(
                norm,
                constant(name + "/epsilon", Shape.of(), List.of((float) normalization.epsilon()))));
    add("Div", outputOf(name), List.of(input, divisor));
  }

  /** Channels are split into (runs, rest), so that a run's numbers are stored once. */
  private void writeSine(Node node, Sine sine) {
    String name = node.name();
    Shape image = shapeOf(name);
    Shape perRun = Shape.of(sine.runs(), 1);
    String runs =
        add(
            "Reshape",
            name + "/runs",
            List.of(
                inputs(node).get(0), constant(name + "/split", new long[] {0, sine.runs(), -1})));
    String shifted = add("Sub", name + "/shifted", List.of(runs, tensor(name + ".shift", perRun)));
    String scaled =
        add("Mul", name + "/scaled", List.of(shifted, tensor(name + ".period", perRun)));
    String waves = add("Sin", name + "/waves", List.of(scaled));
    add(
        "Reshape",
        outputOf(name),
        List.of(
            waves,
            constant(
                name + "/image",
                new long[] {0, image.dimension(0), image.dimension(1), image.dimension(2)})));
  }

  private void writeShift(Node node, Shift shift) {
    int side = 2 * shift.reach() + 1;
    add(
        "Conv",
        outputOf(node.name()),
        List.of(inputs(node).get(0), tensor(node.name() + ".kernel", shift.kernelShape())),
        OnnxProtos.attribute("kernel_shape", List.of(side, side)),
        OnnxProtos.attribute("strides", List.of(1, 1)),
        OnnxProtos.attribute("pads", Collections.nCopies(4, shift.reach())),
        OnnxProtos.attribute("group", shift.channels()));
  }

  private void writePooling(Node node, Pooling pooling) {
    if (pooling instanceof MaxPool max) {
      add("MaxPool", outputOf(node.name()), inputs(node), OnnxProtos.window(max.window()));
    } else if (pooling instanceof AveragePool average) {
      writeAveragePool(outputOf(node.name()), inputs(node).get(0), average.window());
    } else if (pooling instanceof MixedAveragePool mixed) {
      writeMixedAveragePool(node, mixed);
    } else if (pooling instanceof GlobalAveragePool) {
      String pooled = add("GlobalAveragePool", node.name() + "/pooled", inputs(node));
      add("Flatten", outputOf(node.name()), List.of(pooled), OnnxProtos.attribute("axis", 1));
    } else {
      throw new IllegalArgumentException(
          "node \"" + node.name() + "\": " + pooling + " cannot be written as ONNX");
    }
  }

  private String writeAveragePool(String output, String input, Window window) {
    List<AttributeProto> attributes = new ArrayList<>(List.of(OnnxProtos.window(window)));
    attributes.add(OnnxProtos.attribute("count_include_pad", 1));
    return add("AveragePool", output, List.of(input), attributes.toArray(AttributeProto[]::new));
  }

  /** Each run of channels on its own. */
  private void writeMixedAveragePool(Node node, MixedAveragePool mixed) {
    String name = node.name();
    int channels = shapeOf(name).dimension(0);
    List<String> runs = new ArrayList<>();
    for (int run = 0; run < mixed.runs(); run++) {
      String slice =
          writeSlice(
              name + "/slice" + run,
              inputs(node).get(0),
              mixed.firstChannel(run, channels),
              mixed.firstChannel(run + 1, channels));
      runs.add(writeAveragePool(name + "/run" + run, slice, mixed.window(run)));
    }
    add("Concat", outputOf(name), runs, OnnxProtos.attribute("axis", 1));
  }

  private String writeSlice(String output, String input, int from, int to) {
    return add(
        "Slice",
        output,
        List.of(
            input,
            constant(output + "/from", new long[] {from}),
            constant(output + "/to", new long[] {to}),
            constant(output + "/axis", new long[] {1})));
  }

  private void writeArrangement(Node node, Arrangement arrangement) {
    String name = node.name();
    String input = inputs(node).get(0);
    if (arrangement instanceof Concat) {
      add("Concat", outputOf(name), inputs(node), OnnxProtos.attribute("axis", 1));
    } else if (arrangement instanceof Slice slice) {
      writeSlice(outputOf(name), input, slice.from(), slice.to());
    } else if (arrangement instanceof ChannelShuffle shuffle) {
      Shape image = shapeOf(name);
      int height = image.dimension(1);
      int width = image.dimension(2);
      String matrix =
          add(
              "Reshape",
              name + "/matrix",
              List.of(
                  input,
                  constant(name + "/rows", new long[] {0, shuffle.rows(), -1, height, width})));
      String transposed =
          add(
              "Transpose",
              name + "/transposed",
              List.of(matrix),
              OnnxProtos.attribute("perm", List.of(0, 2, 1, 3, 4)));
      add(
          "Reshape",
          outputOf(name),
          List.of(
              transposed,
              constant(name + "/image", new long[] {0, image.dimension(0), height, width})));
    } else if (arrangement instanceof Flatten) {
      add("Flatten", outputOf(name), List.of(input), OnnxProtos.attribute("axis", 1));
    } else {
      throw new IllegalArgumentException(
          "node \"" + name + "\": " + arrangement + " cannot be written as ONNX");
    }
  }

  private void writeLinear(Node node) {
    List<String> inputs = new ArrayList<>(inputs(node));
    node.parameters()
        .forEach(parameter -> inputs.add(tensor(parameter.name(), parameter.source().shape())));
    add("Gemm", outputOf(node.name()), inputs, OnnxProtos.attribute("transB", 1));
  }

  private void writeInputNormalization(Node node, InputNormalization normalization) {
    String name = node.name();
    Shape perChannel = perChannel(normalization.mean().size());
    String centred =
        add(
            "Sub",
            name + "/centred",
            List.of(
                inputs(node).get(0), constant(name + "/mean", perChannel, normalization.mean())));
    add(
        "Div",
        outputOf(name),
        List.of(centred, constant(name + "/deviation", perChannel, normalization.deviation())));
  }

  /** The shape with which one value per channel meets (N, channels, height, width). */
  private static Shape perChannel(int channels) {
    return Shape.of(channels, 1, 1);
  }

  private Shape shapeOf(String nodeName) {
    Shape shape = shapes.get(nodeName);
    if (shape == null) {
      throw new IllegalStateException("node \"" + nodeName + "\" has no shape");
    }
    return shape;
  }

  private List<String> inputs(Node node) {
    return node.inputs().stream().map(this::outputOf).toList();
  }

  private String outputOf(String nodeName) {
    if (nodeName.equals(Network.INPUT)) {
      return INPUT;
    }
    return nodeName.equals(network.output().name()) ? OUTPUT : nodeName + "/output";
  }

  private String add(
      String operator, String output, List<String> inputs, AttributeProto... attributes) {
    graph.addNode(
        NodeProto.newBuilder()
            .setName(output)
            .setOpType(operator)
            .addAllInput(inputs)
            .addOutput(output)
            .addAllAttribute(List.of(attributes)));
    return output;
  }

  /**
   * Adds a regrown tensor.
   *
   * @param shape in ONNX; it has as many elements as the tensor
   */
  private String tensor(String name, Shape shape) {
    TensorProto.Builder tensor = OnnxProtos.describe(name, TensorProto.DataType.FLOAT, shape);
    switch (values) {
      case INSIDE -> {
        FloatTensor floats = regrown.tensors().get(name);
        ByteBuffer bytes =
            ByteBuffer.allocate(Float.BYTES * floats.values().length)
                .order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(floats.values());
        tensor.setRawData(UnsafeByteOperations.unsafeWrap(bytes));
      }
      case OUTSIDE ->
          tensor
              .setDataLocation(TensorProto.DataLocation.EXTERNAL)
              .addExternalData(
                  StringStringEntryProto.newBuilder().setKey("location").setValue("memory"));
    }
    graph.addInitializer(tensor);
    return name;
  }

  private String constant(String name, Shape shape, List<Float> elements) {
    graph.addInitializer(
        OnnxProtos.describe(name, TensorProto.DataType.FLOAT, shape).addAllFloatData(elements));
    return name;
  }

  private String constant(String name, long[] elements) {
    TensorProto.Builder tensor =
        OnnxProtos.describe(name, TensorProto.DataType.INT64, Shape.of(elements.length));
    for (long element : elements) {
      tensor.addInt64Data(element);
    }
    graph.addInitializer(tensor);
    return name;
  }
}
