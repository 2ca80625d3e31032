package io.seedcast.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import io.seedcast.core.network.Shape;
import io.seedcast.core.network.Window;
import java.util.Collections;
import java.util.List;

/** The pieces of an ONNX graph as protocol buffers. */
final class OnnxProtos {
  private static final String BATCH = "N";

  private OnnxProtos() {}

  static AttributeProto[] window(Window window) {
    return new AttributeProto[] {
      attribute("kernel_shape", Collections.nCopies(2, window.kernelSize())),
      attribute("strides", Collections.nCopies(2, window.stride())),
      attribute("pads", Collections.nCopies(4, window.padding()))
    };
  }

  static TensorProto.Builder describe(String name, TensorProto.DataType type, Shape shape) {
    TensorProto.Builder tensor =
        TensorProto.newBuilder().setName(name).setDataType(type.getNumber());
    for (long dimension : shape.toLongArray()) {
      tensor.addDims(dimension);
    }
    return tensor;
  }

  static ValueInfoProto valueInfo(String name, Shape shape) {
    TensorShapeProto.Builder dimensions = TensorShapeProto.newBuilder();
    dimensions.addDim(TensorShapeProto.Dimension.newBuilder().setDimParam(BATCH));
    for (long dimension : shape.toLongArray()) {
      dimensions.addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(dimension));
    }
    TypeProto.Tensor type =
        TypeProto.Tensor.newBuilder()
            .setElemType(TensorProto.DataType.FLOAT.getNumber())
            .setShape(dimensions)
            .build();
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(TypeProto.newBuilder().setTensorType(type))
        .build();
  }

  static AttributeProto attribute(String name, float value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.FLOAT)
        .setF(value)
        .build();
  }

  static AttributeProto attribute(String name, int value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.INT)
        .setI(value)
        .build();
  }

  static AttributeProto attribute(String name, List<Integer> values) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeProto.AttributeType.INTS)
        .addAllInts(values.stream().map(Integer::longValue).toList())
        .build();
  }
}
