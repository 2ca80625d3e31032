package io.seedcast.vision.corruption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import javax.imageio.plugins.jpeg.JPEGQTable;
import org.junit.jupiter.api.Test;

class JpegCodecTest {

  /** The platform scales tables by the fraction f as by 0.5 / f below one half, else by 2 - 2 f. */
  @Test
  void namesTheQualityThatGivesLibjpegsTables() {
    for (int quality = 1; quality <= 100; quality++) {
      int percentage = quality < 50 ? 5000 / quality : 200 - 2 * quality;
      float platform = JpegCodec.platformQuality(quality);
      float scale = platform < .5f ? .5f / platform : 2 - 2 * platform;

      for (JPEGQTable standard :
          new JPEGQTable[] {JPEGQTable.K1Luminance, JPEGQTable.K2Chrominance}) {
        int[] expected =
            Arrays.stream(standard.getTable())
                .map(entry -> Math.min(Math.max((entry * percentage + 50) / 100, 1), 255))
                .toArray();
        assertThat(standard.getScaledInstance(scale, true).getTable())
            .as("quality %d", quality)
            .isEqualTo(expected);
      }
    }
  }

  @Test
  void refusesOtherQualities() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JpegCodec.platformQuality(0))
        .withMessage("a JPEG quality is 1 to 100: got 0");
  }
}
