package io.seedcast.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import io.seedcast.core.failure.SeedcastException.Kind;
import io.seedcast.core.network.Network;
import io.seedcast.core.network.Node;
import io.seedcast.core.network.Operation.Linear;
import io.seedcast.core.network.Pooling.GlobalAveragePool;
import io.seedcast.core.network.Shape;
import io.seedcast.core.regrow.RegrownNetwork;
import io.seedcast.core.zoo.ConvolutionStyle;
import io.seedcast.core.zoo.Methods;
import io.seedcast.core.zoo.Replacement;
import io.seedcast.core.zoo.StandardStyle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class InferenceSessionTest {
  private static final RegrownNetwork NETWORK =
      Networks.resnet18(Networks.mono(Replacement.STRIDE1, true));
  private static final int CLASSES = 7;

  @TempDir private Path directory;

  static Stream<ConvolutionStyle> styles() {
    // Narrow layers have too few channels for four groups of a quarter of them.
    Stream<ConvolutionStyle> everyMethod =
        Methods.ALL.stream()
            .map(
                method ->
                    method.style(method.id().equals("groupnl") ? Map.of("ratio", "2") : Map.of()));
    return Stream.concat(
        everyMethod,
        Stream.of(
            Networks.mono(Replacement.ALL, false),
            Methods.named("shift").style(Map.of("learned-shifts", "true"))));
  }

  @ParameterizedTest
  @MethodSource("styles")
  void aRegrownNetworkEqualsItsExportedFileBitForBit(ConvolutionStyle style) {
    RegrownNetwork regrown = Networks.resnet18(style, 0.125);
    Path file = directory.resolve("network.onnx");
    OnnxExport.write(regrown, Collections.nCopies(CLASSES, "label"), file);
    byte[] images = Networks.images(regrown, 5);

    try (InferenceSession inMemory = InferenceSession.open(regrown, 1);
        InferenceSession exported = InferenceSession.open(file, 1)) {
      assertThat(exported.input()).isEqualTo(inMemory.input()).isEqualTo(Shape.of(3, 16, 16));
      assertThat(exported.output()).isEqualTo(inMemory.output()).isEqualTo(Shape.of(CLASSES));
      float[] logits = inMemory.logits(images, 5);
      assertThat(logits).doesNotContain(Float.NaN).doesNotHaveDuplicates();
      assertThat(exported.logits(images, 5)).isEqualTo(logits);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, 32, 33, 70})
  void takesBatchesOfAnySize(int count) {
    byte[] images = Networks.images(NETWORK, count);
    double[] expected = new ReferenceInterpreter(NETWORK).run(Networks.pixels(images), count);

    try (InferenceSession session = InferenceSession.open(NETWORK, 1)) {
      float[] logits = session.logits(images, count);

      assertThat(logits).hasSize(count * CLASSES);
      for (int i = 0; i < logits.length; i++) {
        assertThat((double) logits[i]).isCloseTo(expected[i], within(1e-4));
      }
    }
  }

  @Test
  void bytesAreTheirShareOf255() {
    byte[] images = Networks.images(NETWORK, 3);

    try (InferenceSession session = InferenceSession.open(NETWORK, 1)) {
      assertThat(session.logits(images, 3)).isEqualTo(session.logits(Networks.pixels(images), 3));
    }
  }

  @Test
  void predictsTheLargestLogitAndTellsItsProgress() {
    RegrownNetwork meanColour =
        Networks.regrow(
            new Network(
                "mean-colour",
                "test",
                Shape.of(3, 5, 7),
                List.of(
                    new Node("pool", new GlobalAveragePool(), List.of(Network.INPUT)),
                    new Node("linear", new Linear(3, 4), List.of("pool"))),
                List.of()));
    byte[] images = Networks.images(meanColour, 70);
    List<Integer> progress = new ArrayList<>();

    try (InferenceSession session = InferenceSession.open(meanColour, 2)) {
      int[] predictions = session.predict(images, progress::add);

      float[] logits = session.logits(images, 70);
      for (int image = 0; image < 70; image++) {
        float[] row = Arrays.copyOfRange(logits, image * 4, (image + 1) * 4);
        for (float logit : row) {
          assertThat(row[predictions[image]]).isGreaterThanOrEqualTo(logit);
        }
      }
      assertThat(Arrays.stream(predictions).distinct().count()).isGreaterThan(1);
    }
    assertThat(progress).containsExactly(32, 64, 70);
  }

  @Test
  void answersTheSameFromSeveralThreads() {
    byte[] images = Networks.images(NETWORK, 40);

    try (InferenceSession session = InferenceSession.open(NETWORK, 1)) {
      float[] alone = session.logits(images, 40);
      List<CompletableFuture<float[]>> together = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        together.add(CompletableFuture.supplyAsync(() -> session.logits(images, 40)));
      }
      assertThat(together).allSatisfy(logits -> assertThat(logits.join()).isEqualTo(alone));
    }
  }

  /** ONNX Runtime reads the values in place, so they must outlive the regrown network. */
  @Test
  void outlivesTheRegrownNetwork() {
    RegrownNetwork regrown = Networks.resnet18(new StandardStyle());
    byte[] images = Networks.images(regrown, 1);

    try (InferenceSession session = InferenceSession.open(regrown, 1)) {
      float[] before = session.logits(images, 1);
      regrown.tensors().asMap().values().forEach(tensor -> Arrays.fill(tensor.values(), 1e9f));
      System.gc();
      List<byte[]> garbage = new ArrayList<>();
      for (int i = 0; i < 64; i++) {
        byte[] filled = new byte[1 << 20];
        Arrays.fill(filled, (byte) 0x7f);
        garbage.add(filled);
      }

      assertThat(session.logits(images, 1)).isEqualTo(before);
      assertThat(garbage).hasSize(64);
    }
  }

  @Test
  void aClosedSessionFailsWithItsName() {
    InferenceSession session = InferenceSession.open(NETWORK, 1);
    session.close();
    session.close();

    assertThatIllegalStateException()
        .isThrownBy(() -> session.logits(Networks.images(NETWORK, 1), 1))
        .withMessage("session \"resnet18-mono\" is closed");
  }

  @Test
  void refusesImagesOfAnotherSize() {
    try (InferenceSession session = InferenceSession.open(NETWORK, 1)) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> session.logits(new byte[767], 1))
          .withMessage("images of 3x16x16 have 768 values each: got 767 values for 1 images");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> session.predict(new byte[769], done -> {}))
          .withMessage("images of 3x16x16 have 768 values each: got 769 values for 1 images");
    }
  }

  @Test
  void refusesNoThreads() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> InferenceSession.open(NETWORK, 0))
        .withMessage("threads must be at least 1: got 0");
  }

  @Test
  void refusesAFileThatIsNotThere() {
    Path file = directory.resolve("absent.onnx");

    assertThatExceptionOfType(OnnxException.class)
        .isThrownBy(() -> InferenceSession.open(file, 1))
        .satisfies(e -> assertThat(e.code()).isEqualTo("onnx.read"))
        .withMessage(file + ": no such file, or it cannot be read");
  }

  @Test
  void refusesAFileThatIsCutShort() throws Exception {
    Path file = directory.resolve("network.onnx");
    OnnxExport.write(NETWORK, Collections.nCopies(CLASSES, "label"), file);
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length / 2));

    assertThatExceptionOfType(OnnxException.class)
        .isThrownBy(() -> InferenceSession.open(file, 1))
        .satisfies(e -> assertThat(e.code()).isEqualTo("onnx.format"))
        .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.REFUSED))
        .withMessageStartingWith(file + ": not an ONNX file that this runtime reads: ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1000000000 | [-1, 3, 1000000000, 7] is too large: a tensor holds at most 2147483647 elements",
        "3000000000 | [-1, 3, 3000000000, 7] is too large: integer overflow",
      })
  void refusesAFileOfImagesThatNoArrayHolds(long height, String message) throws Exception {
    Path file = directory.resolve("network.onnx");
    Files.write(file, relu(3, height, 7).toByteArray());

    assertThatExceptionOfType(OnnxException.class)
        .isThrownBy(() -> InferenceSession.open(file, 1))
        .satisfies(e -> assertThat(e.code()).isEqualTo("onnx.format"))
        .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.REFUSED))
        .withMessageContaining(message);
  }

  /** A file of one operation on images of these dimensions. */
  private static ModelProto relu(long... dimensions) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    shape.addDimBuilder().setDimParam("N");
    for (long dimension : dimensions) {
      shape.addDimBuilder().setDimValue(dimension);
    }
    TypeProto type =
        TypeProto.newBuilder()
            .setTensorType(
                TypeProto.Tensor.newBuilder()
                    .setElemType(TensorProto.DataType.FLOAT_VALUE)
                    .setShape(shape))
            .build();
    return ModelProto.newBuilder()
        .setIrVersion(8)
        .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(17))
        .setGraph(
            GraphProto.newBuilder()
                .setName("relu")
                .addInput(ValueInfoProto.newBuilder().setName("x").setType(type))
                .addOutput(ValueInfoProto.newBuilder().setName("y").setType(type))
                .addNode(NodeProto.newBuilder().setOpType("Relu").addInput("x").addOutput("y")))
        .build();
  }
}
