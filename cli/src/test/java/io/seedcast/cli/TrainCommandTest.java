package io.seedcast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.seedcast.vision.loader.Augmentation;
import io.seedcast.vision.source.DataSource;
import org.junit.jupiter.api.Test;

class TrainCommandTest {

  @Test
  void doesNotMirrorDigits() {
    assertThat(TrainCommand.augmentation(DataSource.parse("idx:mnist")))
        .isEqualTo(new Augmentation(4, false));
    assertThat(TrainCommand.augmentation(DataSource.parse("cifar10:cifar")))
        .isEqualTo(new Augmentation(4, true));
  }
}
