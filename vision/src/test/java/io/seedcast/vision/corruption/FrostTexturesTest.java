package io.seedcast.vision.corruption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import io.seedcast.core.random.Philox;
import io.seedcast.vision.DataException;
import io.seedcast.vision.ImageSize;
import io.seedcast.vision.picture.Picture;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FrostTexturesTest {
  private static final ImageSize CIFAR = new ImageSize(3, 32, 32);

  @TempDir Path dir;

  @Test
  void takesEveryFifthPixelAtCifarScale() throws IOException {
    byte[] pixels = photograph("a.png", 200, 215);

    FrostPictures pictures =
        FrostTextures.photographs(dir).at(CorruptionScale.CIFAR, new ImageSize(3, 6, 7));

    assertThat(pictures.height(0)).isEqualTo(40);
    assertThat(pictures.width(0)).isEqualTo(43);
    byte[] piece = pictures.piece(0, 30, 3, 6, 7);
    assertThat(piece[0]).isEqualTo(pixels[(2 + 5 * 30) * 215 + 2 + 5 * 3]);
    assertThat(piece[2 * 42 + 5 * 7 + 6])
        .isEqualTo(pixels[(2 * 200 + 2 + 5 * 35) * 215 + 2 + 5 * 9]);
  }

  @Test
  void takesEveryPixelAtImageNetScale() throws IOException {
    byte[] pixels = photograph("a.png", 20, 30);

    FrostPictures pictures =
        FrostTextures.photographs(dir).at(CorruptionScale.IMAGENET, new ImageSize(3, 4, 5));

    assertThat(pictures.height(0)).isEqualTo(20);
    assertThat(pictures.piece(0, 16, 25, 4, 5)[0]).isEqualTo(pixels[16 * 30 + 25]);
  }

  @Test
  void laysAPieceOverTheImage() throws IOException {
    byte[] pixels = photograph("a.png", 200, 210);
    Corruptor corruptor =
        Corruptor.of(
            Corruption.FROST, 3, CorruptionScale.CIFAR, CIFAR, FrostTextures.photographs(dir));
    byte[] image = Samples.shapes(1).image(0);

    byte[] corrupted = corruptor.apply(image, new double[] {0, 1, 2});

    int frost = pixels[(2 + 5 * (1 + 4)) * 210 + 2 + 5 * (2 + 9)] & 0xFF;
    double expected = Math.min(.9 * (image[4 * 32 + 9] & 0xFF) + .4 * frost, 255);
    assertThat(corrupted[4 * 32 + 9] & 0xFF).isEqualTo((int) expected);
  }

  /** The benchmark drops alpha: a transparent pixel counts with the colour that it is stored in. */
  @Test
  void dropsTransparency() throws IOException {
    BufferedImage clear = new BufferedImage(40, 40, BufferedImage.TYPE_INT_ARGB);
    for (int i = 0; i < 1600; i++) {
      clear.setRGB(i % 40, i / 40, ((i % 255) << 24) | 0x0A141E);
    }
    ImageIO.write(clear, "png", dir.resolve("a.png").toFile());

    byte[] piece =
        FrostTextures.photographs(dir)
            .at(CorruptionScale.IMAGENET, new ImageSize(3, 32, 32))
            .piece(0, 0, 0, 32, 32);

    for (int i = 0; i < piece.length; i++) {
      assertThat(piece[i]).isEqualTo((byte) (10 * (1 + i / 1024)));
    }
  }

  @Test
  void drawsEveryPictureAndStaysInsideIt() throws IOException {
    photograph("b.png", 168, 300);
    photograph("a.png", 300, 168);
    photograph("c.PNG", 165, 165);
    Corruptor corruptor =
        Corruptor.of(
            Corruption.FROST, 1, CorruptionScale.CIFAR, CIFAR, FrostTextures.photographs(dir));
    int[] counts = new int[3];

    for (int i = 0; i < 600; i++) {
      double[] draws = corruptor.draw(5, i);
      counts[(int) draws[0]]++;
      int[] rows = {60, 34, 33};
      int[] columns = {34, 60, 33};
      assertThat(draws[1]).isBetween(0.0, rows[(int) draws[0]] - 33.0);
      assertThat(draws[2]).isBetween(0.0, columns[(int) draws[0]] - 33.0);
      corruptor.apply(new byte[3072], draws);
    }

    for (int count : counts) {
      assertThat(count).isBetween(150, 250);
    }
  }

  @Test
  void enlargesPicturesThatAreTooSmall() throws IOException {
    byte[] pixels = photograph("a.png", 160, 40);
    FrostPictures pictures = FrostTextures.photographs(dir).at(CorruptionScale.CIFAR, CIFAR);

    assertThat(pictures.width(0)).isEqualTo(40);
    assertThat(pictures.height(0)).isEqualTo(160);
    byte[] piece = pictures.piece(0, 127, 7, 32, 32);
    assertThat(piece[0]).isEqualTo(pixels[(2 + 5 * (127 / 5)) * 40 + 2 + 5 * (7 / 5)]);
  }

  @Test
  void refusesFoldersItCannotUse() throws IOException {
    assertRefused(dir.resolve("none"), "data.missing", "none: there is no such folder");
    Files.writeString(dir.resolve("readme.txt"), "no picture");
    assertRefused(
        dir, "data.missing", ": no picture; files ending in [.png, .jpg, .jpeg] are read");
    photograph("tiny.png", 2, 900);
    assertRefused(dir, "data.size", "tiny.png: 2 x 900 pixels are too few");
    Files.writeString(dir.resolve("a.png"), "not a picture");
    assertRefused(dir, "data.undecodable", "a.png: not an image");
  }

  private static void assertRefused(Path folder, String code, String message) {
    DataException refused =
        catchThrowableOfType(DataException.class, () -> FrostTextures.photographs(folder));

    assertThat(refused.code()).isEqualTo(code);
    assertThat(refused).hasMessageContaining(message);
  }

  @Test
  void tellsPhotographsApart() throws IOException {
    photograph("a.png", 165, 170);
    String one = FrostTextures.photographs(dir).toString();
    photograph("a.png", 170, 165);
    String other = FrostTextures.photographs(dir).toString();
    photograph("a.png", 165, 170);

    assertThat(FrostTextures.photographs(dir)).hasToString(one);
    assertThat(one).startsWith("photographs with SHA-256 ").isNotEqualTo(other);
    assertThat(FrostTextures.procedural(1)).hasToString("procedural");
  }

  @Test
  void drawsTheSameTexturesFromTheSameSeed() {
    byte[] one = piece(FrostTextures.procedural(3), 4 * 5 + 1);

    assertThat(piece(FrostTextures.procedural(3), 4 * 5 + 1)).isEqualTo(one);
    assertThat(piece(FrostTextures.procedural(4), 4 * 5 + 1)).isNotEqualTo(one);
    assertThat(piece(FrostTextures.procedural(3), 4 * 6 + 1)).isNotEqualTo(one);
  }

  private static byte[] piece(FrostTextures textures, int picture) {
    return textures.at(CorruptionScale.CIFAR, CIFAR).piece(picture, 8, 60, 32, 32);
  }

  /** Two fifths of the pictures are white ice. */
  @Test
  void proceduralFrostHasTheColoursOfIce() {
    FrostPictures pictures =
        FrostTextures.procedural(1).at(CorruptionScale.IMAGENET, new ImageSize(3, 224, 224));
    Philox random = Philox.of(1, 1);
    int white = 0;
    for (int i = 0; i < 1000; i++) {
      white += pictures.choose(random) % 4 == 1 ? 1 : 0;
    }

    byte[] whole = pictures.piece(1, 0, 0, 511, 511);

    assertThat(white).isBetween(340, 460);
    assertThat(pictures.height(1)).isEqualTo(512);
    double[] mean = new double[3];
    for (int i = 0; i < whole.length; i++) {
      mean[i / (511 * 511)] += (whole[i] & 0xFF) / (511.0 * 511);
    }
    assertThat(mean[0]).isCloseTo(200, within(2.0));
    assertThat(mean[1]).isCloseTo(204, within(2.0));
    assertThat(mean[2]).isCloseTo(213, within(2.5));
  }

  /** The measured autocorrelation of photographs, at full size and of every fifth pixel. */
  @Test
  void proceduralFrostIsAsRoughAsPhotographs() {
    float[] field = FrostField.draw(CorruptionStreams.texture(1, 0));

    assertThat(autocorrelation(field, 1, 1)).isCloseTo(.83, within(.08));
    assertThat(autocorrelation(field, 1, 4)).isCloseTo(.61, within(.08));
    assertThat(autocorrelation(field, 1, 16)).isCloseTo(.47, within(.12));
    assertThat(autocorrelation(field, 5, 1)).isCloseTo(.58, within(.08));
    assertThat(autocorrelation(field, 5, 4)).isCloseTo(.46, within(.12));
  }

  private static double autocorrelation(float[] field, int step, int lag) {
    int side = FrostField.SIDE;
    double sum = 0;
    double squares = 0;
    for (int y = 0; y < side; y += step) {
      for (int x = 0; x + lag * step < side; x += step) {
        double a = field[y * side + x];
        double b = field[y * side + x + lag * step];
        sum += a * b;
        squares += (a * a + b * b) / 2;
      }
    }
    return sum / squares;
  }

  private byte[] photograph(String name, int height, int width) throws IOException {
    ImageSize size = new ImageSize(3, height, width);
    byte[] pixels = new byte[size.bytes()];
    Philox random = Philox.of(1, height);
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) random.nextInt(256);
    }
    Files.write(dir.resolve(name), Picture.of(size, pixels).toPng());
    return pixels;
  }
}
