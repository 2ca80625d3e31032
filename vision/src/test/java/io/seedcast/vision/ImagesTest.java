package io.seedcast.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImagesTest {
  private static final ImageSize SIZE = new ImageSize(3, 2, 5);

  @Test
  void findsAPixelByChannelRowAndColumn() {
    Images images = counting(2);

    assertThat(images.pixel(1, 2, 1, 3)).isEqualTo(30 + 2 * 10 + 5 + 3);
    assertThat(images.image(1)[2 * 10 + 5 + 3]).isEqualTo((byte) 58);
  }

  @Test
  void cannotBeChangedThroughWhatWentInOrCameOut() {
    byte[] source = new byte[SIZE.bytes()];
    Images images = Images.builder(1, SIZE).put(0, source, 4).build();
    String before = images.sha256();

    source[0] = 1;
    images.image(0)[0] = 1;
    images.labels()[0] = 9;

    assertThat(images.pixel(0, 0, 0, 0)).isZero();
    assertThat(images.label(0)).isEqualTo(4);
    assertThat(images.sha256()).isEqualTo(before);
  }

  @Test
  void hasAnotherDigestWhenAnyByteOrLabelOrTheShapeDiffers() {
    Set<String> digests = new HashSet<>();
    digests.add(counting(2).sha256());

    for (int changed = 0; changed < SIZE.bytes(); changed++) {
      byte[] pixels = counting(2).image(1);
      pixels[changed] ^= 1;
      digests.add(
          Images.builder(2, SIZE)
              .put(0, counting(2).image(0), 0)
              .put(1, pixels, 1)
              .build()
              .sha256());
    }
    byte[] first = counting(2).image(0);
    byte[] second = counting(2).image(1);
    digests.add(Images.builder(2, SIZE).put(0, first, 0).put(1, second, 2).build().sha256());
    ImageSize turned = new ImageSize(3, 5, 2);
    digests.add(Images.builder(2, turned).put(0, first, 0).put(1, second, 1).build().sha256());

    assertThat(digests).hasSize(1 + SIZE.bytes() + 2);
  }

  @Test
  void keepsTheDigestItWasPublishedWith() {
    // printf 'seedcast-images-v1 1 1 1 2\n\0\0\0\x07\x01\xff' | sha256sum
    Images images = Images.builder(1, new ImageSize(1, 1, 2)).put(0, new byte[] {1, -1}, 7).build();

    assertThat(images.sha256())
        .isEqualTo("c61a2112e5d5f3262e023368cc1eb92d08666a566e1f010cf60f854273ecbc50");
  }

  @Test
  void selectsImagesInTheOrderAskedFor() {
    Images selected = counting(4).select(3, 0, 3);

    assertThat(selected.labels()).containsExactly(3, 0, 3);
    assertThat(selected.image(2)).isEqualTo(counting(4).image(3));
    assertThat(counting(4).first(2).labels()).containsExactly(0, 1);
    assertThat(counting(4).first(9).count()).isEqualTo(4);
  }

  @Test
  void countsImagesPerClass() {
    assertThat(counting(5).select(0, 2, 2, 3).countPerClass(5)).containsExactly(1, 0, 2, 1, 0);
  }

  @Test
  void drawsTheSameFractionOfEveryClass() {
    Images images = ofClasses(40, 20, 3);

    Images sample = images.balancedSample(0.1, 7);

    assertThat(sample.countPerClass(3)).containsExactly(4, 2, 1);
    assertThat(sample.sha256())
        .isEqualTo(images.balancedSample(0.1, 7).sha256())
        .isNotEqualTo(images.balancedSample(0.1, 8).sha256());
    assertThat(images.balancedSample(1, 7)).isSameAs(images);
  }

  @Test
  void aLargerFractionHasAllTheImagesOfASmallerOneInTheSameOrder() {
    Images images = ofClasses(40, 20, 3);

    List<Integer> small = firstBytes(images.balancedSample(0.2, 7));
    List<Integer> large = firstBytes(images.balancedSample(0.5, 7));

    assertThat(large).containsAll(small).isSorted().hasSize(32);
    assertThat(small).isSorted().hasSize(13);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -0.5, 1.01, Double.NaN})
  void refusesAFractionThatIsNone(double fraction) {
    assertThat(catchThrowable(() -> counting(2).balancedSample(fraction, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("fraction must be above 0 and at most 1: got " + fraction);
  }

  @Test
  void refusesToBeBuiltWithAnImageMissing() {
    Images.Builder builder = Images.builder(3, SIZE);
    builder.put(0, new byte[30], 0).put(2, new byte[30], 0);

    Throwable thrown = catchThrowable(builder::build);

    assertThat(thrown)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("image 1 of 3 was not put");
  }

  @Test
  void refusesImagesOfAnotherSize() {
    Throwable thrown = catchThrowable(() -> Images.builder(1, SIZE).put(0, new byte[31], 0));

    assertThat(thrown)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("an image of 3x2x5 has 30 bytes: got 31");
  }

  @Test
  void refusesMoreImagesThanOneArrayHolds() {
    Throwable thrown = catchThrowable(() -> Images.builder(700_000, new ImageSize(3, 32, 32)));

    assertThat(thrown)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("at most 699050 images of 3x32x32 fit into one array: got 700000");
  }

  @Test
  void refusesWrongIndices() {
    Images images = counting(2);

    assertThat(catchThrowable(() -> images.image(2)))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessage("no image 2 among 2");
    assertThat(catchThrowable(() -> images.pixel(0, 0, 0, 5)))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessage("no pixel (0, 0, 5) in an image of 3x2x5");
  }

  @Test
  void readsAndWritesSizesChannelsFirst() {
    assertThat(ImageSize.parse("3x32x48"))
        .isEqualTo(new ImageSize(3, 32, 48))
        .hasToString("3x32x48");
    assertThat(catchThrowable(() -> ImageSize.parse("32x32x3")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"32x32x3\"")
        .hasMessageContaining("as in 3x32x32");
    assertThat(catchThrowable(() -> ImageSize.parse("1x0x4")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("got 0 x 4");
  }

  /**
   * So many images of class 0, 1 and so on, dealt in turn; the first byte of each is its number.
   */
  private static Images ofClasses(int... counts) {
    int[] left = counts.clone();
    int total = Arrays.stream(counts).sum();
    Images.Builder builder = Images.builder(total, SIZE);
    int number = 0;
    for (int label = 0; number < total; label = (label + 1) % counts.length) {
      if (left[label]-- > 0) {
        byte[] pixels = new byte[SIZE.bytes()];
        pixels[0] = (byte) number;
        builder.put(number++, pixels, label);
      }
    }
    return builder.build();
  }

  private static List<Integer> firstBytes(Images images) {
    return IntStream.range(0, images.count()).mapToObj(i -> images.pixel(i, 0, 0, 0)).toList();
  }

  /** Image i has label i and the bytes 30 i, 30 i + 1, and so on. */
  private static Images counting(int count) {
    Images.Builder builder = Images.builder(count, SIZE);
    for (int i = 0; i < count; i++) {
      byte[] pixels = new byte[SIZE.bytes()];
      for (int j = 0; j < pixels.length; j++) {
        pixels[j] = (byte) (i * pixels.length + j);
      }
      builder.put(i, pixels, i);
    }
    return builder.build();
  }
}
