package io.seedcast.vision.npy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.seedcast.vision.DataException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class NpyFileTest {
  private static final String FLOATS =
      "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }";

  @TempDir Path dir;

  @Test
  void readsTheElementsInTheOrderOfStorage() throws IOException {
    NpyFile array = NpyFile.open(write(npy(1, FLOATS, floats(1, 2.5f, -3, 0, 1e-3f, 6))));

    assertThat(array.type()).isEqualTo(NpyType.FLOAT32);
    assertThat(array.shape()).containsExactly(2L, 3L);
    assertThat(array.shapeText()).isEqualTo("(2, 3)");
    assertThat(array.numbers()).containsExactly(1, 2.5, -3, 0, 1e-3f, 6);
    assertThat(array.bytes(2, 1)).containsExactly(floats(-3));
  }

  @ParameterizedTest
  @CsvSource({"2", "3"})
  void readsNewerVersionsOfTheFormat(int version) throws IOException {
    NpyFile array = NpyFile.open(write(npy(version, FLOATS, floats(1, 2, 3, 4, 5, 6))));

    assertThat(array.numbers()).containsExactly(1, 2, 3, 4, 5, 6);
  }

  @ParameterizedTest
  @EnumSource
  void readsWhatIsWrittenInEveryType(NpyType type) throws IOException {
    byte[] sevens = new byte[2 * type.bytes()];
    ByteBuffer buffer = ByteBuffer.wrap(sevens).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < 2; i++) {
      int offset = i * type.bytes();
      switch (type) {
        case UINT8, INT8 -> buffer.put(offset, (byte) (7 + i));
        case UINT16, INT16 -> buffer.putShort(offset, (short) (7 + i));
        case INT32 -> buffer.putInt(offset, 7 + i);
        case INT64 -> buffer.putLong(offset, 7 + i);
        case FLOAT32 -> buffer.putFloat(offset, 7 + i);
        case FLOAT64 -> buffer.putDouble(offset, 7 + i);
      }
    }
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    NpyWriter.header(file, type, 2);
    assertThat(file.size() % 64).isZero();
    file.write(sevens);

    NpyFile array = NpyFile.open(write(file.toByteArray()));

    assertThat(array.shapeText()).isEqualTo("(2,)");
    assertThat(array.numbers()).containsExactly(7, 8);
  }

  @Test
  void tellsSignedFromUnsigned() throws IOException {
    byte[] bytes = {(byte) 0xFF, 0x01};

    assertThat(open("|u1", "(2,)", bytes).numbers()).containsExactly(255, 1);
    assertThat(open("|i1", "(2,)", bytes).numbers()).containsExactly(-1, 1);
    assertThat(open("<u2", "(1,)", bytes).numbers()).containsExactly(0x1FF);
    assertThat(open("<i2", "()", new byte[] {-1, -1}).numbers()).containsExactly(-1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '|',
      value = {
        "'descr': '>f4', 'fortran_order': False, 'shape': (2, 3); data.mixed-up; type \">f4\" are not read; accepted: uint8",
        "'descr': '<c8', 'fortran_order': False, 'shape': (2, 3); data.mixed-up; type \"<c8\"",
        "'descr': '<f4', 'fortran_order': True, 'shape': (2, 3); data.mixed-up; Fortran order",
        "'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (2, 3); data.undecodable; no usable \"descr\"",
        "'descr': '<f4', 'shape': (2, 3); data.undecodable; no usable \"fortran_order\"",
        "'descr': '<f4', 'fortran_order': False; data.undecodable; no usable \"shape\"",
        "'descr': '<f4', 'fortran_order': False, 'shape': (2, 4); data.truncated; an array of shape (2, 4) needs",
        "'descr': '<f4', 'fortran_order': False, 'shape': (2, 2); data.undecodable; too long",
        "'descr': '<f4', 'fortran_order': False, 'shape': (9999999999, 9999999999); data.size; is absurd",
        "'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999,); data.undecodable; is absurd",
      })
  void refusesHeadersItCannotTrust(String dictionary, String code, String message)
      throws IOException {
    Path file = write(npy(1, "{" + dictionary + "}", floats(1, 2, 3, 4, 5, 6)));

    assertRefused(file, code, message);
  }

  @Test
  void refusesOtherFiles() throws IOException {
    assertRefused(
        write("PK\3\4 and more of it".getBytes(StandardCharsets.US_ASCII)),
        "data.undecodable",
        "not a .npy file: it begins with bytes 50 4b 03 04");
    assertRefused(write(npy(9, FLOATS, floats(1))), "data.undecodable", "its version is 9");
    assertRefused(write(new byte[] {(byte) 0x93, 'N'}), "data.truncated", "ends at byte 2");
    assertRefused(dir.resolve("none.npy"), "data.missing", "there is no such file");
    assertRefused(dir, "data.missing", "this is not a file");
  }

  private void assertRefused(Path file, String code, String message) {
    DataException refused = catchThrowableOfType(DataException.class, () -> NpyFile.open(file));

    assertThat(refused.code()).isEqualTo(code);
    assertThat(refused).hasMessageStartingWith(file + ": ").hasMessageContaining(message);
  }

  private NpyFile open(String descr, String shape, byte[] data) throws IOException {
    String header =
        "{'descr': '%s', 'fortran_order': False, 'shape': %s, }".formatted(descr, shape);
    return NpyFile.open(write(npy(1, header, data)));
  }

  private Path write(byte[] content) throws IOException {
    return Files.write(dir.resolve("array.npy"), content);
  }

  private static byte[] floats(float... values) {
    ByteBuffer buffer =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    buffer.asFloatBuffer().put(values);
    return buffer.array();
  }

  private static byte[] npy(int version, String header, byte[] data) throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.write(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', (byte) version, 0});
    file.write(header.length());
    file.write(new byte[version == 1 ? 1 : 3]);
    file.write(header.getBytes(StandardCharsets.US_ASCII));
    file.write(data);
    return file.toByteArray();
  }
}
