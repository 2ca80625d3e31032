package io.seedcast.vision.corruption;

import static org.assertj.core.api.Assertions.assertThat;

import io.seedcast.vision.ImageSize;
import io.seedcast.vision.Images;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Holds every corruption to the byte but JPEG compression, which is the platform's: digests of
 * corrupted pictures of shapes, made when {@link BenchmarkArraysTest} had found the implementation
 * equal to the benchmark's. They must not change: a seed means these pictures. {@link #main} wrote
 * them. {@link RecordedArraysTest} tells more about a change.
 */
class CorruptionDigestsTest {
  private static final String RESOURCE = "corruption-digests.txt";
  private static final long SEED = 7;
  private static final FrostTextures FROST = FrostTextures.procedural(SEED);

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "JPEG_COMPRESSION")
  void givesTheSameBytesAsEver(Corruption corruption) throws IOException {
    List<String> expected;
    try (InputStream in = CorruptionDigestsTest.class.getResourceAsStream(RESOURCE)) {
      expected =
          new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
              .lines()
              .filter(line -> line.contains(" " + corruption.id() + "_"))
              .toList();
    }

    assertThat(digests(corruption)).isEqualTo(expected).hasSize(15);
  }

  private static List<String> digests(Corruption corruption) {
    List<String> lines = new ArrayList<>();
    digests(corruption, CorruptionScale.CIFAR, Samples.shapes(5), lines);
    digests(corruption, CorruptionScale.IMAGENET, Samples.shapes(2), lines);
    Images oblong = Samples.shapes(1, new ImageSize(3, 37, 52));
    digests(corruption, CorruptionScale.CIFAR, oblong, lines);
    return lines;
  }

  private static void digests(
      Corruption corruption, CorruptionScale scale, Images images, List<String> lines) {
    for (int severity = 1; severity <= Corruption.SEVERITIES; severity++) {
      Corruptor corruptor = Corruptor.of(corruption, severity, scale, images.size(), FROST);
      String digest = corruptor.corrupt(images, SEED, done -> {}).sha256().substring(0, 16);
      lines.add(images.size() + " " + scale.id() + " " + corruptor + " " + digest);
    }
  }

  /** Writes the digests of this implementation to a file. */
  public static void main(String[] arguments) throws IOException {
    List<String> lines = new ArrayList<>();
    for (Corruption corruption : Corruption.values()) {
      if (corruption != Corruption.JPEG_COMPRESSION) {
        lines.addAll(digests(corruption));
      }
    }
    Files.write(Path.of(arguments[0]), lines);
  }
}
