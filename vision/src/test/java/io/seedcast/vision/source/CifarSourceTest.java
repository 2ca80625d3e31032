package io.seedcast.vision.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.seedcast.vision.DataException;
import io.seedcast.vision.Dataset;
import io.seedcast.vision.ImageSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CifarSourceTest {
  private static final int PIXELS = 3072;

  @TempDir Path dir;
  private Path cifar10;
  private Path cifar100;

  @BeforeEach
  void writeBothDatasets() throws IOException {
    cifar10 = Files.createDirectories(dir.resolve("ten").resolve("cifar-10-batches-bin"));
    for (int batch = 1; batch <= 5; batch++) {
      Files.write(cifar10.resolve("data_batch_" + batch + ".bin"), records10(12, 10 * batch));
    }
    Files.write(cifar10.resolve("test_batch.bin"), records10(7, 100));
    cifar100 = Files.createDirectories(dir.resolve("hundred").resolve("cifar-100-binary"));
    Files.write(cifar100.resolve("train.bin"), records100(40, 0));
    Files.write(cifar100.resolve("test.bin"), records100(9, 90));
  }

  @Test
  void readsCifar10FromItsFolderOrTheOneAround() {
    Dataset dataset = DataSource.parse("cifar10:" + cifar10).open();
    Dataset around = DataSource.parse("cifar10:" + cifar10.getParent()).open();

    assertThat(dataset.name()).isEqualTo("cifar10");
    assertThat(dataset.imageSize()).isEqualTo(new ImageSize(3, 32, 32));
    assertThat(dataset.classNames()).hasSize(10).startsWith("airplane").endsWith("truck");
    assertThat(dataset.train().count()).isEqualTo(60);
    assertThat(dataset.test().count()).isEqualTo(7);
    // Record 3 of batch 2 is image 15.
    assertThat(dataset.train().label(15)).isEqualTo(3);
    assertThat(dataset.train().image(15)).isEqualTo(pixels(20 + 3));
    assertThat(dataset.train().pixel(15, 2, 1, 4)).isEqualTo(pixels(23)[2 * 1024 + 32 + 4] & 0xFF);
    assertThat(around.sha256()).isEqualTo(dataset.sha256());
  }

  @Test
  void readsCifar100ByFineLabel() {
    Dataset dataset = DataSource.parse("cifar100:" + cifar100.getParent()).open();

    assertThat(dataset.classNames()).hasSize(100).startsWith("apple").endsWith("worm");
    assertThat(dataset.train().count()).isEqualTo(40);
    assertThat(dataset.train().label(39)).isEqualTo(39);
    assertThat(dataset.train().image(39)).isEqualTo(pixels(39));
    assertThat(dataset.test().label(0)).isEqualTo(90);
  }

  @Test
  void readsTheTestImagesAlone() throws IOException {
    Dataset whole = DataSource.parse("cifar10:" + cifar10).open();
    Files.delete(cifar10.resolve("data_batch_2.bin"));

    Dataset testOnly = DataSource.parse("cifar10:" + cifar10).openTest();

    assertThat(testOnly.train().isEmpty()).isTrue();
    assertThat(testOnly.test().sha256()).isEqualTo(whole.test().sha256());
  }

  @Test
  void takesClassNamesFromTheFileBesideTheBatches() throws IOException {
    Files.writeString(cifar10.resolve("batches.meta.txt"), "a\nb\nc\nd\r\ne\nf\ng\nh\ni\nj\n\n");

    assertThat(DataSource.parse("cifar10:" + cifar10).open().classNames())
        .containsExactly("a", "b", "c", "d", "e", "f", "g", "h", "i", "j");
  }

  @Test
  void refusesTooFewOrRepeatedClassNames() throws IOException {
    Path names = cifar10.resolve("batches.meta.txt");

    Files.writeString(names, "a\nb\nc\n");
    assertRefused(
        "cifar10:" + cifar10,
        "data.mislabelled",
        names + ": expected 10 different class names, one per line: got 3, 3 of them different");

    Files.writeString(names, "a\nb\nc\nd\ne\nf\ng\nh\ni\ni\n");
    assertRefused("cifar10:" + cifar10, "data.mislabelled", "got 10, 9 of them different");

    Files.write(names, new byte[] {'a', (byte) 0xFF});
    assertRefused("cifar10:" + cifar10, "data.undecodable", names + ": not a text in UTF-8");
  }

  @Test
  void namesAMissingBatch() throws IOException {
    Path missing = cifar10.resolve("data_batch_4.bin");
    Files.delete(missing);

    assertRefused("cifar10:" + cifar10, "data.missing", missing + ": the file is missing");
  }

  @Test
  void namesAMissingFolderAndOneWithoutData() {
    Path nowhere = dir.resolve("nowhere");

    assertRefused("cifar10:" + nowhere, "data.missing", nowhere + ": there is no such folder");
    assertRefused("cifar10:" + dir, "data.missing", dir + " holds no CIFAR-10 in binary form");
    assertRefused(
        "cifar10:" + cifar10.resolve("test_batch.bin"), "data.missing", "this is not a folder");
  }

  @Test
  void refusesABatchCutWithinARecord() throws IOException {
    Path batch = cifar10.resolve("data_batch_3.bin");
    Files.write(batch, Arrays.copyOf(records10(12, 30), 12 * 3073 - 5));

    assertRefused(
        "cifar10:" + cifar10,
        "data.truncated",
        batch
            + ": 36871 bytes are 11 whole CIFAR-10 records of 3073 bytes and 3068 bytes more;"
            + " the file is cut short or damaged");
  }

  @Test
  void refusesABatchCutBetweenRecords() throws IOException {
    Path batch = cifar10.resolve("data_batch_5.bin");
    Files.write(batch, records10(11, 50));

    assertRefused(
        "cifar10:" + cifar10,
        "data.truncated",
        batch
            + " holds 11 records, but data_batch_1.bin holds 12; training files must hold the same number");
  }

  @Test
  void refusesAnEmptyFile() throws IOException {
    Path batch = Files.write(cifar10.resolve("test_batch.bin"), new byte[0]);

    assertRefused(
        "cifar10:" + cifar10,
        "data.truncated",
        batch + " is empty; expected records of 3073 bytes");
  }

  @Test
  void namesTheRecordWithALabelOutOfRange() throws IOException {
    byte[] records = records10(7, 100);
    records[4 * 3073] = 10;
    Path batch = Files.write(cifar10.resolve("test_batch.bin"), records);

    assertRefused(
        "cifar10:" + cifar10,
        "data.mislabelled",
        batch + ": the label of record 4 (byte 12292) is 10; CIFAR-10 accepts 0 to 9");
  }

  @Test
  void refusesBatchesCopiedOverOneAnother() throws IOException {
    Path copied = cifar10.resolve("data_batch_2.bin");
    Files.copy(copied, cifar10.resolve("data_batch_4.bin"), StandardCopyOption.REPLACE_EXISTING);

    assertRefused(
        "cifar10:" + cifar10,
        "data.mixed-up",
        copied + " and data_batch_4.bin have the same content; one was copied over the other");
  }

  @Test
  void saysWhichDatasetAFolderHoldsInstead() {
    assertRefused(
        "cifar10:" + cifar100,
        "data.mixed-up",
        cifar100 + " holds CIFAR-100, not CIFAR-10; use cifar100:" + cifar100);
    assertRefused(
        "cifar100:" + cifar10.getParent(),
        "data.mixed-up",
        cifar10.getParent() + " holds CIFAR-10, not CIFAR-100; use cifar10:" + cifar10.getParent());
  }

  @Test
  void recognisesARenamedFileOfTheOtherDataset() throws IOException {
    Path batch = Files.write(cifar10.resolve("test_batch.bin"), records100(5, 0));

    assertRefused(
        "cifar10:" + cifar10,
        "data.mixed-up",
        batch
            + ": 15370 bytes are whole records of CIFAR-100 (3074 bytes each),"
            + " not of CIFAR-10 (3073 bytes each)");
  }

  @Test
  void refusesAFineClassInTwoCoarseOnes() throws IOException {
    byte[] records = records100(40, 0);
    records[8 * 3074 + 1] = 0;
    Path train = Files.write(cifar100.resolve("train.bin"), records);

    assertRefused(
        "cifar100:" + cifar100,
        "data.mislabelled",
        train
            + ": record 8 has fine label 0 in coarse class 1, an earlier record in 0; the labels are damaged");

    records[8 * 3074] = 20;
    Files.write(train, records);
    assertRefused(
        "cifar100:" + cifar100,
        "data.mislabelled",
        "the coarse label of record 8 (byte 24592) is 20; CIFAR-100 accepts 0 to 19");
  }

  private static void assertRefused(String source, String code, String message) {
    DataException refusal =
        catchThrowableOfType(DataException.class, () -> DataSource.parse(source).open());

    assertThat(refusal).isNotNull().hasMessageContaining(message);
    assertThat(refusal.code()).isEqualTo(code);
  }

  /** Record i has label i mod 10 and the pixels of number {@code first + i}. */
  private static byte[] records10(int count, int first) {
    byte[] records = new byte[count * (PIXELS + 1)];
    for (int i = 0; i < count; i++) {
      records[i * (PIXELS + 1)] = (byte) (i % 10);
      System.arraycopy(pixels(first + i), 0, records, i * (PIXELS + 1) + 1, PIXELS);
    }
    return records;
  }

  /**
   * Record i has fine label {@code first + i}, a fifth of it as coarse label, and the pixels of
   * that number.
   */
  private static byte[] records100(int count, int first) {
    byte[] records = new byte[count * (PIXELS + 2)];
    for (int i = 0; i < count; i++) {
      records[i * (PIXELS + 2)] = (byte) ((first + i) / 5);
      records[i * (PIXELS + 2) + 1] = (byte) (first + i);
      System.arraycopy(pixels(first + i), 0, records, i * (PIXELS + 2) + 2, PIXELS);
    }
    return records;
  }

  private static byte[] pixels(int number) {
    byte[] pixels = new byte[PIXELS];
    for (int i = 0; i < PIXELS; i++) {
      pixels[i] = (byte) (31 * number + 7 * i + i / 256);
    }
    return pixels;
  }
}
