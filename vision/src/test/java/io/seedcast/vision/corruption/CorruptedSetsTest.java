package io.seedcast.vision.corruption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.seedcast.core.file.AtomicFile;
import io.seedcast.vision.DataException;
import io.seedcast.vision.ImageSize;
import io.seedcast.vision.Images;
import io.seedcast.vision.npy.NpyType;
import io.seedcast.vision.npy.NpyWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CorruptedSetsTest {
  private static final ImageSize SIZE = new ImageSize(3, 4, 6);

  @TempDir Path dir;

  @Test
  void readsThePublishedLayout() throws IOException {
    Images all = images(15, 0);
    writeImages("fog.npy", all);
    writeLabels(2, 0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1);

    CorruptedSets sets = CorruptedSets.open(dir);

    assertThat(sets.count()).isEqualTo(3);
    assertThat(sets.imageSize()).isEqualTo(SIZE);
    assertThat(sets.labels()).containsExactly(2, 0, 1);
    assertThat(sets.complete()).containsExactly(Corruption.FOG);
    Images third = sets.read(Corruption.FOG, 3);
    assertThat(third.labels()).containsExactly(2, 0, 1);
    assertThat(third.image(0)).isEqualTo(all.image(6));
    assertThat(third.image(2)).isEqualTo(all.image(8));
    assertThat(sets.image(Corruption.FOG, 5, 1)).isEqualTo(all.image(13));
  }

  /** The published labels are 8 bits wide. */
  @Test
  void readsLabelsOfAnyIntegerType() throws IOException {
    writeImages("fog_1.npy", images(2, 0));
    AtomicFile.write(
        dir.resolve("labels.npy"),
        out -> {
          NpyWriter.header(out, NpyType.UINT8, 2);
          out.write(new byte[] {9, (byte) 200});
        });

    assertThat(CorruptedSets.open(dir).labels()).containsExactly(9, 200);
  }

  @Test
  void readsSeveritiesThatLieApart() throws IOException {
    writeImages("snow_2.npy", images(3, 50));
    for (int severity = 1; severity <= 5; severity++) {
      writeImages("frost_" + severity + ".npy", images(3, severity));
    }
    writeLabels(0, 1, 2);

    CorruptedSets sets = CorruptedSets.open(dir);

    assertThat(sets.complete()).containsExactly(Corruption.FROST);
    assertThat(sets.has(Corruption.SNOW, 2)).isTrue();
    assertThat(sets.has(Corruption.SNOW, 1)).isFalse();
    assertThat(sets.read(Corruption.FROST, 4).image(1)).isEqualTo(images(3, 4).image(1));
    assertThat(sets.read(Corruption.SNOW, 2).image(0)).isEqualTo(images(3, 50).image(0));
    assertThat(catchThrowableOfType(DataException.class, () -> sets.read(Corruption.SNOW, 1)))
        .hasMessage(dir + " holds neither snow.npy nor snow_1.npy");
  }

  @Test
  void refusesAFolderWithoutCorruptedImages() throws IOException {
    writeImages("clean.npy", images(3, 0));

    assertRefused("data.missing", "no corrupted images; expected files such as fog.npy");
  }

  @Test
  void refusesMissingLabels() throws IOException {
    writeImages("fog.npy", images(5, 0));

    assertRefused("data.missing", "labels.npy: the labels are missing");
  }

  @Test
  void refusesLabelsThatDoNotMatch() throws IOException {
    writeImages("fog.npy", images(10, 0));
    writeLabels(0, 1, 2);

    assertRefused(
        "data.mislabelled",
        "3 labels do not match fog.npy, which holds 2 images a severity; accepted are 2 or 10");
  }

  @Test
  void refusesLabelsThatChangeWithTheSeverity() throws IOException {
    writeImages("fog.npy", images(10, 0));
    writeLabels(0, 1, 0, 1, 0, 2, 0, 1, 0, 1);

    assertRefused("data.mislabelled", "label 5 is 2, but label 1 is 1");
  }

  @Test
  void refusesArraysThatDoNotFitTogether() throws IOException {
    writeImages("fog.npy", images(10, 0));
    writeImages("snow.npy", images(15, 0));
    writeLabels(0, 1);

    assertRefused("data.mixed-up", "fog.npy holds 2 images of 3x4x6", "snow.npy holds 3 of");
  }

  @Test
  void refusesAStackThatDoesNotDivide() throws IOException {
    writeImages("fog.npy", images(11, 0));
    writeLabels(0, 1);

    assertRefused("data.size", "fog.npy: 11 images are not 5 severities of equally many");
  }

  @Test
  void refusesBothLayoutsAtOnce() throws IOException {
    writeImages("fog.npy", images(10, 0));
    writeImages("fog_4.npy", images(2, 0));
    writeLabels(0, 1);

    assertRefused("data.mixed-up", "fog.npy and fog_4.npy hold the same severity");
  }

  @Test
  void refusesADamagedArray() throws IOException {
    Files.write(dir.resolve("fog.npy"), new byte[300]);

    assertRefused("data.undecodable", "fog.npy: not a .npy file");
  }

  private void assertRefused(String code, String... messages) {
    DataException refused =
        catchThrowableOfType(DataException.class, () -> CorruptedSets.open(dir));

    assertThat(refused.code()).isEqualTo(code);
    assertThat(refused).hasMessageStartingWith(dir.toString()).hasMessageContainingAll(messages);
  }

  private void writeImages(String name, Images images) throws IOException {
    AtomicFile.write(
        dir.resolve(name),
        out -> {
          NpyWriter.imagesHeader(out, images.count(), images.size());
          NpyWriter.images(out, images);
        });
  }

  private void writeLabels(int... labels) throws IOException {
    AtomicFile.write(dir.resolve("labels.npy"), out -> NpyWriter.labels(out, labels));
  }

  private static Images images(int count, int offset) {
    Images.Builder images = Images.builder(count, SIZE);
    IntStream.range(0, count)
        .forEach(
            i -> {
              byte[] image = new byte[SIZE.bytes()];
              for (int j = 0; j < image.length; j++) {
                image[j] = (byte) (offset + 31 * i + j);
              }
              images.put(i, image, 0);
            });
    return images.build();
  }
}
