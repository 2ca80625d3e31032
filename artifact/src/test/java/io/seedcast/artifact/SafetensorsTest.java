package io.seedcast.artifact;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.seedcast.core.network.FloatTensor;
import io.seedcast.core.network.NamedTensors;
import io.seedcast.core.network.Shape;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SafetensorsTest {
  private static final NamedTensors TENSORS = tensors();

  @ParameterizedTest
  @EnumSource
  void readsBackWhatItWrote(Precision precision) {
    Map<String, String> metadata = Map.of("step", "17", "größe", "\"\n");

    byte[] bytes = Safetensors.write(TENSORS, precision, metadata);
    TensorFile file = Safetensors.read(bytes, "test");

    assertThat(file.tensors()).isEqualTo(precision.round(TENSORS));
    assertThat(file.metadata()).isEqualTo(metadata);
  }

  @Test
  void writesThePublicLayout() {
    NamedTensors two =
        NamedTensors.of(Map.of("w", FloatTensor.of(Shape.of(2, 1), new float[] {1, -2})));

    byte[] bytes = Safetensors.write(two, Precision.FLOAT32, Map.of("b", "2", "a", "1"));

    String header =
        "{\"__metadata__\":{\"a\":\"1\",\"b\":\"2\"},"
            + "\"w\":{\"dtype\":\"F32\",\"shape\":[2,1],\"data_offsets\":[0,8]}}";
    int padded = (header.length() + 7) / 8 * 8;
    assertThat(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong()).isEqualTo(padded);
    assertThat(new String(bytes, 8, padded, UTF_8))
        .isEqualTo(header + " ".repeat(padded - header.length()));
    assertThat(HexFormat.of().formatHex(bytes, 8 + padded, bytes.length))
        .isEqualTo("0000803f000000c0");
    assertThat(Safetensors.write(two, Precision.FLOAT16, Map.of()))
        .endsWith(HexFormat.of().parseHex("003c00c0"));
  }

  @Test
  void tellsTheSizeInAdvance() {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    TENSORS.asMap().forEach((name, tensor) -> shapes.put(name, tensor.shape()));

    assertThat(Safetensors.sizeOf(shapes, Encoding.of(Precision.FLOAT16)))
        .isEqualTo(Safetensors.write(TENSORS, Precision.FLOAT16, Map.of()).length);
  }

  @Test
  void tellsBeforehandThatTensorsDoNotFit() {
    Map<String, Shape> shapes = Map.of("a", Shape.of(1 << 28), "b", Shape.of(1 << 28));

    Safetensors.requireFits(shapes, Precision.FLOAT16);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Safetensors.requireFits(shapes, Precision.FLOAT32))
        .withMessage("tensors of together 2147483648 bytes do not fit one file of 2 GiB");
  }

  @Test
  void refusesTensorsOfAnotherTypeThanExpected() {
    byte[] bytes = Safetensors.write(TENSORS, Precision.FLOAT32, Map.of());
    String first = TENSORS.asMap().keySet().iterator().next();
    Encoding expected = new Encoding(Precision.FLOAT32, Set.of(first));

    assertThatExceptionOfType(PackageException.class)
        .isThrownBy(() -> Safetensors.read(bytes, expected, "test"))
        .withMessageContaining("tensor \"" + first + "\" has dtype F32, expected I8")
        .satisfies(e -> assertThat(e.code()).isEqualTo("tensors.malformed"));
  }

  @Test
  void readsTensorsInTheOrderOfTheirData() {
    byte[] bytes =
        file(
            "{\"b\":{\"dtype\":\"F16\",\"shape\":[],\"data_offsets\":[4,6]},"
                + "\"a\":{\"shape\":[1],\"data_offsets\":[0,4],\"dtype\":\"F32\"}}",
            6);

    TensorFile file = Safetensors.read(bytes, "test");

    assertThat(file.tensors().asMap().keySet()).containsExactly("a", "b");
    assertThat(file.tensors().get("b").shape().rank()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`{\"a\":{\"dtype\":\"F64\",\"shape\":[1],\"data_offsets\":[0,8]}}` | 8 | malformed | has dtype \"F64\"; accepted: F32, F16, I8",
        "`{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,4]}}` | 4 | malformed | needs 8 bytes, its offsets give [0,4]",
        "`{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}` | 8 | malformed | begins at byte 4 of the data, expected 0",
        "`{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}` | 5 | malformed | 1 bytes follow the last tensor",
        "`{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}` | 3 | truncated | ends at byte 4 of the data, which has 3",
        "`{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}` | 8 | malformed | expected 4",
        "`{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}` | 8 | malformed | Duplicate",
        "`{\"a\":{\"dtype\":\"F32\",\"shape\":[65536,65536],\"data_offsets\":[0,4]}}` | 4 | malformed | at most 2147483647",
        "`{\"a\":{\"dtype\":\"F32\",\"shape\":[2147483647],\"data_offsets\":[0,8589934588]}}` | 4 | truncated | ends at byte 8589934588",
        "`{\"a\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]}}` | 0 | malformed | at least 1",
        "`{\"a\":{\"dtype\":\"F32\",\"shape\":[1.5],\"data_offsets\":[0,4]}}` | 4 | malformed | whole numbers",
        "`{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[-4,0]}}` | 4 | malformed | needs two data_offsets",
        "`{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[9223372036854775804,-9223372036854775808]}}` | 4 | malformed | data_offsets",
        "`{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4],\"x\":1}}` | 4 | malformed | exactly dtype, shape and data_offsets",
        "`{\"a\":1}` | 0 | malformed | exactly dtype",
        "`{\"__metadata__\":{\"a\":1}}` | 0 | malformed | only text",
        "`[]` | 0 | malformed | expected a JSON object",
        "`{\"a\"` | 0 | malformed | not valid JSON",
      })
  void refuses(String header, int dataBytes, String code, String message) {
    assertThatExceptionOfType(PackageException.class)
        .isThrownBy(() -> Safetensors.read(file(header, dataBytes), "weights.safetensors"))
        .withMessageStartingWith("weights.safetensors: not a usable safetensors file: ")
        .withMessageContaining(message)
        .satisfies(e -> assertThat(e.code()).isEqualTo("tensors." + code));
  }

  @Test
  void refusesAFileCutShortAnywhere() {
    byte[] bytes = Safetensors.write(TENSORS, Precision.FLOAT32, Map.of());

    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThatExceptionOfType(PackageException.class)
          .isThrownBy(() -> Safetensors.read(cut, "test"))
          .satisfies(e -> assertThat(e.code()).isEqualTo("tensors.truncated"));
    }
  }

  @Test
  void refusesAStreamThatEndsBeforeItsSize() {
    byte[] bytes = Safetensors.write(TENSORS, Precision.FLOAT32, Map.of());
    InputStream shrunk = new ByteArrayInputStream(bytes, 0, bytes.length - 1);

    assertThatExceptionOfType(PackageException.class)
        .isThrownBy(() -> Safetensors.read(shrunk, bytes.length, "test"))
        .withMessageContaining("it ended before the size that it had when it was opened")
        .satisfies(e -> assertThat(e.code()).isEqualTo("tensors.truncated"));
  }

  @Test
  void refusesAHugeHeaderLength() {
    byte[] bytes = file("{}", 0);
    bytes[7] = (byte) 0xFF;

    assertThatExceptionOfType(PackageException.class)
        .isThrownBy(() -> Safetensors.read(bytes, "test"))
        .withMessageContaining("its header claims 18374686479671623682 bytes");
  }

  @Test
  void refusesToWriteWhatFloat16CannotHold() {
    NamedTensors large =
        NamedTensors.of(Map.of("w", FloatTensor.of(Shape.of(2), new float[] {1, 65520})));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> Precision.FLOAT16.round(large))
        .withMessageContaining("tensor \"w\" does not fit float16: element 1 is 65520.0");
  }

  private static byte[] file(String header, int dataBytes) {
    byte[] text = header.getBytes(UTF_8);
    return ByteBuffer.allocate(8 + text.length + dataBytes)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(text.length)
        .put(text)
        .array();
  }

  private static NamedTensors tensors() {
    Map<String, FloatTensor> tensors = new LinkedHashMap<>();
    tensors.put(
        "z.weight", FloatTensor.of(Shape.of(2, 3), new float[] {0.1f, -0f, 3, 1e-8f, -65504, 7}));
    tensors.put("a", FloatTensor.of(Shape.of(1), new float[] {Float.NEGATIVE_INFINITY}));
    float[] many = new float[40_000];
    for (int i = 0; i < many.length; i++) {
      many[i] = i / 1000f;
    }
    tensors.put("many", FloatTensor.of(Shape.of(8, 5000), many));
    return NamedTensors.of(tensors);
  }
}
