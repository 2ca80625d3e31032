package io.seedcast.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import io.seedcast.core.failure.SeedcastException.Kind;
import io.seedcast.core.regrow.RegrownNetwork;
import io.seedcast.core.zoo.Replacement;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OnnxExportTest {
  private static final RegrownNetwork NETWORK =
      Networks.resnet18(Networks.mono(Replacement.ALL, false));
  private static final List<String> LABELS = List.of("a", "b", "c d", "e, f", "g", "h", "é");

  @TempDir private Path directory;

  @Test
  void saysWhatItHolds() throws Exception {
    Path file = directory.resolve("network.onnx");

    OnnxExport.write(NETWORK, LABELS, file);

    ModelProto model = ModelProto.parseFrom(Files.readAllBytes(file));
    assertThat(model.getProducerName()).isEqualTo("seedcast");
    assertThat(model.getMetadataPropsList())
        .containsExactly(
            entry("seedcast.network", "resnet18"),
            entry("seedcast.method", "mono"),
            entry("seedcast.digest", NETWORK.digest()),
            entry("seedcast.labels", "a\nb\nc d\ne, f\ng\nh\né"));
    assertThat(model.getGraph().getInitializerList())
        .allSatisfy(tensor -> assertThat(tensor.getExternalDataCount()).isZero());
  }

  @Test
  void replacesAFileAndLeavesNothingElse() throws Exception {
    Path file = directory.resolve("network.onnx");
    Files.writeString(file, "old");

    OnnxExport.write(NETWORK, LABELS, file);

    assertThat(Files.size(file)).isGreaterThan(100_000);
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void failsWhereThereIsNoDirectory() {
    Path file = directory.resolve("absent").resolve("network.onnx");

    assertThatExceptionOfType(OnnxException.class)
        .isThrownBy(() -> OnnxExport.write(NETWORK, LABELS, file))
        .satisfies(e -> assertThat(e.code()).isEqualTo("onnx.write"))
        .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.FAILED))
        .withMessageStartingWith(file + ": cannot be written: ");
  }

  @Test
  void failsOnADirectoryAndLeavesNothing() throws Exception {
    Path file = Files.createDirectory(directory.resolve("network.onnx"));

    assertThatExceptionOfType(OnnxException.class)
        .isThrownBy(() -> OnnxExport.write(NETWORK, LABELS, file))
        .withMessage(file + ": cannot be written: it is a directory");
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void refusesAnotherNumberOfLabels() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> OnnxExport.write(NETWORK, List.of("a"), directory.resolve("n.onnx")))
        .withMessage("the network has 7 classes: got 1 labels");
  }

  @Test
  void refusesALabelOfSeveralLines() {
    List<String> labels = List.of("a", "b", "c", "d", "e", "f", "g\nh");

    assertThatIllegalArgumentException()
        .isThrownBy(() -> OnnxExport.write(NETWORK, labels, directory.resolve("n.onnx")))
        .withMessage("a label must be one line: got \"g\nh\"");
  }

  private static StringStringEntryProto entry(String key, String value) {
    return StringStringEntryProto.newBuilder().setKey(key).setValue(value).build();
  }
}
