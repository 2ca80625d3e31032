package io.seedcast.vision.loader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.seedcast.core.random.Philox;
import io.seedcast.vision.ImageSize;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AugmentationTest {
  private static final long SEED = 11;

  /** The law in its plainest form: build the padded image, cut from it, mirror the cut. */
  @ParameterizedTest
  @CsvSource({"3,5,7,4", "1,2,3,9", "3,7,5,0", "3,32,32,4"})
  void isACutOfThePaddedImageMirroredOrNot(int channels, int height, int width, int padding) {
    ImageSize size = new ImageSize(channels, height, width);
    byte[] imageChw = noise(size);

    for (int index = 0; index < 50; index++) {
      Augmentation.Cut cut = new Augmentation(padding, true).cut(SEED, 3, index);
      byte[] varied = new byte[size.bytes() + 6];
      varied[1] = 77;
      varied[varied.length - 1] = 78;
      cut.apply(size, imageChw, varied, 2);

      byte[] padded = padded(size, imageChw, padding);
      for (int c = 0; c < channels; c++) {
        for (int y = 0; y < height; y++) {
          for (int x = 0; x < width; x++) {
            int column = cut.mirrored() ? width - 1 - x : x;
            int row = c * (height + 2 * padding) + y + cut.top() + padding;
            byte expected = padded[row * (width + 2 * padding) + column + cut.left() + padding];
            assertThat(varied[2 + (c * height + y) * width + x])
                .as("image %d, pixel (%d, %d, %d), %s", index, c, y, x, cut)
                .isEqualTo(expected);
          }
        }
      }
      assertThat(varied[1]).isEqualTo((byte) 77);
      assertThat(varied[varied.length - 1]).isEqualTo((byte) 78);
    }
  }

  @Test
  void usesEveryPlaceAndBothDirections() {
    Set<Augmentation.Cut> cuts = new HashSet<>();

    for (int index = 0; index < 3000; index++) {
      cuts.add(Augmentation.STANDARD.cut(SEED, 0, index));
    }

    assertThat(cuts).hasSize(9 * 9 * 2);
    assertThat(cuts).allMatch(cut -> Math.abs(cut.top()) <= 4 && Math.abs(cut.left()) <= 4);
  }

  @Test
  void variesWithSeedEpochAndImage() {
    Set<String> sequences = new HashSet<>();

    sequences.add(sequence(1, 0, 0));
    sequences.add(sequence(2, 0, 0));
    sequences.add(sequence(1, 1, 0));
    sequences.add(sequence(1, 0, 10));

    assertThat(sequences).hasSize(4);
    assertThat(sequence(1, 0, 0)).isEqualTo(sequence(1, 0, 0));
  }

  @Test
  void neverMirrorsUnlessAskedTo() {
    for (int index = 0; index < 100; index++) {
      assertThat(new Augmentation(4, false).cut(SEED, 0, index).mirrored()).isFalse();
    }
  }

  @Test
  void keepsThePlacesItWasPublishedWith() {
    assertThat(sequence(1, 0, 0)).isEqualTo("3,1 3,0m 2,2m -2,0 -1,-2m 2,0m ");
  }

  @Test
  void refusesANegativeBorder() {
    Throwable thrown = catchThrowable(() -> new Augmentation(-1, true));

    assertThat(thrown)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("padding must be 0 to 1024 pixels: got -1");
  }

  private static String sequence(long seed, int epoch, int firstIndex) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 6; i++) {
      Augmentation.Cut cut = Augmentation.STANDARD.cut(seed, epoch, firstIndex + i);
      text.append(cut.top()).append(',').append(cut.left()).append(cut.mirrored() ? "m " : " ");
    }
    return text.toString();
  }

  private static byte[] noise(ImageSize size) {
    Philox random = Philox.of(SEED, 0);
    byte[] pixels = new byte[size.bytes()];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) random.nextBits();
    }
    return pixels;
  }

  private static byte[] padded(ImageSize size, byte[] imageChw, int padding) {
    int height = size.height() + 2 * padding;
    int width = size.width() + 2 * padding;
    byte[] padded = new byte[size.channels() * height * width];
    for (int c = 0; c < size.channels(); c++) {
      for (int y = 0; y < size.height(); y++) {
        for (int x = 0; x < size.width(); x++) {
          padded[(c * height + y + padding) * width + x + padding] =
              imageChw[(c * size.height() + y) * size.width() + x];
        }
      }
    }
    return padded;
  }
}
