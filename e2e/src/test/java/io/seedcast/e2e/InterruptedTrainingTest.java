package io.seedcast.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.seedcast.e2e.Command.Place;
import io.seedcast.train.RunFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Training that is killed, and training on a machine that has never seen Seedcast. */
class InterruptedTrainingTest {
  private static final String TRAIN =
      "train --network resnet18 --method mono --width 0.0625 --threads 1 --precision float32"
          + " --data shapes10:train=512,test=32 --epochs 4 --out ";

  @TempDir Path dir;

  @Test
  void aKilledRunThatIsResumedEndsWithTheSameBits() throws Exception {
    Place here = Place.in(dir);
    Path killed = dir.resolve("killed");
    try (Command training = here.start(TRAIN + "killed")) {
      await()
          .atMost(Duration.ofMinutes(2))
          .until(
              () ->
                  Files.exists(killed.resolve("checkpoint.safetensors"))
                      || !training.process().isAlive());
    }
    assertThat(RunFolder.open(killed).metrics()).hasSizeBetween(1, 3);

    here.json(TRAIN + "killed --resume");
    here.json(TRAIN + "undisturbed");

    RunFolder resumed = RunFolder.open(killed);
    assertThat(resumed.metrics()).hasSize(4);
    assertThat(resumed.tensors()).isEqualTo(RunFolder.open(dir.resolve("undisturbed")).tensors());
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
