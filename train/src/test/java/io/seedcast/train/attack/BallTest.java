package io.seedcast.train.attack;

import static org.assertj.core.api.Assertions.assertThat;

import io.seedcast.core.random.Philox;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BallTest {
  /** Every value that a byte can have. */
  private static final int LEVELS = 256;

  @ParameterizedTest
  @ValueSource(strings = {"0", "0.0001", "2/255", "8/255", "0.3", "1"})
  void nothingInItIsFartherAwayThanEpsilonOrOutsideTheRange(String text) {
    Epsilon epsilon = Epsilon.parse(text);
    float[] centre = new float[LEVELS];
    for (int i = 0; i < LEVELS; i++) {
      centre[i] = i / 255f;
    }

    Ball ball = Ball.around(centre.clone(), epsilon);
    float[] random = ball.atRandom(Philox.of(1, 2)).values();

    boolean moved = false;
    for (int i = 0; i < LEVELS; i++) {
      float[] inside = {
        ball.lowest(i), ball.highest(i), ball.nearest(i, -7), ball.nearest(i, 7), random[i]
      };
      for (float value : inside) {
        assertThat(value).isBetween(0f, 1f);
        // Only the difference's own rounding is left.
        assertThat(Math.abs((double) value - centre[i]))
            .isLessThanOrEqualTo(epsilon.value() + 1e-16);
      }
      moved |= random[i] != centre[i];
    }
    assertThat(moved).isEqualTo(epsilon.value() > 0);
    assertThat(ball.atCentre().values()).isEqualTo(centre);
  }
}
