package io.seedcast.vision.corruption;

import static org.assertj.core.api.Assertions.assertThat;

import io.seedcast.core.file.AtomicFile;
import io.seedcast.vision.ImageSize;
import io.seedcast.vision.Images;
import io.seedcast.vision.npy.NpyFile;
import io.seedcast.vision.npy.NpyImages;
import io.seedcast.vision.npy.NpyType;
import io.seedcast.vision.npy.NpyWriter;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Tells where a change is: a picture of shapes, each corruption's random numbers for it and what
 * became of it, at severity 3 of both scales. They were recorded when {@link BenchmarkArraysTest}
 * had found the implementation equal to the benchmark's; {@link #main} wrote them.
 *
 * <p>In {@code recorded-arrays}: {@code clean.npy}, (1, 18, 26, 3); for each scale {@code
 * SCALE.npy}, (19, 18, 26, 3), in the order of {@link Corruption}, and {@code SCALE-draws.npy}, the
 * random numbers of all corruptions one after the other, rounded to float32; {@code jpeg.npy}, (10,
 * 18, 26, 3), JPEG compression at severities 1 to 5 of each scale.
 */
class RecordedArraysTest {
  private static final String FOLDER = "recorded-arrays";
  private static final long SEED = 7;
  private static final int SEVERITY = 3;
  private static final ImageSize SIZE = new ImageSize(3, 18, 26);
  private static final FrostTextures FROST = FrostTextures.procedural(SEED);

  private static Path folder() throws URISyntaxException {
    return Path.of(
            Objects.requireNonNull(RecordedArraysTest.class.getResource(FOLDER + "/clean.npy"))
                .toURI())
        .resolveSibling("");
  }

  private static List<byte[]> images(String name) throws URISyntaxException {
    NpyImages array = NpyImages.open(folder().resolve(name + ".npy"));
    Images images = array.read(0, new int[(int) array.count()]);
    List<byte[]> all = new ArrayList<>();
    for (int i = 0; i < images.count(); i++) {
      all.add(images.image(i));
    }
    return all;
  }

  private static byte[] clean() throws URISyntaxException {
    return images("clean").get(0);
  }

  private static Corruptor corruptor(Corruption corruption, int severity, CorruptionScale scale) {
    return Corruptor.of(corruption, severity, scale, SIZE, FROST);
  }

  private static double[] draws(Corruption corruption, CorruptionScale scale) {
    return corruptor(corruption, SEVERITY, scale).draw(SEED, 0);
  }

  /** The recorded ones, rounded to float32. */
  private static double[] recordedDraws(Corruption corruption, CorruptionScale scale)
      throws URISyntaxException {
    int from = 0;
    for (Corruption before : Corruption.values()) {
      if (before == corruption) {
        break;
      }
      from += draws(before, scale).length;
    }
    double[] all = NpyFile.open(folder().resolve(scale.id() + "-draws.npy")).numbers();
    return Arrays.copyOfRange(all, from, from + draws(corruption, scale).length);
  }

  @Test
  void thePictureIsTheSame() throws Exception {
    assertThat(clean()).isEqualTo(Samples.shapes(1, SIZE).image(0));
  }

  @ParameterizedTest
  @EnumSource
  void drawsTheSameNumbers(Corruption corruption) throws Exception {
    for (CorruptionScale scale : CorruptionScale.values()) {
      double[] found = draws(corruption, scale);
      double[] expected = recordedDraws(corruption, scale);

      for (int i = 0; i < found.length; i++) {
        assertThat((float) found[i])
            .as("%s, %s, number %d", corruption.id(), scale.id(), i)
            .isEqualTo((float) expected[i]);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void makesTheSameOfThem(Corruption corruption) throws Exception {
    for (CorruptionScale scale : CorruptionScale.values()) {
      byte[] found =
          corruptor(corruption, SEVERITY, scale).apply(clean(), recordedDraws(corruption, scale));

      byte[] expected = images(scale.id()).get(List.of(Corruption.values()).indexOf(corruption));
      Tolerance.of(corruption)
          .check(corruption.id() + ", " + scale.id(), SIZE, List.of(expected), List.of(found));
    }
  }

  @ParameterizedTest
  @CsvSource({"CIFAR, 0", "IMAGENET, 5"})
  void compressesAsMuch(CorruptionScale scale, int first) throws Exception {
    List<byte[]> expected = images("jpeg");
    for (int i = 0; i < Corruption.SEVERITIES; i++) {
      byte[] found =
          corruptor(Corruption.JPEG_COMPRESSION, i + 1, scale).apply(clean(), new double[0]);

      Tolerance.of(Corruption.JPEG_COMPRESSION)
          .check(
              scale.id() + ", severity " + (i + 1),
              SIZE,
              List.of(expected.get(first + i)),
              List.of(found));
    }
  }

  /** Writes the arrays of this implementation into a folder. */
  public static void main(String[] arguments) throws IOException {
    Path folder = Files.createDirectories(Path.of(arguments[0]));
    byte[] clean = Samples.shapes(1, SIZE).image(0);
    write(folder.resolve("clean.npy"), List.of(clean));
    List<byte[]> jpeg = new ArrayList<>();
    for (CorruptionScale scale : CorruptionScale.values()) {
      List<byte[]> results = new ArrayList<>();
      List<Double> numbers = new ArrayList<>();
      for (Corruption corruption : Corruption.values()) {
        double[] draws = draws(corruption, scale);
        for (int i = 0; i < draws.length; i++) {
          draws[i] = (float) draws[i];
          numbers.add(draws[i]);
        }
        results.add(corruptor(corruption, SEVERITY, scale).apply(clean, draws));
      }
      for (int severity = 1; severity <= Corruption.SEVERITIES; severity++) {
        jpeg.add(
            corruptor(Corruption.JPEG_COMPRESSION, severity, scale).apply(clean, new double[0]));
      }
      write(folder.resolve(scale.id() + ".npy"), results);
      ByteBuffer floats =
          ByteBuffer.allocate(numbers.size() * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
      numbers.forEach(number -> floats.putFloat(number.floatValue()));
      AtomicFile.write(
          folder.resolve(scale.id() + "-draws.npy"),
          out -> {
            NpyWriter.header(out, NpyType.FLOAT32, numbers.size());
            out.write(floats.array());
          });
    }
    write(folder.resolve("jpeg.npy"), jpeg);
  }

  private static void write(Path file, List<byte[]> imagesChw) throws IOException {
    Images.Builder images = Images.builder(imagesChw.size(), SIZE);
    for (int i = 0; i < imagesChw.size(); i++) {
      images.put(i, imagesChw.get(i), 0);
    }
    AtomicFile.write(
        file,
        out -> {
          NpyWriter.imagesHeader(out, imagesChw.size(), SIZE);
          NpyWriter.images(out, images.build());
        });
  }
}
