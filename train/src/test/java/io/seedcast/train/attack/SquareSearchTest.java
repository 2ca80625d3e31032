package io.seedcast.train.attack;

import static org.assertj.core.api.Assertions.assertThat;

import io.seedcast.core.network.Shape;
import io.seedcast.vision.ImageSize;
import org.junit.jupiter.api.Test;

class SquareSearchTest {
  private static final ImageSize CIFAR = new ImageSize(3, 32, 32);

  @Test
  void squaresShrinkAsInThePaper() {
    SquareSearch paper = search(CIFAR, 10_000);
    SquareSearch tenth = search(CIFAR, 1000);

    // The root of 0.8 of 1024 pixels, then of half of it, and so on.
    assertThat(paper.side(0)).isEqualTo(29);
    assertThat(paper.side(10)).isEqualTo(29);
    assertThat(paper.side(11)).isEqualTo(20);
    assertThat(paper.side(51)).isEqualTo(14);
    assertThat(paper.side(8001)).isEqualTo(2);
    for (int query = 0; query < 1000; query++) {
      assertThat(tenth.side(query)).isEqualTo(paper.side(10 * query));
    }
  }

  @Test
  void squaresFitIntoTheImage() {
    assertThat(search(new ImageSize(1, 2, 40), 10).side(0)).isEqualTo(2);
    assertThat(search(new ImageSize(1, 1, 1), 10).side(9)).isEqualTo(1);
  }

  private static SquareSearch search(ImageSize size, int queries) {
    Shape input = Shape.of(size.channels(), size.height(), size.width());
    Classifier classifier = new Classifier(new LinearNetwork(input, new float[size.bytes()], 0, 2));
    return new SquareSearch(classifier, Attack.Square.of(queries), size, 1);
  }
}
