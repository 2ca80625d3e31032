package io.seedcast.vision.corruption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BlocksTest {
  @ParameterizedTest
  @CsvSource({"0, 2", "1, 4", "7, 3", "64, 1", "5000, 2"})
  void doesEveryImageOnceOnSoManyThreads(int count, int threads) {
    AtomicIntegerArray done = new AtomicIntegerArray(count);
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();

    Blocks.share(
        count,
        threads,
        (begin, end) -> {
          most.accumulateAndGet(running.incrementAndGet(), Math::max);
          for (int i = begin; i < end; i++) {
            done.incrementAndGet(i);
          }
          running.decrementAndGet();
        });

    for (int i = 0; i < count; i++) {
      assertThat(done.get(i)).as("image %d", i).isOne();
    }
    assertThat(most.get()).isBetween(0, threads);
  }

  @Test
  void failsAsTheWorkDoes() {
    assertThatThrownBy(
            () ->
                Blocks.share(
                    200,
                    2,
                    (begin, end) -> {
                      if (end == 200) {
                        throw new IllegalStateException("the last block");
                      }
                    }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("the last block");
  }

  @Test
  void refusesNoThreads() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Blocks.share(1, 0, (begin, end) -> {}))
        .withMessage("threads must be at least 1: got 0");
  }
}
