package io.seedcast.vision.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.seedcast.vision.DataException;
import io.seedcast.vision.Dataset;
import io.seedcast.vision.ImageSize;
import io.seedcast.vision.picture.Picture;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderSourceTest {
  @TempDir Path dir;

  @BeforeEach
  void writeImages() throws IOException {
    png("train/cat/b.png", 20, 6, 8);
    png("train/cat/a.PNG", 10, 6, 8);
    jpeg("train/dog/1.jpg", 6, 8);
    jpeg("train/dog/2.jpeg", 6, 8);
    png("train/ant/1.png", 30, 6, 8);
    png("test/dog/1.png", 40, 6, 8);
    png("test/cat/1.png", 50, 6, 8);
    Files.writeString(dir.resolve("train/dog/notes.txt"), "not an image");
    Files.writeString(dir.resolve("train/dog/.hidden.png"), "not an image");
    Files.writeString(dir.resolve("train/readme"), "not a class");
  }

  @Test
  void sortsClassesAndFilesByName() {
    Dataset dataset = DataSource.parse("folder:" + dir).open();

    assertThat(dataset.name()).isEqualTo(dir.getFileName().toString());
    assertThat(dataset.classNames()).containsExactly("ant", "cat", "dog");
    assertThat(dataset.imageSize()).isEqualTo(new ImageSize(3, 6, 8));
    assertThat(dataset.train().labels()).containsExactly(0, 1, 1, 2, 2);
    assertThat(dataset.train().image(1)).containsOnly(10);
    assertThat(dataset.train().image(2)).containsOnly(20);
    assertThat(dataset.test().labels()).containsExactly(1, 2);
    assertThat(dataset.test().image(1)).containsOnly(40);
  }

  @Test
  void readsTheTestImagesAloneWithTheClassesOfTheTraining() {
    Dataset dataset = DataSource.parse("folder:" + dir).openTest();

    assertThat(dataset.train().isEmpty()).isTrue();
    assertThat(dataset.classNames()).containsExactly("ant", "cat", "dog");
    assertThat(dataset.test().labels()).containsExactly(1, 2);
  }

  @Test
  void makesImagesFitWhenASizeIsGiven() throws IOException {
    png("train/ant/larger.png", 60, 64, 31);

    Dataset dataset = DataSource.parse("folder:" + dir + "?size=1x5x4").open();

    assertThat(dataset.imageSize()).isEqualTo(new ImageSize(1, 5, 4));
    assertThat(dataset.train().image(1)).hasSize(20).containsOnly(60);
  }

  @Test
  void namesTheImageOfAnotherSizeAndHowToResize() throws IOException {
    Path odd = png("test/cat/2.png", 60, 8, 6);

    assertRefused(
        "data.size",
        odd
            + ": 8 x 6 pixels, but the first image has 6 x 8; to resize all, write folder:"
            + dir
            + "?size=3x32x32");
  }

  @Test
  void namesTheImageThatDoesNotDecode() throws IOException {
    Path file = dir.resolve("train/cat/b.png");
    byte[] png = Files.readAllBytes(file);

    Files.write(file, Arrays.copyOf(png, png.length - 20));
    assertRefused("data.truncated", file + ": the image is cut short");

    Files.writeString(file, "hello");
    assertRefused("data.undecodable", file + ": not an image");
  }

  @Test
  void refusesAClassThatOnlyTheTestImagesHave() throws IOException {
    png("test/cow/1.png", 1, 6, 8);

    assertRefused(
        "data.mislabelled",
        dir.resolve("test").resolve("cow")
            + ": the class \"cow\" has no folder in train; the classes are [ant, cat, dog]");
  }

  @Test
  void refusesAClassWithoutImages() throws IOException {
    Path empty = Files.createDirectory(dir.resolve("train/bee"));

    assertRefused("data.missing", empty + ": no image in this class");
  }

  @Test
  void refusesAFolderWithoutSplitsOrClasses() throws IOException {
    Path bare = Files.createDirectories(dir.resolve("bare"));
    assertRefused(
        "folder:" + bare,
        "data.missing",
        bare.resolve("train") + ": there is no such folder; images are expected in train/CLASS");

    Files.createDirectories(bare.resolve("train/only"));
    assertRefused(
        "folder:" + bare,
        "data.missing",
        "expected one folder per class and at least 2 classes: got [only]");
  }

  private void assertRefused(String code, String message) {
    assertRefused("folder:" + dir, code, message);
  }

  private static void assertRefused(String source, String code, String message) {
    DataException refusal =
        catchThrowableOfType(DataException.class, () -> DataSource.parse(source).open());

    assertThat(refusal).isNotNull().hasMessageContaining(message);
    assertThat(refusal.code()).isEqualTo(code);
  }

  private Path png(String name, int value, int height, int width) throws IOException {
    ImageSize size = new ImageSize(3, height, width);
    byte[] pixels = new byte[size.bytes()];
    Arrays.fill(pixels, (byte) value);
    Path file = dir.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.write(file, Picture.of(size, pixels).toPng());
  }

  private void jpeg(String name, int height, int width) throws IOException {
    Path file = dir.resolve(name);
    Files.createDirectories(file.getParent());
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    assertThat(ImageIO.write(image, "jpeg", file.toFile())).isTrue();
  }
}
