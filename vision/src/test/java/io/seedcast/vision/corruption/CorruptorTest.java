package io.seedcast.vision.corruption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.seedcast.vision.ImageSize;
import io.seedcast.vision.Images;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CorruptorTest {
  private static final long SEED = 7;
  private static final ImageSize CIFAR = new ImageSize(3, 32, 32);
  private static final FrostTextures FROST = FrostTextures.procedural(1);

  @ParameterizedTest
  @EnumSource
  void severity0LeavesImagesAsTheyAre(Corruption corruption) {
    Images clean = Samples.shapes(3);

    Images corrupted = corruptor(corruption, 0).corrupt(clean, SEED, done -> {});

    assertThat(corrupted.sha256()).isEqualTo(clean.sha256());
  }

  @ParameterizedTest
  @EnumSource
  void changesImagesButNeitherTheirLabelsNorTheOriginal(Corruption corruption) {
    Images clean = Samples.shapes(3);
    String before = clean.sha256();
    byte[] image = clean.image(1);
    Corruptor corruptor = corruptor(corruption, 3);

    Images corrupted = corruptor.corrupt(clean, SEED, done -> {});
    corruptor.corrupt(image, SEED, 1);

    assertThat(corrupted.labels()).isEqualTo(clean.labels());
    assertThat(corrupted.sha256()).isNotEqualTo(before);
    assertThat(image).isEqualTo(clean.image(1));
  }

  /** Images in reverse on one thread give the same as all at once on several. */
  @ParameterizedTest
  @EnumSource
  void dependsNeitherOnOrderNorOnThreads(Corruption corruption) {
    Images clean = Samples.shapes(150);
    int[] numbers = IntStream.range(0, 150).toArray();
    AtomicInteger done = new AtomicInteger();

    Images atOnce = corruptor(corruption, 5).corrupt(clean, numbers, SEED, 4, done::addAndGet);

    Corruptor another =
        Samples.corruptor(corruption, 5, CorruptionScale.CIFAR, CIFAR); // And other textures.
    for (int i = clean.count() - 1; i >= 0; i -= 7) {
      assertThat(another.corrupt(clean.image(i), SEED, i)).isEqualTo(atOnce.image(i));
    }
    assertThat(done).hasValue(150);
  }

  @Test
  void aSampleIsCorruptedAsTheWholeSet() {
    Images clean = Samples.shapes(9);
    Corruptor corruptor = corruptor(Corruption.SPECKLE_NOISE, 2);

    Images whole = corruptor.corrupt(clean, SEED, done -> {});
    Images sample = corruptor.corrupt(clean.select(7, 2), new int[] {7, 2}, SEED, 1, done -> {});

    assertThat(sample.sha256()).isEqualTo(whole.select(7, 2).sha256());
  }

  @ParameterizedTest
  @EnumSource
  void randomOnesDifferFromImageToImageAndFromSeedToSeed(Corruption corruption) {
    Corruptor corruptor = corruptor(corruption, 4);
    Set<String> draws = new HashSet<>();
    for (long seed : new long[] {0, 1, -1}) {
      for (long image : new long[] {0, 1, (1L << 40) - 1}) {
        draws.add(Arrays.toString(corruptor.draw(seed, image)));
      }
    }

    assertThat(draws).hasSize(corruption.isRandom() ? 9 : 1);
  }

  @Test
  void everyCellHasRandomNumbersOfItsOwn() {
    double[] noise = corruptor(Corruption.IMPULSE_NOISE, 1).draw(SEED, 0);

    assertThat(corruptor(Corruption.IMPULSE_NOISE, 2).draw(SEED, 0)).isNotEqualTo(noise);
    assertThat(corruptor(Corruption.SHOT_NOISE, 1).draw(SEED, 0)).isNotEqualTo(noise);
  }

  @Test
  void drawsAreASeparateStep() {
    byte[] image = Samples.shapes(1).image(0);
    Corruptor corruptor = corruptor(Corruption.SNOW, 2);

    double[] draws = corruptor.draw(SEED, 5);

    assertThat(draws).hasSize(32 * 32 + 1);
    assertThat(corruptor.apply(image, draws)).isEqualTo(corruptor.corrupt(image, SEED, 5));
  }

  @ParameterizedTest
  @EnumSource
  void acceptsAnySizeAtBothScales(Corruption corruption) {
    for (int[] sides : new int[][] {{1, 1}, {1, 2}, {3, 2}, {7, 19}, {35, 20}, {130, 64}}) {
      ImageSize size = new ImageSize(3, sides[0], sides[1]);
      byte[] image = Samples.shapes(1, size).image(0);
      for (CorruptionScale scale : CorruptionScale.values()) {
        for (int severity = 1; severity <= Corruption.SEVERITIES; severity += 2) {
          assertThat(Corruptor.of(corruption, severity, scale, size, FROST).corrupt(image, SEED, 0))
              .hasSize(size.bytes());
        }
      }
    }
  }

  /** Turning an image on its side must not matter to what treats both axes alike. */
  @ParameterizedTest
  @EnumSource(
      names = {"GAUSSIAN_BLUR", "DEFOCUS_BLUR", "ZOOM_BLUR", "CONTRAST", "BRIGHTNESS", "SATURATE"})
  void treatsRowsAndColumnsAlike(Corruption corruption) {
    ImageSize size = new ImageSize(3, 20, 34);
    byte[] image = Samples.shapes(1, size).image(0);
    ImageSize turned = new ImageSize(3, 34, 20);

    byte[] corrupted =
        Samples.corruptor(corruption, 5, CorruptionScale.CIFAR, size).corrupt(image, SEED, 0);
    byte[] turnedCorrupted =
        Samples.corruptor(corruption, 5, CorruptionScale.CIFAR, turned)
            .corrupt(transpose(image, size), SEED, 0);

    byte[] expected = transpose(corrupted, size);
    for (int i = 0; i < expected.length; i++) {
      // The order of the passes may change the last bit before fractions are cut off.
      assertThat(turnedCorrupted[i] & 0xFF)
          .isBetween((expected[i] & 0xFF) - 1, (expected[i] & 0xFF) + 1);
    }
  }

  private static byte[] transpose(byte[] imageChw, ImageSize size) {
    byte[] turned = new byte[imageChw.length];
    for (int i = 0; i < imageChw.length; i++) {
      int channel = i / size.area();
      int y = i / size.width() % size.height();
      int x = i % size.width();
      turned[(channel * size.width() + x) * size.height() + y] = imageChw[i];
    }
    return turned;
  }

  @ParameterizedTest
  @EnumSource
  void corruptsGreyImagesLikeColourOnesWithoutColour(Corruption corruption) {
    ImageSize size = new ImageSize(1, 28, 28);
    byte[] grey = Samples.shapes(1, size).image(0);
    byte[] colour = new byte[3 * grey.length];
    for (int i = 0; i < colour.length; i++) {
      colour[i] = grey[i % grey.length];
    }
    Corruptor ofGrey = Corruptor.of(corruption, 3, CorruptionScale.CIFAR, size, FROST);
    Corruptor ofColour =
        Corruptor.of(corruption, 3, CorruptionScale.CIFAR, new ImageSize(3, 28, 28), FROST);

    byte[] corrupted = ofGrey.corrupt(grey, SEED, 0);

    byte[] expected = ofColour.corrupt(colour, SEED, 0);
    int area = grey.length;
    for (int i = 0; i < area; i++) {
      double luma =
          .299 * (expected[i] & 0xFF)
              + .587 * (expected[area + i] & 0xFF)
              + .114 * (expected[2 * area + i] & 0xFF);
      assertThat((double) (corrupted[i] & 0xFF)).isBetween(luma - 1.5, luma + 1.5);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "3x32x32, CIFAR",
    "3x48x500, CIFAR",
    "1x28x28, CIFAR",
    "3x224x224, IMAGENET",
    "3x160x200, IMAGENET"
  })
  void choosesTheScaleByTheShorterSide(String size, CorruptionScale scale) {
    assertThat(CorruptionScale.suiting(ImageSize.parse(size))).contains(scale);
  }

  @Test
  void choosesNoScaleInBetween() {
    assertThat(CorruptionScale.suiting(ImageSize.parse("3x49x300"))).isEmpty();
    assertThat(CorruptionScale.suiting(ImageSize.parse("3x224x159"))).isEmpty();
  }

  @Test
  void compressesAfterwardsWhenAsked() {
    byte[] image = Samples.shapes(1).image(0);
    Corruptor fog = corruptor(Corruption.FOG, 2);
    Corruptor jpeg = corruptor(Corruption.JPEG_COMPRESSION, 2); // Quality 65.

    byte[] stored = fog.storedAsJpeg(65).corrupt(image, SEED, 3);

    assertThat(stored).isEqualTo(jpeg.corrupt(fog.corrupt(image, SEED, 3), SEED, 3));
    assertThat(corruptor(Corruption.FOG, 0).storedAsJpeg(65).corrupt(image, SEED, 3))
        .isEqualTo(image);
  }

  @Test
  void refusesWhatDoesNotFit() {
    Corruptor snow = corruptor(Corruption.SNOW, 1);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> corruptor(Corruption.FOG, 6))
        .withMessage("severity must be 0 to 5: got 6");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> snow.apply(new byte[3072], new double[3]))
        .withMessage("snow takes 1025 random numbers for an image of 3x32x32: got 3");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> snow.apply(new byte[9], new double[1025]))
        .withMessage("an image of 3x32x32 has 3072 bytes: got 9");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> snow.corrupt(Samples.constant(1, 8, 1, 2, 3), SEED, done -> {}))
        .withMessage("made for images of 3x32x32: got images of 3x8x8");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> snow.corrupt(Samples.shapes(2), new int[] {4}, SEED, 1, done -> {}))
        .withMessage("every image has a number: got 1 numbers for 2 images");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> snow.storedAsJpeg(101))
        .withMessage("a JPEG quality is 1 to 100: got 101");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> snow.draw(SEED, 1L << 40))
        .withMessage("image number must be 0 to 2^40 - 1: got 1099511627776");
  }

  private static Corruptor corruptor(Corruption corruption, int severity) {
    return Corruptor.of(corruption, severity, CorruptionScale.CIFAR, CIFAR, FROST);
  }
}
