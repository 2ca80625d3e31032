package io.seedcast.vision.corruption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.seedcast.vision.ImageSize;
import io.seedcast.vision.Images;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What must hold for simple images. The seed is fixed; tolerances are about four standard errors of
 * the samples they are applied to.
 */
class CorruptionLawsTest {
  private static final long SEED = 11;
  private static final int GREY = 128;
  private static final double UNIT_GREY = GREY / 255.0;
  private static final Images GREY_IMAGES = Samples.constant(30, 32, GREY, GREY, GREY);

  @ParameterizedTest
  @CsvSource({"GAUSSIAN_NOISE, 3, 20.40", "SPECKLE_NOISE, 3, 15.36"})
  void normalNoiseIsIndependentAndCutOff(Corruption corruption, int severity, double spread) {
    Map<String, Double> statistics = statistics(corruption, severity);

    assertThat(statistics.get("diff_mean")).isCloseTo(-.5, within(.3));
    assertThat(statistics.get("diff_std")).isCloseTo(spread, within(.2));
    assertThat(statistics.get("diff_corr_h")).isCloseTo(0, within(.015));
    assertThat(statistics.get("diff_corr_v")).isCloseTo(0, within(.015));
    assertThat(statistics.get("diff_corr_rg")).isCloseTo(0, within(.025));
    assertThat(statistics.get("diff_corr_rb")).isCloseTo(0, within(.025));
  }

  @Test
  void shotNoiseCountsEvents() {
    Images corrupted = corrupt(Corruption.SHOT_NOISE, 5, GREY_IMAGES);
    Map<String, Double> statistics = Statistics.of(corrupted, GREY_IMAGES);

    assertThat(statistics.get("diff_std")).isCloseTo(255 * Math.sqrt(UNIT_GREY / 50), within(.25));
    assertThat(statistics.get("diff_mean")).isCloseTo(-.5, within(.4));
    TreeSet<Integer> levels = new TreeSet<>();
    for (byte value : corrupted.image(0)) {
      levels.add(value & 0xFF);
    }
    for (int level : levels) {
      int events = (int) Math.ceil(level * 50 / 255.0);
      assertThat(level).isEqualTo((int) (255 * Math.min(events / 50.0, 1)));
    }
  }

  @Test
  void shotNoiseLeavesBlackBlack() {
    assertThat(corrupt(Corruption.SHOT_NOISE, 5, Samples.constant(1, 32, 0, 0, 0)).image(0))
        .containsOnly(0);
  }

  /** At rate 500, and in the tails. */
  @Test
  void shotNoiseTakesTheDrawsQuantile() {
    Corruptor corruptor = corruptor(Corruption.SHOT_NOISE, 1);
    byte[] image = Samples.constant(1, 32, 102, 102, 102).image(0); // Rate 200.
    double[] draws = new double[image.length];
    Arrays.fill(draws, .5);
    draws[0] = 0x1p-33;
    draws[1] = 1 - 0x1p-33;

    byte[] corrupted = corruptor.apply(image, draws);

    // Quantiles of a Poisson distribution of mean 200, from tables: 118, 200 and 297.
    assertThat(corrupted[2] & 0xFF).isEqualTo((int) (255 * (200 / 500.0)));
    assertThat((corrupted[0] & 0xFF) / 255.0 * 500).isCloseTo(118, within(4.0));
    assertThat((corrupted[32 * 32] & 0xFF) / 255.0 * 500).isCloseTo(297, within(4.0));
  }

  @Test
  void impulseNoiseReplacesAShareOfValues() {
    Images corrupted = corrupt(Corruption.IMPULSE_NOISE, 5, GREY_IMAGES);
    int[] counts = new int[256];
    for (int i = 0; i < corrupted.count(); i++) {
      for (byte value : corrupted.image(i)) {
        counts[value & 0xFF]++;
      }
    }

    double all = corrupted.count() * 3072;
    assertThat(counts[0] / all).isCloseTo(.035, within(.0025));
    assertThat(counts[255] / all).isCloseTo(.035, within(.0025));
    assertThat(counts[0] + counts[255] + counts[GREY]).isEqualTo((int) all);
    assertThat(Statistics.of(corrupted, GREY_IMAGES).get("diff_corr_rg"))
        .isCloseTo(0, within(.025));
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "GAUSSIAN_BLUR",
        "DEFOCUS_BLUR",
        "GLASS_BLUR",
        "MOTION_BLUR",
        "ZOOM_BLUR",
        "CONTRAST",
        "ELASTIC_TRANSFORM",
        "PIXELATE",
        "JPEG_COMPRESSION",
        "SATURATE"
      })
  void whatMovesOrMixesPixelsLeavesAConstantImage(Corruption corruption) {
    for (int severity : new int[] {1, 2, 3}) {
      byte[] image = corrupt(corruption, severity, GREY_IMAGES).image(3);

      for (byte value : image) {
        assertThat(value & 0xFF).as("severity %d", severity).isBetween(GREY - 2, GREY);
      }
    }
  }

  @Test
  void motionBlurKeepsAConstantImageExactly() {
    assertThat(corrupt(Corruption.MOTION_BLUR, 5, GREY_IMAGES).image(3)).containsOnly(GREY);
  }

  /** Pixels left of the point and the point itself see it; those right of it do not. */
  @Test
  void motionBlurTrailsToOneSide() {
    byte[] image = new byte[3072];
    int centre = 16 * 32 + 16;
    image[centre] = (byte) 255;

    byte[] corrupted = corruptor(Corruption.MOTION_BLUR, 5).apply(image, new double[] {0});

    int sum = 0;
    for (int x = 0; x < 32; x++) {
      int value = corrupted[16 * 32 + x] & 0xFF;
      sum += value;
      if (x > 16) {
        assertThat(value).isZero();
      } else if (x < 16) {
        assertThat(value).isLessThanOrEqualTo(corrupted[16 * 32 + x + 1] & 0xFF);
      }
    }
    assertThat(sum).isBetween(255 - 19, 255);
  }

  @ParameterizedTest
  @CsvSource({"MOTION_BLUR, -45, 45, 0", "SNOW, -135, -45, 1024"})
  void anglesAreUniform(Corruption corruption, double least, double most, int position) {
    Corruptor corruptor = corruptor(corruption, 1);
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < 2000; i++) {
      double angle = corruptor.draw(SEED, i)[position];
      assertThat(angle).isBetween(least, most);
      sum += angle - (least + most) / 2;
      squares += Math.pow(angle - (least + most) / 2, 2);
    }

    assertThat(sum / 2000).isCloseTo(0, within(2.4));
    assertThat(Math.sqrt(squares / 2000)).isCloseTo(90 / Math.sqrt(12), within(1.1));
  }

  @Test
  void glassBlurDrawsEqualDistancesWithoutTheFarthest() {
    Corruptor corruptor =
        Samples.corruptor(
            Corruption.GLASS_BLUR, 2, CorruptionScale.IMAGENET, new ImageSize(3, 60, 50));

    double[] draws = corruptor.draw(SEED, 0);

    int[] counts = new int[4];
    for (double draw : draws) {
      counts[(int) draw + 2]++;
    }
    assertThat(draws).hasSize(56 * 46 * 2);
    for (int count : counts) {
      assertThat(count / (double) draws.length).isCloseTo(.25, within(.025));
    }
  }

  /** Distances of -1 and 0 move a picture half a pixel to the right and down. */
  @Test
  void glassBlurMovesAnEdge() {
    Images.Builder builder = Images.builder(40, new ImageSize(3, 32, 32));
    byte[] edge = new byte[3072];
    for (int i = 0; i < edge.length; i++) {
      edge[i] = (byte) (i % 32 < 16 ? 200 : 0);
    }
    for (int i = 0; i < 40; i++) {
      builder.put(i, edge, 0);
    }

    Images corrupted = corrupt(Corruption.GLASS_BLUR, 1, builder.build());

    double columns = 0;
    for (int i = 0; i < 40; i++) {
      for (int y = 4; y < 30; y++) {
        for (int x = 0; x < 32; x++) {
          columns += corrupted.pixel(i, 1, y, x) / 200.0;
        }
      }
    }
    assertThat(columns / (40 * 26)).isCloseTo(16.5, within(.07));
  }

  @Test
  void fogIsTheSameInAllChannelsAndKeepsTheBrightest() {
    Images corrupted = corrupt(Corruption.FOG, 4, GREY_IMAGES);
    double brightest = UNIT_GREY + 1.0;
    double factor = UNIT_GREY / brightest;

    for (int i = 0; i < 5; i++) {
      int least = 255;
      int most = 0;
      for (int j = 0; j < 1024; j++) {
        int level = corrupted.pixel(i, 0, j / 32, j % 32);
        assertThat(corrupted.pixel(i, 1, j / 32, j % 32)).isEqualTo(level);
        assertThat(corrupted.pixel(i, 2, j / 32, j % 32)).isEqualTo(level);
        least = Math.min(least, level);
        most = Math.max(most, level);
      }
      assertThat(least).isEqualTo((int) (255 * UNIT_GREY * factor));
      assertThat(most).isBetween(GREY - 1, GREY);
    }
  }

  @Test
  void snowFallsTheSameTurnedBy180Degrees() {
    Images corrupted = corrupt(Corruption.SNOW, 3, GREY_IMAGES);
    boolean[] flakes = new boolean[1];

    for (int i = 0; i < 5; i++) {
      for (int j = 0; j < 1024; j++) {
        int level = corrupted.pixel(i, 0, j / 32, j % 32);
        assertThat(corrupted.pixel(i, 2, j / 32, j % 32)).isEqualTo(level);
        assertThat(corrupted.pixel(i, 1, 31 - j / 32, 31 - j % 32)).isEqualTo(level);
        flakes[0] |= level > 180;
      }
    }
    assertThat(flakes[0]).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"1", "2", "3"})
  void waterOnlyAddsTurquoise(int severity) {
    Images clean = Samples.constant(20, 32, 60, 60, 60);
    Images corrupted = corrupt(Corruption.SPATTER, severity, clean);
    int changed = 0;

    for (int i = 0; i < clean.count(); i++) {
      for (int j = 0; j < 1024; j++) {
        int red = corrupted.pixel(i, 0, j / 32, j % 32) - 60;
        int green = corrupted.pixel(i, 1, j / 32, j % 32) - 60;
        assertThat(red).isBetween(-1, (int) (175 * .5) + 1);
        assertThat(corrupted.pixel(i, 2, j / 32, j % 32) - 60).isEqualTo(green);
        assertThat(red).isCloseTo((int) (green * 175 / 238.0), within(1));
        changed += green > 8 ? 1 : 0;
      }
    }
    assertThat(changed / (1024.0 * clean.count())).isBetween(.01, .7);
  }

  @Test
  void mudCoversOrLeavesPixels() {
    Images clean = Samples.constant(20, 32, 200, 200, 200);
    Images corrupted = corrupt(Corruption.SPATTER, 5, clean);
    int covered = 0;

    for (int i = 0; i < clean.count(); i++) {
      for (int j = 0; j < 1024; j++) {
        int red = corrupted.pixel(i, 0, j / 32, j % 32);
        int blue = corrupted.pixel(i, 2, j / 32, j % 32);
        if (red < 199) {
          covered++;
          assertThat(red).isBetween(62, 200 - (int) (.8 * (200 - 63)) + 1);
          assertThat((200 - blue) / 180.0).isCloseTo((200 - red) / 137.0, within(.02));
        } else {
          assertThat(blue).isBetween(199, 200);
        }
      }
    }
    assertThat(covered / (1024.0 * clean.count())).isBetween(.05, .6);
  }

  @Test
  void spatterWithoutADropLeavesTheImage() {
    byte[] image = Samples.shapes(1).image(0);

    assertThat(corruptor(Corruption.SPATTER, 2).apply(image, new double[1024])).isEqualTo(image);
  }

  @Test
  void elasticTransformMovesItsPointsByTheJitter() {
    Corruptor corruptor = corruptor(Corruption.ELASTIC_TRANSFORM, 1);
    double most = 0;
    for (int i = 0; i < 300; i++) {
      double[] draws = corruptor.draw(SEED, i);
      for (int j = 0; j < 6; j++) {
        most = Math.max(most, Math.abs(draws[j]));
      }
    }
    assertThat(most).isBetween(2.54, 2.56);
  }

  /** All three points moved by (2, -1) is a shift. */
  @Test
  void elasticTransformWithoutAmplitudeIsAnAffineMap() {
    byte[] image = Samples.shapes(1).image(0);
    double[] draws = new double[6 + 2048];
    Arrays.fill(draws, .7);
    for (int i = 0; i < 3; i++) {
      draws[2 * i] = 2;
      draws[2 * i + 1] = -1;
    }

    byte[] corrupted = corruptor(Corruption.ELASTIC_TRANSFORM, 1).apply(image, draws);

    for (int y = 0; y < 31; y++) {
      for (int x = 2; x < 32; x++) {
        assertThat(corrupted[y * 32 + x] & 0xFF)
            .isBetween(
                (image[(y + 1) * 32 + x - 2] & 0xFF) - 1, image[(y + 1) * 32 + x - 2] & 0xFF);
      }
    }
  }

  @Test
  void contrastDrawsTowardsTheMeanOfTheChannel() {
    byte[] image = new byte[3072];
    for (int i = 0; i < image.length; i++) {
      image[i] = (byte) (i % 2 == 0 ? 50 : 150);
    }

    byte[] corrupted = corruptor(Corruption.CONTRAST, 2).apply(image, new double[0]);

    assertThat(corrupted[0] & 0xFF).isBetween(74, 75);
    assertThat(corrupted[1] & 0xFF).isBetween(124, 125);
  }

  @ParameterizedTest
  @CsvSource({
    // Grey has the hue of red.
    "BRIGHTNESS, 5, 100, 50, 20, 176, 88, 35",
    "BRIGHTNESS, 5, 250, 10, 10, 255, 10, 10",
    "SATURATE, 2, 200, 100, 50, 200, 190, 185",
    "SATURATE, 4, 128, 128, 128, 128, 115, 115",
    "SATURATE, 5, 20, 90, 30, 0, 90, 12",
  })
  void changesValueAndSaturation(
      Corruption corruption, int severity, int r, int g, int b, int red, int green, int blue) {
    byte[] image =
        corruptor(corruption, severity)
            .apply(Samples.constant(1, 32, r, g, b).image(0), new double[0]);

    assertThat(image[0] & 0xFF).as("red").isCloseTo(red, within(1));
    assertThat(image[1024] & 0xFF).as("green").isCloseTo(green, within(1));
    assertThat(image[2048] & 0xFF).as("blue").isCloseTo(blue, within(1));
  }

  @Test
  void pixelateShowsFewerPixels() {
    byte[] image = Samples.shapes(1).image(0);

    byte[] corrupted = corruptor(Corruption.PIXELATE, 5).apply(image, new double[0]);

    int columns = 1;
    for (int x = 1; x < 32; x++) {
      boolean differs = false;
      for (int y = 0; y < 96; y++) {
        differs |= corrupted[y * 32 + x] != corrupted[y * 32 + x - 1];
      }
      columns += differs ? 1 : 0;
    }
    assertThat(columns).isEqualTo(20);
  }

  private static Map<String, Double> statistics(Corruption corruption, int severity) {
    return Statistics.of(corrupt(corruption, severity, GREY_IMAGES), GREY_IMAGES);
  }

  private static Images corrupt(Corruption corruption, int severity, Images images) {
    return corruptor(corruption, severity).corrupt(images, SEED, done -> {});
  }

  private static Corruptor corruptor(Corruption corruption, int severity) {
    return Samples.corruptor(corruption, severity, CorruptionScale.CIFAR, new ImageSize(3, 32, 32));
  }
}
