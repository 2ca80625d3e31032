package io.seedcast.experiment.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.seedcast.core.regrow.RegrownNetwork;
import io.seedcast.onnx.InferenceSession;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class GatedSessionTest {
  private static final int IMAGE = 3 * 32 * 32;

  @Test
  void givesTheBitsOfTheSessionItself() {
    RegrownNetwork network = InterruptedJudging.network();
    byte[] images = new byte[70 * IMAGE];
    new Random(1).nextBytes(images);

    try (GatedSession gated = GatedSession.open(network, 1);
        InferenceSession session = InferenceSession.open(network, 1)) {
      assertThat(gated.logits(images, 70)).isEqualTo(session.logits(images, 70));
      assertThatThrownBy(() -> gated.logits(images, 69))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("an image has 3072 values: got 215040 for 69 images");
    }
  }

  @Test
  void theEndOfTheProcessWaitsForNativeCodeAndJudgingHeedsIt() throws Exception {
    Process judging =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                InterruptedJudging.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();

    List<String> lines = judging.inputReader().lines().toList();

    assertThat(lines)
        .containsExactly("train.interrupted: judging was interrupted; continue it with --resume");
    assertThat(judging.waitFor()).isZero();
  }
}
