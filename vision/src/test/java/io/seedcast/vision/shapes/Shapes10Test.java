package io.seedcast.vision.shapes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.seedcast.core.random.Philox;
import io.seedcast.vision.Dataset;
import io.seedcast.vision.ImageSize;
import io.seedcast.vision.Images;
import org.junit.jupiter.api.Test;

class Shapes10Test {

  @Test
  void drawsThePicturesItWasPublishedWith() {
    Dataset first = new Shapes10(1, 40, 20).draw();

    assertThat(first.train().sha256())
        .isEqualTo("074423213830e0e0f432d40919f33cb0892789fac2b97ea54a99a95d865b785f");
    assertThat(first.test().sha256())
        .isEqualTo("ab080fd00166102c84c4d78f78335f12cc8b0566edcbbf3563a19890310d7936");
    assertThat(first.classNames())
        .containsExactly(
            "disc",
            "ring",
            "square",
            "triangle",
            "star",
            "cross",
            "stripes",
            "checks",
            "dots",
            "target");
  }

  @Test
  void beginsALargerDatasetWithTheSmallerOne() {
    Images larger = new Shapes10(5, 1001, 10).draw().train();
    Images smaller = new Shapes10(5, 30, 10).draw().train();

    assertThat(larger.first(30).sha256()).isEqualTo(smaller.sha256());
  }

  @Test
  void drawsOtherPicturesForAnotherSeedAndForTheTest() {
    Dataset one = new Shapes10(1, 10, 10).draw();
    Dataset two = new Shapes10(2, 10, 10).draw();

    assertThat(one.train().sha256())
        .isNotEqualTo(two.train().sha256())
        .isNotEqualTo(one.test().sha256());
  }

  @Test
  void holdsEveryClassEquallyOften() {
    Dataset dataset = new Shapes10(1, 200, 50).draw();

    assertThat(dataset.imageSize()).isEqualTo(new ImageSize(3, 32, 32));
    assertThat(dataset.train().countPerClass(10)).containsOnly(20);
    assertThat(dataset.test().countPerClass(10)).containsOnly(5);
  }

  @Test
  void drawsFiguresThatFitTheirCircleAndAreTheirOwnMirrorImage() {
    Philox random = Philox.of(4, 0);
    for (Figure figure : Figure.values()) {
      int inside = 0;
      for (int i = 0; i < 20_000; i++) {
        double u = 2.4 * random.nextUniform() - 1.2;
        double v = 2.4 * random.nextUniform() - 1.2;
        boolean contained = figure.contains(u, v);
        inside += contained ? 1 : 0;
        assertThat(figure.contains(u, -v)).as("%s at (%s, %s)", figure, u, v).isEqualTo(contained);
        assertThat(contained && u * u + v * v > 1.03)
            .as("%s leaves its circle at (%s, %s)", figure, u, v)
            .isFalse();
      }
      assertThat(inside).as("%s", figure).isBetween(2_500, 14_000);
    }
  }

  @Test
  void cannotBeSolvedByALinearClassifier() {
    Dataset dataset = new Shapes10(1, 3000, 1000).draw();

    LinearClassifier classifier = LinearClassifier.train(dataset.train(), 10, 6);

    assertThat(classifier.accuracy(dataset.train())).isGreaterThan(0.3);
    assertThat(classifier.accuracy(dataset.test())).isLessThan(0.6);
  }

  @Test
  void refusesCountsOutOfRange() {
    assertThat(catchThrowable(() -> new Shapes10(1, -1, 10)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("shapes10 draws 0 to 600000 training images: got -1");
    assertThat(catchThrowable(() -> new Shapes10(1, 10, 0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("shapes10 draws 1 to 600000 test images: got 0");
  }
}
