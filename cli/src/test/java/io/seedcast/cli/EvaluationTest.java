package io.seedcast.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import io.seedcast.core.failure.SeedcastException;
import io.seedcast.core.network.Shape;
import io.seedcast.vision.Dataset;
import io.seedcast.vision.ImageSize;
import io.seedcast.vision.Images;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EvaluationTest {
  private static final Shape INPUT = Shape.of(3, 2, 5);

  @ParameterizedTest
  @CsvSource({
    "cat dog owl, cat dog owl",
    "0 1 2, 0 1 2",
    "cat dog owl, 0 1 2",
    "0 1 2, cat dog owl",
  })
  void takesTheSameClassesAndNumbersForNames(String model, String data) {
    assertThatNoException()
        .isThrownBy(() -> Evaluation.requireFits(INPUT, names(model), dataset(data)));
  }

  @ParameterizedTest
  @CsvSource({
    "cat dog owl, cat owl dog, class 1 of the model is \"dog\"",
    "cat dog owl, cat dog pig, class 2 of the model is \"owl\"",
    "0 1 2, 0 1 10, class 2 of the model is \"2\"",
    "cat dog, cat dog owl, knows 2 classes: pets has images of 3x2x5 and 3 classes",
    "0 1, cat dog owl, knows 2 classes",
  })
  void refusesOtherClasses(String model, String data, String message) {
    assertThatExceptionOfType(SeedcastException.class)
        .isThrownBy(() -> Evaluation.requireFits(INPUT, names(model), dataset(data)))
        .withMessageContaining(message)
        .satisfies(e -> assertThat(e.code()).isEqualTo("data.other-model"));
  }

  @Test
  void saysWhichClassesDiffer() {
    assertThatExceptionOfType(SeedcastException.class)
        .isThrownBy(
            () -> Evaluation.requireFits(INPUT, names("cat dog owl"), dataset("cat pig owl")))
        .withMessage(
            "class 1 of the model is \"dog\", that of pets is \"pig\": a model is judged by the"
                + " classes that it learned, in their order");
  }

  private static List<String> names(String text) {
    return List.of(text.split(" "));
  }

  private static Dataset dataset(String classNames) {
    ImageSize size = new ImageSize(3, 2, 5);
    Images none = Images.builder(0, size).build();
    Images one = Images.builder(1, size).put(0, new byte[size.bytes()], 0).build();
    return new Dataset("pets", names(classNames), none, one);
  }
}
