package io.seedcast.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.seedcast.vision.ImageSize;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SquareSearchTest {
  private static final ImageSize CIFAR = new ImageSize(3, 32, 32);

  @BeforeAll
  static void startTorch() {
    Torch.start();
    torch.set_num_threads(1);
  }

  @Test
  void squaresShrinkAsInThePaper() {
    try (TrainingGraph graph = graph()) {
      SquareSearch paper = search(graph, CIFAR, 10_000);
      SquareSearch tenth = search(graph, CIFAR, 1000);

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
  }

  @Test
  void squaresFitIntoTheImage() {
    try (TrainingGraph graph = graph()) {
      assertThat(search(graph, new ImageSize(1, 2, 40), 10).side(0)).isEqualTo(2);
      assertThat(search(graph, new ImageSize(1, 1, 1), 10).side(9)).isEqualTo(1);
    }
  }

  private static TrainingGraph graph() {
    return new TrainingGraph(
        TinyRun.standard(), TinyRun.state(TinyRun.standard()), TrainingPrecision.FLOAT32);
  }

  private static SquareSearch search(TrainingGraph graph, ImageSize size, int queries) {
    return new SquareSearch(new Classifier(graph), Attack.Square.of(queries), size, 1);
  }
}
