package io.seedcast.vision.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.seedcast.vision.DataException;
import io.seedcast.vision.Dataset;
import io.seedcast.vision.ImageSize;
import io.seedcast.vision.picture.Picture;
import io.seedcast.vision.style.StyledImages;
import io.seedcast.vision.style.StyledPicture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IconSourceTest {
  @TempDir Path dir;

  @BeforeEach
  void drawIcons() throws IOException {
    draw("blue/sun/A1.png", 10, 5, 7);
    draw("blue/sun/A2.png", 11, 5, 7);
    draw("blue/moon/B1.png", 12, 5, 7);
    draw("red/sun/A1.png", 20, 5, 7);
    draw("red/moon/B1.png", 21, 5, 7);
    draw("red/moon/B2.png", 22, 5, 7);
    Files.writeString(dir.resolve("classes.txt"), "not a vendor");
    Files.createDirectory(dir.resolve(".git"));
  }

  @Test
  void readsWhoDrewWhat() {
    StyledImages icons = ((DataSource.Icons) DataSource.parse("icons:" + dir)).styled();

    assertThat(icons.vendors()).containsExactly("blue", "red");
    assertThat(icons.classNames()).containsExactly("moon", "sun");
    assertThat(icons.images().size()).isEqualTo(new ImageSize(3, 5, 7));
    assertThat(icons.images().labels()).containsExactly(0, 1, 1, 0, 0, 1);
    assertThat(icons.pictures())
        .startsWith(
            new StyledPicture(0, "B1"), new StyledPicture(0, "A1"), new StyledPicture(0, "A2"));
    assertThat(icons.images().image(5)).containsOnly(20);
    assertThat(icons.symbols()).isEqualTo(4);
  }

  @Test
  void holdsOutAVendor() {
    DataSource source = DataSource.parse("icons:" + dir + "?held-out=red");
    Dataset dataset = source.open();

    assertThat(source.text()).isEqualTo("icons:" + dir + "?held-out=red");
    assertThat(dataset.name()).isEqualTo("icons");
    assertThat(dataset.train().count()).isEqualTo(3);
    assertThat(dataset.test().count()).isEqualTo(3);
    assertThat(dataset.test().image(2)).containsOnly(20);
    assertThat(source.openTest().test().sha256()).isEqualTo(dataset.test().sha256());
    assertThat(source.openTest().train().isEmpty()).isTrue();
  }

  @Test
  void makesPicturesFit() throws IOException {
    draw("red/moon/B2.png", 22, 9, 4);

    DataSource source = DataSource.parse("icons:" + dir + "?size=3x4x6,held-out=red,fold=0");
    StyledImages icons = ((DataSource.Icons) source).styled();

    assertThat(source.text()).isEqualTo("icons:" + dir + "?size=3x4x6,held-out=red,fold=0");
    assertThat(DataSource.parse("icons:" + dir + "?size=3x4x6"))
        .isEqualTo(new DataSource.Icons(dir, new ImageSize(3, 4, 6), null, null));
    assertThat(icons.images().size()).isEqualTo(new ImageSize(3, 4, 6));
    assertThat(icons.images().image(4)).containsOnly(22);
    assertRefused("icons:" + dir + "?size=32", "data.source", "not an image size: \"32\"");
    assertRefused(
        "icons:" + dir + "?size=3x4x6",
        "data.source",
        "write icons:" + dir + "?size=3x4x6,held-out=VENDOR");
  }

  @Test
  void asksForTheVendorThatIsHeldOut() {
    assertRefused(
        "icons:" + dir,
        "data.source",
        "there are no test images but those of a vendor that is held out: write icons:"
            + dir
            + "?held-out=VENDOR");
    assertRefused(
        "icons:" + dir + "?held-out=green",
        "data.source",
        "unknown vendor \"green\"; accepted: blue, red");
    assertRefused("icons:" + dir + "?held-out=", "data.source", "the vendor is missing");
    assertRefused(
        "icons:" + dir + "?held-out=red,fold=5", "data.source", "fold must be a whole number");
    assertRefused(
        "icons:" + dir + "?held-out=red,fold=4", "data.source", "there are too few symbols");
  }

  @Test
  void refusesASingleVendor() throws IOException {
    Path single = dir.resolve("single");
    Files.createDirectories(single.resolve("red/sun"));

    assertRefused(
        "icons:" + single + "?held-out=red",
        "data.missing",
        single
            + ": expected VENDOR/CLASS/*.png of at least 2 vendors, one to be held out: got [red]");
  }

  @Test
  void refusesClassesThatDifferBetweenVendors() throws IOException {
    draw("red/star/C1.png", 1, 5, 7);

    assertRefused(
        "icons:" + dir + "?held-out=red",
        "data.mislabelled",
        dir.resolve("red")
            + ": every vendor must have the same classes as blue: missing [], not in blue [star]");
  }

  @Test
  void refusesAnEmptyClassAndAVendorWithoutClasses() throws IOException {
    Path file = dir.resolve("red/sun/A1.png");
    Files.delete(file);
    assertRefused(
        "icons:" + dir + "?held-out=red",
        "data.missing",
        file.getParent() + ": no image in this class");

    Path green = Files.createDirectories(dir.resolve("green"));
    assertRefused(
        "icons:" + dir + "?held-out=red",
        "data.missing",
        green + ": expected VENDOR/CLASS/*.png, so one folder per class");
  }

  @Test
  void namesThePictureThatCannotBeUsed() throws IOException {
    Path file = draw("red/moon/B2.png", 22, 7, 5);
    assertRefused(
        "icons:" + dir + "?held-out=red",
        "data.size",
        file
            + ": 7 x 5 pixels, but the first image has 5 x 7; to resize all, write icons:"
            + dir
            + "?size=3x32x32");

    byte[] png = Files.readAllBytes(draw("red/moon/B2.png", 22, 5, 7));
    Files.write(file, Arrays.copyOf(png, png.length - 20));
    assertRefused("icons:" + dir + "?held-out=red", "data.truncated", file.toString());
  }

  private static void assertRefused(String source, String code, String message) {
    DataException thrown =
        catchThrowableOfType(DataException.class, () -> DataSource.parse(source).open());

    assertThat(thrown.code()).isEqualTo(code);
    assertThat(thrown).hasMessageContaining(message);
  }

  private Path draw(String name, int value, int height, int width) throws IOException {
    ImageSize size = new ImageSize(3, height, width);
    byte[] pixels = new byte[size.bytes()];
    Arrays.fill(pixels, (byte) value);
    Path file = dir.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.write(file, Picture.of(size, pixels).toPng());
  }
}
