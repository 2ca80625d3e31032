package io.seedcast.train.attack;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VerdictTest {
  @Test
  void judgesByTheMarginOverTheBestOtherClass() {
    float[] logits = {9, 1, 4, 2, 9, Float.NaN, 3, 5, 5};

    assertThat(Verdict.of(logits, 1, 3, 1)).isEqualTo(new Verdict(1, 2));
    assertThat(Verdict.of(logits, 1, 3, 0)).isEqualTo(new Verdict(1, -3));
    assertThat(Verdict.of(logits, 6, 3, 1)).isEqualTo(new Verdict(2, 0));
    assertThat(Verdict.of(logits, 6, 3, 1).isWrong()).isTrue();
    assertThat(Verdict.of(logits, 4, 2, 0).isWrong()).as("not a number").isTrue();
  }
}
