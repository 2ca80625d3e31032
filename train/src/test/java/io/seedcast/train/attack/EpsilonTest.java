package io.seedcast.train.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EpsilonTest {
  @ParameterizedTest
  @CsvSource({
    "8/255, 0.03137254901960784, 8/255",
    "0.03, 0.03, 0.03",
    "0.2, 0.2, 0.2",
    "1/3, 0.3333333333333333, 85/255",
    "2/7, 0.2857142857142857, 0.2857142857142857",
    "0, 0, 0",
    "255/255, 1, 1",
  })
  void readsFractionsAndDecimalsAndWritesTheShorter(String text, double value, String written) {
    Epsilon epsilon = Epsilon.parse(text);

    assertThat(epsilon.value()).isEqualTo(value);
    assertThat(epsilon).hasToString(written);
    assertThat(Epsilon.parse(written)).isEqualTo(epsilon);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "8/", "/255", "8/255/2"})
  void refusesWhatIsNoNumber(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Epsilon.parse(text))
        .withMessage("epsilon is a number from 0 to 1 such as 8/255 or 0.03: got \"%s\"", text);
  }

  @Test
  void refusesWhatIsOutOfRange() {
    for (String text : new String[] {"-0.1", "1.01", "8/0", "0/0", "NaN"}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Epsilon.parse(text))
          .withMessageContaining("epsilon must be 0 to 1, as in 8/255: got ");
    }
  }
}
