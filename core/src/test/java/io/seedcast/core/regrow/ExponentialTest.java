package io.seedcast.core.regrow;

import static org.assertj.core.api.Assertions.assertThat;

import io.seedcast.core.random.Philox;
import org.junit.jupiter.api.Test;

class ExponentialTest {

  @Test
  void agreesWithStrictMathToTwoUnitsInTheLastPlace() {
    Philox random = Philox.of(3, 0);

    for (int i = 0; i < 100_000; i++) {
      double x = -700 + 1400 * random.nextUniform();
      double expected = StrictMath.exp(x);
      assertThat(Math.abs(Exponential.exp(x) - expected))
          .isLessThanOrEqualTo(2 * Math.ulp(expected));
    }
  }

  @Test
  void hasTheseBits() {
    assertThat(Exponential.exp(0)).isEqualTo(1);
    assertThat(Exponential.exp(1)).isEqualTo(0x1.5bf0a8b145769p1);
    assertThat(Exponential.exp(-2.5)).isEqualTo(0x1.50385c094f425p-4);
  }

  @Test
  void isDefinedEverywhere() {
    assertThat(Exponential.exp(-701)).isZero();
    assertThat(Exponential.exp(Double.NEGATIVE_INFINITY)).isZero();
    assertThat(Exponential.exp(701)).isEqualTo(Double.POSITIVE_INFINITY);
    assertThat(Exponential.exp(Double.NaN)).isNaN();
  }
}
