package io.seedcast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.seedcast.core.network.Network;
import io.seedcast.core.network.Shape;
import io.seedcast.core.zoo.Architecture;
import io.seedcast.core.zoo.Dimensions;
import io.seedcast.core.zoo.StandardStyle;
import io.seedcast.train.Recipe;
import io.seedcast.train.RunFolder;
import io.seedcast.train.RunInfo;
import io.seedcast.vision.Dataset;
import io.seedcast.vision.loader.Augmentation;
import io.seedcast.vision.shapes.Shapes10;
import io.seedcast.vision.source.DataSource;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainCommandTest {

  @Test
  void doesNotMirrorDigits() {
    assertThat(TrainCommand.augmentation(DataSource.parse("idx:mnist")))
        .isEqualTo(new Augmentation(4, false));
    assertThat(TrainCommand.augmentation(DataSource.parse("cifar10:cifar")))
        .isEqualTo(new Augmentation(4, true));
  }

  @Test
  void refusesATeacherWhoseTrainingHasNotEnded(@TempDir Path dir) throws Exception {
    Path teacher = dir.resolve("teacher");
    Dataset dataset = new Shapes10(1, 20, 10).draw();
    Network network =
        Architecture.RESNET18.build(
            new StandardStyle(), new Dimensions(Shape.of(3, 32, 32), 10, 0.0625));
    RunFolder.create(
        teacher,
        network,
        RunInfo.starting("train", "shapes10", dataset, Recipe.of(1, 1), Map.of()));
    String command =
        "train --network resnet18 --data shapes10:train=20,test=10 --json --teacher %s --out %s"
            .formatted(teacher, dir.resolve("pupil"));

    Invocation started = Invocation.of(command);
    Invocation resumed = Invocation.of(command + " --resume");

    assertThat(started.exitCode()).isEqualTo(ExitCode.REFUSED);
    assertThat(started.document().at("/error/code").asText()).isEqualTo("train.other-teacher");
    assertThat(started.document().at("/error/message").asText())
        .contains(teacher + " cannot teach yet: its training has not ended");
    assertThat(dir.resolve("pupil")).doesNotExist();
    // A pupil that has begun goes on as long as its teacher is the same.
    assertThat(resumed.document().at("/error/code").asText()).isEqualTo("run.no-checkpoint");
  }
}
