package io.seedcast.vision.npy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.seedcast.core.file.AtomicFile;
import io.seedcast.vision.DataException;
import io.seedcast.vision.ImageSize;
import io.seedcast.vision.Images;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NpyImagesTest {
  @TempDir Path dir;

  @Test
  void storesChannelsLast() throws IOException {
    Images images = counting(2, new ImageSize(3, 2, 5));
    Path file = write(images);

    byte[] stored = NpyFile.open(file).bytes(0, 60);

    assertThat(NpyFile.open(file).shapeText()).isEqualTo("(2, 2, 5, 3)");
    for (int y = 0; y < 2; y++) {
      for (int x = 0; x < 5; x++) {
        for (int channel = 0; channel < 3; channel++) {
          assertThat(stored[30 + (y * 5 + x) * 3 + channel] & 0xFF)
              .isEqualTo(images.pixel(1, channel, y, x));
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"1", "3"})
  void readsBackWhatWasWritten(int channels) throws IOException {
    Images images = counting(7, new ImageSize(channels, 3, 2));

    NpyImages array = NpyImages.open(write(images));

    assertThat(array.count()).isEqualTo(7);
    assertThat(array.size()).isEqualTo(images.size());
    assertThat(array.read(0, images.labels()).sha256()).isEqualTo(images.sha256());
    assertThat(array.read(4, 4, 5).sha256()).isEqualTo(images.select(4, 5).sha256());
    assertThatThrownBy(() -> array.read(6, 0, 0)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "FLOAT32; 2,2,5,3; data.mixed-up; elements of type <f4",
        "UINT8; 2,2,5; data.size; shape (2, 2, 5)",
        "UINT8; 2,2,5,4; data.size; images have shape (N, height, width, 3)",
        "UINT8; 2,3,2,5; data.size; shape (2, 3, 2, 5)",
        "UINT8; 0,2,5,3; data.size; N at least 1",
        "UINT8; 1,1,16385,3; data.size; sides 1 to 16384",
      })
  void refusesArraysThatAreNotImages(String type, String shape, String code, String message)
      throws IOException {
    long[] dimensions = Arrays.stream(shape.split(",")).mapToLong(Long::parseLong).toArray();
    long count = Arrays.stream(dimensions).reduce(1, (a, b) -> a * b);
    Path file = dir.resolve("array.npy");
    AtomicFile.write(
        file,
        out -> {
          NpyWriter.header(out, NpyType.valueOf(type), dimensions);
          out.write(new byte[(int) count * NpyType.valueOf(type).bytes()]);
        });

    DataException refused = catchThrowableOfType(DataException.class, () -> NpyImages.open(file));

    assertThat(refused.code()).isEqualTo(code);
    assertThat(refused).hasMessageStartingWith(file + ": ").hasMessageContaining(message);
  }

  @Test
  void readsBackLabels() throws IOException {
    Path file = dir.resolve("labels.npy");

    AtomicFile.write(file, out -> NpyWriter.labels(out, 3, 0, 9));

    assertThat(NpyImages.readLabels(file)).containsExactly(3, 0, 9);
  }

  @Test
  void refusesLabelsThatAreNone() throws IOException {
    Path negative = dir.resolve("negative.npy");
    AtomicFile.write(negative, out -> NpyWriter.labels(out, 3, -1));
    Path floats = dir.resolve("floats.npy");
    AtomicFile.write(
        floats,
        out -> {
          NpyWriter.header(out, NpyType.FLOAT32, 1);
          out.write(new byte[4]);
        });

    assertThat(catchThrowableOfType(DataException.class, () -> NpyImages.readLabels(negative)))
        .hasMessage(negative + ": label 1 is -1; accepted are 0 and more");
    assertThat(catchThrowableOfType(DataException.class, () -> NpyImages.readLabels(floats)))
        .hasMessage(floats + ": elements of type <f4, shape (1,); labels are integers, shape (N,)");
  }

  @Test
  void noticesAFileThatBecameShorter() throws IOException {
    Path file = write(counting(2, new ImageSize(3, 2, 5)));
    NpyImages array = NpyImages.open(file);
    Files.write(file, Arrays.copyOf(Files.readAllBytes(file), 150));

    DataException refused = catchThrowableOfType(DataException.class, () -> array.read(0, 0, 0));

    assertThat(refused.code()).isEqualTo("data.truncated");
  }

  private Path write(Images images) throws IOException {
    Path file = dir.resolve("images.npy");
    AtomicFile.write(
        file,
        out -> {
          NpyWriter.imagesHeader(out, images.count(), images.size());
          NpyWriter.images(out, images);
        });
    return file;
  }

  private static Images counting(int count, ImageSize size) {
    Images.Builder images = Images.builder(count, size);
    byte[] image = new byte[size.bytes()];
    for (int i = 0; i < count; i++) {
      for (int j = 0; j < image.length; j++) {
        image[j] = (byte) (i * image.length + j);
      }
      images.put(i, image, i);
    }
    return images.build();
  }
}
