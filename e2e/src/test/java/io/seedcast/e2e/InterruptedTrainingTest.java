package io.seedcast.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.seedcast.core.network.NamedTensors;
import io.seedcast.e2e.Command.Outcome;
import io.seedcast.e2e.Command.Place;
import io.seedcast.train.RunFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Training that is killed, and training on a machine that has never seen Seedcast. */
class InterruptedTrainingTest {
  private static final String TRAIN =
      "train --network resnet18 --method mono --width 0.0625 --threads 1 --precision float32"
          + " --data shapes10:train=512,test=32 --epochs 4 --out ";

  /** 128 and the number of SIGTERM, as shells and the JVM have it. */
  private static final int TERMINATED = 143;

  @TempDir static Path shared;
  private static NamedTensors undisturbed;

  @TempDir Path dir;

  @BeforeAll
  static void trainUndisturbed() throws Exception {
    Place.in(shared).json(TRAIN + "undisturbed");
    undisturbed = RunFolder.open(shared.resolve("undisturbed")).tensors();
  }

  @Test
  void aKilledRunThatIsResumedEndsWithTheSameBits() throws Exception {
    interruptAfterTheFirstCheckpoint(Process::destroyForcibly);

    assertThat(resumed()).isEqualTo(undisturbed);
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "processes end only by force there")
  void aTerminatedRunEndsWithoutACrashAndIsResumed() throws Exception {
    Outcome outcome = interruptAfterTheFirstCheckpoint(Process::destroy);

    assertThat(outcome.exitCode()).isEqualTo(TERMINATED);
    assertThat(outcome.out() + outcome.err()).doesNotContain("fatal error", "Exception");
    assertThat(dir).isDirectoryNotContaining("glob:**hs_err*");
    assertThat(resumed()).isEqualTo(undisturbed);
  }

  private Outcome interruptAfterTheFirstCheckpoint(Consumer<Process> signal) throws Exception {
    Path run = dir.resolve("run");
    Outcome outcome;
    try (Command training = Place.in(dir).start(TRAIN + "run")) {
      await()
          .atMost(Duration.ofMinutes(2))
          .until(
              () ->
                  Files.exists(run.resolve("checkpoint.safetensors"))
                      || !training.process().isAlive());
      signal.accept(training.process());
      outcome = training.outcome();
    }
    assertThat(RunFolder.open(run).metrics()).hasSizeBetween(1, 3);
    return outcome;
  }

  private NamedTensors resumed() throws Exception {
    Place.in(dir).json(TRAIN + "run --resume");
    RunFolder run = RunFolder.open(dir.resolve("run"));
    assertThat(run.metrics()).hasSize(4);
    return run.tensors();
  }

  @Test
  void startsWithAnEmptyNativeCache() throws Exception {
    Path cache = Files.createDirectory(dir.resolve("cache"));
    Place here = Place.in(dir).withJvmOption("-Dorg.bytedeco.javacpp.cachedir=" + cache);

    here.json(
        "train --network resnet18 --width 0.0625 --threads 1 --data shapes10:train=64,test=8"
            + " --batch-size 32 --epochs 1 --out run");

    assertThat(cache).isNotEmptyDirectory();
    assertThat(RunFolder.open(dir.resolve("run")).info().testAccuracy()).isNotNull();
  }
}
