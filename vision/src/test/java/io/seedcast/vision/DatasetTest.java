package io.seedcast.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.List;
import org.junit.jupiter.api.Test;

class DatasetTest {
  private static final ImageSize SIZE = new ImageSize(1, 2, 3);
  private static final List<String> NAMES = List.of("cat", "dog");

  @Test
  void isIdentifiedByItsPixelsLabelsAndClassNamesButNotItsName() {
    String digest = new Dataset("a", NAMES, labelled(0, 1), labelled(1)).sha256();

    assertThat(new Dataset("b", NAMES, labelled(0, 1), labelled(1)).sha256()).isEqualTo(digest);
    assertThat(new Dataset("a", NAMES, labelled(0, 0), labelled(1)).sha256()).isNotEqualTo(digest);
    assertThat(new Dataset("a", NAMES, labelled(0, 1), labelled(0)).sha256()).isNotEqualTo(digest);
    assertThat(new Dataset("a", NAMES, labelled(1), labelled(0, 1)).sha256()).isNotEqualTo(digest);
    assertThat(new Dataset("a", List.of("dog", "cat"), labelled(0, 1), labelled(1)).sha256())
        .isNotEqualTo(digest);
  }

  @Test
  void refusesALabelWithoutAClass() {
    Throwable thrown = catchThrowable(() -> new Dataset("a", NAMES, labelled(), labelled(0, 2)));

    assertThat(thrown)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the label of image 1 must be 0 to 1: got 2");
  }

  @Test
  void refusesSplitsOfDifferentSize() {
    Images other = Images.builder(1, new ImageSize(1, 3, 2)).put(0, new byte[6], 0).build();

    Throwable thrown = catchThrowable(() -> new Dataset("a", NAMES, labelled(0), other));

    assertThat(thrown)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("got 1x2x3 and 1x3x2");
  }

  @Test
  void refusesToHaveNothingToBeJudgedBy() {
    Throwable thrown = catchThrowable(() -> new Dataset("a", NAMES, labelled(0), labelled()));

    assertThat(thrown)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a dataset has at least one test image: got none");
  }

  private static Images labelled(int... labels) {
    Images.Builder builder = Images.builder(labels.length, SIZE);
    for (int i = 0; i < labels.length; i++) {
      builder.put(i, new byte[SIZE.bytes()], labels[i]);
    }
    return builder.build();
  }
}
