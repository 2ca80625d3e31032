package io.seedcast.vision.corruption;

import static org.assertj.core.api.Assertions.assertThat;

import io.seedcast.vision.ImageSize;
import java.util.List;
import java.util.Locale;

/**
 * How far corrupted images may be from recorded ones: on average by 0.01 levels, and one value in a
 * thousand by more than 1, since fractions are cut off and a last bit may decide. JPEG, whose codec
 * is the platform's: 0.30 levels, and one value in a hundred by more than 3.
 */
record Tolerance(double mean, double share, int levels) {
  static Tolerance of(Corruption corruption) {
    return corruption == Corruption.JPEG_COMPRESSION
        ? new Tolerance(.30, .01, 3)
        : new Tolerance(.01, .001, 1);
  }

  /**
   * Compares images, layout (C, H, W).
   *
   * @param what they are
   * @return how many values differ, in words
   */
  String check(String what, ImageSize size, List<byte[]> expected, List<byte[]> found) {
    assertThat(found).as(what).hasSameSizeAs(expected);
    long sum = 0;
    long beyond = 0;
    long differing = 0;
    String first = "";
    for (int i = 0; i < found.size(); i++) {
      assertThat(found.get(i)).as(what).hasSize(size.bytes());
      for (int j = 0; j < size.bytes(); j++) {
        int should = expected.get(i)[j] & 0xFF;
        int is = found.get(i)[j] & 0xFF;
        int distance = Math.abs(should - is);
        sum += distance;
        beyond += distance > levels ? 1 : 0;
        differing += distance > 0 ? 1 : 0;
        if (distance > 0 && first.isEmpty()) {
          first =
              String.format(
                  Locale.ROOT,
                  "; the first in image %d, channel %d, row %d, column %d: expected %d, got %d",
                  i,
                  j / size.area(),
                  j % size.area() / size.width(),
                  j % size.width(),
                  should,
                  is);
        }
      }
    }
    double all = (double) found.size() * size.bytes();
    String summary =
        String.format(
            Locale.ROOT,
            "%s: %d of %.0f values differ, on average by %.4f levels, %d by more than %d%s",
            what,
            differing,
            all,
            sum / all,
            beyond,
            levels,
            first);
    assertThat(sum / all <= mean && beyond / all <= share).as(summary).isTrue();
    return summary;
  }
}
