package io.seedcast.vision.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.seedcast.core.random.Philox;
import io.seedcast.vision.DataException;
import io.seedcast.vision.DataException.Reason;
import io.seedcast.vision.ImageSize;
import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PictureTest {
  @TempDir Path dir;

  @ParameterizedTest
  @ValueSource(strings = {"3x5x7", "1x4x9", "3x1x1"})
  void comesBackFromPngAsItWas(String size) throws IOException {
    Picture picture = noise(ImageSize.parse(size));
    Path file = Files.write(dir.resolve("a.png"), picture.toPng());

    Picture read = Picture.read(file, picture.size().channels());

    assertThat(read.size()).isEqualTo(picture.size());
    assertThat(read.pixelsChw()).isEqualTo(picture.pixelsChw());
  }

  @Test
  void readsJpegByContentAndCloseToTheOriginal() throws IOException {
    BufferedImage image = new BufferedImage(24, 16, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < 16; y++) {
      for (int x = 0; x < 24; x++) {
        image.setRGB(x, y, (10 * x) << 16 | (15 * y) << 8 | 90);
      }
    }
    Path file = write("misnamed.png", image, "jpeg");

    Picture read = Picture.read(file, 3);

    assertThat(read.size()).isEqualTo(new ImageSize(3, 16, 24));
    byte[] pixels = read.pixelsChw();
    // Quantisation of JPEG: a few levels.
    assertThat(pixels[5 * 24 + 12] & 0xFF).isBetween(105, 135);
    assertThat(pixels[16 * 24 + 5 * 24 + 12] & 0xFF).isBetween(60, 90);
    assertThat(pixels[2 * 16 * 24 + 5 * 24 + 12] & 0xFF).isBetween(70, 110);
  }

  @Test
  void turnsColourIntoGreyAndGreyIntoColour() throws IOException {
    BufferedImage red = new BufferedImage(2, 1, BufferedImage.TYPE_INT_RGB);
    red.setRGB(0, 0, 0xFF0000);
    red.setRGB(1, 0, 0x0A6420);
    Path redFile = write("red.png", red, "png");
    Path greyFile =
        Files.write(
            dir.resolve("grey.png"),
            Picture.of(new ImageSize(1, 1, 2), new byte[] {3, (byte) 200}).toPng());

    byte[] grey = Picture.read(redFile, 1).pixelsChw();
    byte[] colour = Picture.read(greyFile, 3).pixelsChw();

    assertThat(grey)
        .containsExactly((77 * 255 + 128) / 256, (77 * 10 + 150 * 100 + 29 * 32 + 128) / 256);
    assertThat(colour).containsExactly(3, 200, 3, 200, 3, 200);
  }

  @Test
  void keepsTheUpperBitsOfDeepGreyAndSpreadsTheFewOfShallowGrey() throws IOException {
    BufferedImage deep = new BufferedImage(2, 1, BufferedImage.TYPE_USHORT_GRAY);
    deep.getRaster().setSample(0, 0, 0, 0x12FF);
    deep.getRaster().setSample(1, 0, 0, 0xFF00);
    BufferedImage shallow = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_BINARY);
    shallow.setRGB(1, 0, 0xFFFFFF);

    assertThat(Picture.read(write("deep.png", deep, "png"), 1).pixelsChw())
        .containsExactly(0x12, 0xFF);
    assertThat(Picture.read(write("shallow.png", shallow, "png"), 1).pixelsChw())
        .containsExactly(0, 255);
  }

  @Test
  void laysTransparentPixelsOverWhite() throws IOException {
    BufferedImage image = new BufferedImage(3, 1, BufferedImage.TYPE_INT_ARGB);
    image.setRGB(0, 0, 0x00102030);
    image.setRGB(1, 0, 0xFF102030);
    image.setRGB(2, 0, 0x80000000);

    byte[] pixels = Picture.read(write("alpha.png", image, "png"), 3).pixelsChw();

    assertThat(pixels).containsExactly(255, 0x10, 127, 255, 0x20, 127, 255, 0x30, 127);
  }

  @Test
  void takesTransparentPixelsAsOpaqueWhenAsked() throws IOException {
    BufferedImage colour = new BufferedImage(2, 1, BufferedImage.TYPE_INT_ARGB);
    colour.setRGB(0, 0, 0x00102030);
    colour.setRGB(1, 0, 0x80405060);
    BufferedImage grey = greyWithAlpha(9, 0);

    assertThat(Picture.readWithoutAlpha(write("a.png", colour, "png"), 3).pixelsChw())
        .containsExactly(0x10, 0x40, 0x20, 0x50, 0x30, 0x60);
    assertThat(Picture.readWithoutAlpha(write("b.png", grey, "png"), 1).pixelsChw())
        .containsExactly(9);
    assertThat(Picture.read(dir.resolve("b.png"), 1).pixelsChw()).containsExactly(255);
  }

  /** One pixel. */
  private static BufferedImage greyWithAlpha(int grey, int alpha) {
    ComponentColorModel model =
        new ComponentColorModel(
            ColorSpace.getInstance(ColorSpace.CS_GRAY),
            true,
            false,
            Transparency.TRANSLUCENT,
            DataBuffer.TYPE_BYTE);
    WritableRaster raster = model.createCompatibleWritableRaster(1, 1);
    raster.setPixel(0, 0, new int[] {grey, alpha});
    return new BufferedImage(model, raster, false, null);
  }

  @Test
  void noticesAnyFlippedBitAndAnyMissingByteOfAPng() throws IOException {
    byte[] png = noise(new ImageSize(3, 6, 5)).toPng();
    Path file = dir.resolve("damaged.png");

    for (int offset = 0; offset < png.length; offset++) {
      byte[] flipped = png.clone();
      flipped[offset] ^= (byte) (1 << offset % 8);
      Files.write(file, flipped);
      assertThat(refusal(file)).as("bit flipped in byte %d of %d", offset, png.length).isNotNull();

      Files.write(file, Arrays.copyOf(png, offset));
      assertThat(refusal(file)).as("cut to %d of %d bytes", offset, png.length).isNotNull();
    }
  }

  @Test
  void noticesAJpegThatWasCutShort() throws IOException {
    ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
    BufferedImage image = new BufferedImage(64, 48, BufferedImage.TYPE_INT_RGB);
    Philox random = Philox.of(1, 1);
    for (int i = 0; i < 64 * 48; i++) {
      image.setRGB(i % 64, i / 64, random.nextBits() & 0xFFFFFF);
    }
    ImageIO.write(image, "jpeg", jpeg);
    Path file = dir.resolve("cut.jpg");

    for (int length = 0; length < jpeg.size() - 2; length += 13) {
      Files.write(file, Arrays.copyOf(jpeg.toByteArray(), length));
      assertThat(refusal(file)).as("cut to %d of %d bytes", length, jpeg.size()).isNotNull();
    }
  }

  @Test
  void namesAFileThatIsNotAnImage() throws IOException {
    Path file = Files.writeString(dir.resolve("note.png"), "hello");

    DataException refusal = refusal(file);

    assertThat(refusal)
        .hasMessage(
            file
                + ": not an image: the file begins with bytes 68 65 6c 6c; PNG and JPEG are accepted");
    assertThat(refusal.code()).isEqualTo("data.undecodable");
  }

  @Test
  void refusesOtherImageFormats() throws IOException {
    BufferedImage image = new BufferedImage(4, 4, BufferedImage.TYPE_INT_RGB);
    Path file = write("a.png", image, "gif");

    assertThat(refusal(file))
        .hasMessage(file + ": an image in the format gif; PNG and JPEG are accepted");
  }

  @Test
  void refusesAnImageTooLargeBeforeDecodingIt() throws IOException {
    byte[] png = noise(new ImageSize(3, 6, 5)).toPng();
    // The header chunk: length, type, width, height, five bytes, checksum, from byte 8 on.
    ByteBuffer.wrap(png).putInt(16, 16_000).putInt(20, 15_000);
    CRC32 crc = new CRC32();
    crc.update(png, 12, 17);
    ByteBuffer.wrap(png).putInt(29, (int) crc.getValue());
    Path file = Files.write(dir.resolve("bomb.png"), png);

    DataException refusal = refusal(file);

    assertThat(refusal).hasMessageContaining("15000 x 16000 pixels is too large");
    assertThat(refusal.reason()).isEqualTo(Reason.SIZE);
  }

  @Test
  void namesAFileThatIsMissingOrAFolder() {
    Path missing = dir.resolve("no.png");

    assertThat(refusal(missing)).hasMessage(missing + ": there is no such file");
    assertThat(refusal(missing).code()).isEqualTo("data.missing");
    assertThat(refusal(dir).code()).isEqualTo("data.unreadable");
  }

  @Test
  void averagesWhatANewPixelCovers() {
    Picture picture =
        Picture.of(new ImageSize(1, 2, 4), new byte[] {10, 20, 30, 40, 50, 60, 70, 81});

    // Halves: means of 2 x 2 pixels, 35 and 55.25.
    assertThat(picture.resize(1, 2).pixelsChw()).containsExactly(35, 55);
    // Thirds of four columns: (10 + 20/3) / (4/3) and so on.
    assertThat(picture.resize(2, 3).pixelsChw()).containsExactly(13, 25, 38, 53, 65, 78);
  }

  @Test
  void interpolatesBetweenPixelCentres() {
    Picture picture = Picture.of(new ImageSize(1, 1, 2), new byte[] {0, 100});

    // New centres lie at -0.25, 0.25, 0.75 and 1.25 of the old ones.
    assertThat(picture.resize(1, 4).pixelsChw()).containsExactly(0, 25, 75, 100);
    assertThat(picture.resize(3, 2).pixelsChw()).containsExactly(0, 100, 0, 100, 0, 100);
  }

  @ParameterizedTest
  @CsvSource({"7,5,3,11", "5,7,5,7", "1,1,4,6", "9,2,2,9", "64,48,32,32", "3,3,1,1"})
  void leavesAPlainColourAsItIsAtAnySize(int height, int width, int newHeight, int newWidth) {
    ImageSize size = new ImageSize(3, height, width);
    byte[] plain = new byte[size.bytes()];
    for (int i = 0; i < plain.length; i++) {
      plain[i] = (byte) (i / size.area() == 1 ? 255 : 66 + i / size.area());
    }

    Picture resized = Picture.of(size, plain).resize(newHeight, newWidth);

    assertThat(resized.size()).isEqualTo(new ImageSize(3, newHeight, newWidth));
    byte[] pixels = resized.pixelsChw();
    int area = newHeight * newWidth;
    assertThat(Arrays.copyOfRange(pixels, 0, area)).containsOnly(66);
    assertThat(Arrays.copyOfRange(pixels, area, 2 * area)).containsOnly(255);
    assertThat(Arrays.copyOfRange(pixels, 2 * area, 3 * area)).containsOnly(68);
  }

  private DataException refusal(Path file) {
    return catchThrowableOfType(DataException.class, () -> Picture.read(file, 3));
  }

  private Path write(String name, BufferedImage image, String format) throws IOException {
    Path file = dir.resolve(name);
    assertThat(ImageIO.write(image, format, file.toFile())).isTrue();
    return file;
  }

  private static Picture noise(ImageSize size) {
    Philox random = Philox.of(9, 0);
    byte[] pixels = new byte[size.bytes()];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) random.nextBits();
    }
    return Picture.of(size, pixels);
  }
}
