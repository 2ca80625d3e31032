package io.seedcast.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Float16Test {
  private static final int INFINITY = 0x7C00;

  @Test
  void widensEveryHalfToTheValueOfItsDefinition() {
    for (int half = 0; half < 1 << 16; half++) {
      float widened = Float16.toFloat((short) half);

      int exponent = (half >> 10) & 31;
      int fraction = half & 1023;
      double sign = half < 0x8000 ? 1 : -1;
      if (exponent == 31) {
        assertThat(widened)
            .isEqualTo(Float.valueOf(fraction == 0 ? (float) (sign / 0) : Float.NaN));
      } else {
        double magnitude =
            exponent == 0
                ? fraction * StrictMath.pow(2, -24)
                : (1024 + fraction) * StrictMath.pow(2, exponent - 25);
        assertThat((double) widened).isEqualTo(sign * magnitude);
      }
    }
  }

  @Test
  void returnsEveryHalfFromItsWidening() {
    for (int half = 0; half < 1 << 16; half++) {
      int back = Float16.fromFloat(Float16.toFloat((short) half)) & 0xFFFF;

      boolean isNan = (half & INFINITY) == INFINITY && (half & 1023) != 0;
      assertThat(back).isEqualTo(isNan ? half | 0x200 : half);
    }
  }

  @Test
  void roundsToTheNearestHalfAndTiesToEven() {
    for (int half = 0; half < INFINITY - 1; half++) {
      float low = Float16.toFloat((short) half);
      float high = Float16.toFloat((short) (half + 1));
      float middle = exactMiddle(low, high);

      assertRounds(middle, (half & 1) == 0 ? half : half + 1);
      assertRounds(Math.nextDown(middle), half);
      assertRounds(Math.nextUp(middle), half + 1);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "65504, 7bff",
    "65519.996, 7bff",
    "65520, 7c00",
    "3.4e38, 7c00",
    "0x1p-24f, 0001",
    "0x1p-25f, 0000",
    "0x1.000002p-25f, 0001",
    "1.4e-45, 0000"
  })
  void roundsAtTheEndsOfTheRange(String value, String half) {
    assertRounds(Float.parseFloat(value), Integer.parseInt(half, 16));
  }

  private static void assertRounds(float value, int half) {
    assertThat(Float16.fromFloat(value) & 0xFFFF).isEqualTo(half);
    assertThat(Float16.fromFloat(-value) & 0xFFFF).isEqualTo(half | 0x8000);
  }

  private static float exactMiddle(float low, float high) {
    BigDecimal middle = new BigDecimal(low).add(new BigDecimal(high)).divide(BigDecimal.valueOf(2));
    assertThat(new BigDecimal(middle.floatValue())).isEqualByComparingTo(middle);
    return middle.floatValue();
  }
}
