package io.seedcast.vision.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.seedcast.vision.DataException;
import io.seedcast.vision.Dataset;
import io.seedcast.vision.ImageSize;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdxSourceTest {
  private static final String TRAIN_IMAGES = "train-images-idx3-ubyte";
  private static final String TRAIN_LABELS = "train-labels-idx1-ubyte";

  @TempDir Path dir;

  @BeforeEach
  void writePlainFiles() throws IOException {
    write(TRAIN_IMAGES, idx(counting(6 * 2 * 5), 6, 2, 5));
    write(TRAIN_LABELS, idx(new byte[] {0, 1, 2, 0, 1, 2}, 6));
    write("t10k-images-idx3-ubyte", idx(counting(3 * 2 * 5), 3, 2, 5));
    write("t10k-labels-idx1-ubyte", idx(new byte[] {1, 2, 0}, 3));
  }

  @Test
  void readsGreyImagesRowByRow() {
    Dataset dataset = DataSource.parse("idx:" + dir).open();

    assertThat(dataset.imageSize()).isEqualTo(new ImageSize(1, 2, 5));
    assertThat(dataset.classNames()).containsExactly("0", "1", "2");
    assertThat(dataset.train().labels()).containsExactly(0, 1, 2, 0, 1, 2);
    assertThat(dataset.train().pixel(4, 0, 1, 3)).isEqualTo(4 * 10 + 5 + 3);
    assertThat(dataset.test().labels()).containsExactly(1, 2, 0);
  }

  @Test
  void readsGzippedFilesAndTheSpellingWithADot() throws IOException {
    String plain = DataSource.parse("idx:" + dir).open().sha256();
    for (String name : new String[] {TRAIN_IMAGES, TRAIN_LABELS}) {
      write(name + ".gz", gzip(Files.readAllBytes(dir.resolve(name))));
      Files.delete(dir.resolve(name));
    }
    Files.move(dir.resolve("t10k-images-idx3-ubyte"), dir.resolve("t10k-images.idx3-ubyte"));

    assertThat(DataSource.parse("idx:" + dir).open().sha256()).isEqualTo(plain);
  }

  @Test
  void readsTheTestImagesAlone() throws IOException {
    Files.delete(dir.resolve(TRAIN_IMAGES));

    Dataset dataset = DataSource.parse("idx:" + dir).openTest();

    assertThat(dataset.train().isEmpty()).isTrue();
    assertThat(dataset.test().count()).isEqualTo(3);
    assertThat(dataset.classes()).isEqualTo(3);
  }

  @Test
  void readsTheTestFilesWhereThereIsNothingElse() throws IOException {
    Files.delete(dir.resolve(TRAIN_IMAGES));
    Files.delete(dir.resolve(TRAIN_LABELS));

    Dataset dataset = DataSource.parse("idx:" + dir).openTest();

    assertThat(dataset.classNames()).containsExactly("0", "1", "2");
  }

  @Test
  void countsTheClassesOfTheTrainingLabelsToo() throws IOException {
    write(TRAIN_LABELS, idx(new byte[] {0, 1, 2, 0, 1, 4}, 6));

    assertThat(DataSource.parse("idx:" + dir).openTest().classes()).isEqualTo(5);
  }

  @Test
  void namesAMissingFile() throws IOException {
    Files.delete(dir.resolve(TRAIN_LABELS));

    assertRefused(
        "data.missing", dir + ": the file " + TRAIN_LABELS + " is missing, plain or with .gz");
  }

  @Test
  void noticesWhenAFileIsCutShortAnywhere() throws IOException {
    byte[] whole = Files.readAllBytes(dir.resolve(TRAIN_IMAGES));

    for (int length = 0; length < whole.length; length++) {
      write(TRAIN_IMAGES, Arrays.copyOf(whole, length));
      assertRefused("data.truncated", dir.resolve(TRAIN_IMAGES) + ": the ");
    }
  }

  @Test
  void noticesWhenAGzippedFileIsCutShortAnywhere() throws IOException {
    byte[] whole = gzip(Files.readAllBytes(dir.resolve(TRAIN_IMAGES)));
    Files.delete(dir.resolve(TRAIN_IMAGES));

    for (int length = 0; length < whole.length; length++) {
      write(TRAIN_IMAGES + ".gz", Arrays.copyOf(whole, length));
      assertRefused("data.truncated", dir.resolve(TRAIN_IMAGES) + ".gz: the ");
    }
  }

  @Test
  void neverBelievesAGzippedFileWithAFlippedBit() throws IOException {
    byte[] whole = gzip(Files.readAllBytes(dir.resolve(TRAIN_IMAGES)));
    Files.delete(dir.resolve(TRAIN_IMAGES));
    write(TRAIN_IMAGES + ".gz", whole);
    String sound = DataSource.parse("idx:" + dir).open().sha256();
    int refused = 0;

    for (int bit = 0; bit < 8 * whole.length; bit++) {
      byte[] flipped = whole.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      write(TRAIN_IMAGES + ".gz", flipped);
      try {
        // A few bits carry nothing: the time of compression, the padding of the last block.
        assertThat(DataSource.parse("idx:" + dir).open().sha256()).isEqualTo(sound);
      } catch (DataException e) {
        refused++;
      }
    }

    assertThat(refused).isGreaterThan(7 * whole.length);
  }

  @Test
  void refusesMoreBytesThanAnnounced() throws IOException {
    write(TRAIN_LABELS, idx(new byte[7], 6));

    assertRefused("data.size", "the header announces 6 values ([6]), the file holds more");
  }

  @Test
  void refusesAnnouncedSizesThatDoNotFitIntoMemory() throws IOException {
    write(TRAIN_IMAGES, idx(new byte[0], 60_000, 28_000, 28_000));
    assertRefused("data.size", "dimensions [60000, 28000, 28000] are not accepted");

    write(TRAIN_IMAGES, idx(new byte[0], -1, 28, 28));
    assertRefused("data.size", "dimensions [-1, 28, 28] are not accepted");
  }

  @Test
  void doesNotTakeMemoryForWhatAHeaderOnlyPromises() throws IOException {
    write(TRAIN_IMAGES, idx(new byte[100], 2_000_000, 32, 32));

    assertRefused("data.truncated", "announces 2048000000 values");
  }

  @Test
  void refusesLabelsInPlaceOfImages() throws IOException {
    write(TRAIN_IMAGES, idx(new byte[6], 6));

    assertRefused(
        "data.mixed-up",
        dir.resolve(TRAIN_IMAGES)
            + ": the file has 1 dimensions, expected 3; images have 3 dimensions, labels 1");
  }

  @Test
  void refusesImagesAndLabelsOfDifferentNumber() throws IOException {
    write(TRAIN_LABELS, idx(new byte[5], 5));

    assertRefused("data.mixed-up", "holds 6 images, but its labels file 5 labels");
  }

  @Test
  void refusesSplitsOfDifferentImageSize() throws IOException {
    write("t10k-images-idx3-ubyte", idx(new byte[3 * 5 * 2], 3, 5, 2));

    assertRefused("data.size", "training images are 1x2x5, but test images 1x5x2");
  }

  @Test
  void refusesWhatIsNotIdx() throws IOException {
    write(TRAIN_IMAGES, new byte[] {'h', 'e', 'l', 'l', 'o'});
    assertRefused("data.undecodable", "it begins with 68656c6c, expected 00000803");

    write(TRAIN_IMAGES + ".gz", new byte[] {'h', 'e', 'l', 'l', 'o'});
    Files.delete(dir.resolve(TRAIN_IMAGES));
    assertRefused("data.undecodable", "not a sound gzip file");
  }

  private void assertRefused(String code, String message) {
    DataException refusal = refusal();

    assertThat(refusal).isNotNull().hasMessageContaining(message);
    assertThat(refusal.code()).isEqualTo(code);
  }

  private DataException refusal() {
    return catchThrowableOfType(DataException.class, () -> DataSource.parse("idx:" + dir).open());
  }

  private void write(String name, byte[] content) throws IOException {
    Files.write(dir.resolve(name), content);
  }

  private static byte[] idx(byte[] values, int... dimensions) {
    ByteBuffer file = ByteBuffer.allocate(4 + 4 * dimensions.length + values.length);
    file.putInt(0x0800 | dimensions.length);
    for (int dimension : dimensions) {
      file.putInt(dimension);
    }
    return file.put(values).array();
  }

  private static byte[] gzip(byte[] content) throws IOException {
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(zipped)) {
      out.write(content);
    }
    return zipped.toByteArray();
  }

  private static byte[] counting(int count) {
    byte[] bytes = new byte[count];
    for (int i = 0; i < count; i++) {
      bytes[i] = (byte) i;
    }
    return bytes;
  }
}
