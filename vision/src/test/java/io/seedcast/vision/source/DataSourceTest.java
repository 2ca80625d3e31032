package io.seedcast.vision.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.seedcast.vision.DataException;
import io.seedcast.vision.Dataset;
import io.seedcast.vision.ImageSize;
import io.seedcast.vision.shapes.Shapes10;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DataSourceTest {

  @Test
  void understandsEveryKind() {
    assertThat(DataSource.parse("cifar10:a/b")).isEqualTo(new DataSource.Cifar10(Path.of("a/b")));
    assertThat(DataSource.parse("cifar100:a")).isEqualTo(new DataSource.Cifar100(Path.of("a")));
    assertThat(DataSource.parse("idx:a:b,c")).isEqualTo(new DataSource.Idx(Path.of("a:b,c")));
    assertThat(DataSource.parse("folder:a")).isEqualTo(new DataSource.Folder(Path.of("a"), null));
    assertThat(DataSource.parse("folder:a?size=1x28x30"))
        .isEqualTo(new DataSource.Folder(Path.of("a"), new ImageSize(1, 28, 30)));
    assertThat(DataSource.parse("shapes10")).isEqualTo(new DataSource.Shapes(Shapes10.DEFAULT));
    assertThat(DataSource.parse("shapes10:test=30,seed=-7"))
        .isEqualTo(new DataSource.Shapes(new Shapes10(-7, 20_000, 30)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cifar10:a",
        "cifar100:a",
        "idx:a",
        "folder:a",
        "folder:a?size=3x8x9",
        "shapes10:seed=7,train=5,test=6"
      })
  void writesWhatItReads(String text) {
    assertThat(DataSource.parse(text).text()).isEqualTo(text);
  }

  @Test
  void drawsShapesWithTheGivenSeedAndCounts() {
    Dataset dataset = DataSource.parse("shapes10:seed=3,train=12,test=11").open();
    Dataset testOnly = DataSource.parse("shapes10:seed=3,train=12,test=11").openTest();

    assertThat(dataset.sha256()).isEqualTo(new Shapes10(3, 12, 11).draw().sha256());
    assertThat(testOnly.train().isEmpty()).isTrue();
    assertThat(testOnly.test().sha256()).isEqualTo(dataset.test().sha256());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "cifar1O:x | unknown kind \"cifar1O\"; did you mean \"cifar10\"? accepted are cifar10:DIR,",
        "CIFAR100:x | unknown kind \"CIFAR100\"; did you mean \"cifar100\"?",
        "shape10 | did you mean \"shapes10\"?",
        "mnist:x | unknown kind \"mnist\"; accepted are",
        "/data/cifar | unknown kind \"/data/cifar\"; accepted are",
        "cifar10 | the folder is missing; write cifar10:DIR",
        "idx: | the folder is missing; write idx:DIR",
        "folder:?size=3x8x8 | the folder is missing; write folder:DIR",
        "folder:a?size=8x8 | not an image size: \"8x8\"; write channels (1 or 3)",
        "shapes10:sed=3 | unknown option \"sed\"; shapes10 accepts seed=, train= and test=",
        "shapes10: | unknown option \"\"; shapes10 accepts",
        "shapes10:train=many | train must be a whole number from 0 to 600000: got \"many\"",
        "shapes10:test=0 | test must be a whole number from 1 to 600000: got \"0\"",
        "shapes10:seed= | seed must be a whole number from"
      })
  void saysWhatIsWrongAndWhatIsAccepted(String text, String message) {
    DataException refusal = catchThrowableOfType(DataException.class, () -> DataSource.parse(text));

    assertThat(refusal)
        .isNotNull()
        .hasMessageStartingWith("data source \"" + text + "\": ")
        .hasMessageContaining(message);
    assertThat(refusal.code()).isEqualTo("data.source");
  }
}
