package io.seedcast.vision.corruption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.seedcast.vision.Images;
import io.seedcast.vision.npy.NpyFile;
import io.seedcast.vision.npy.NpyImages;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Compares with arrays and statistics made by the benchmark's own code. They cannot be part of this
 * project, so this runs only where they are: {@code -Dseedcast.corruption.golden=DIR}, with {@code
 * -Dseedcast.corruption.frost=DIR} for the photographs that they were made with.
 *
 * <p>The folder holds {@code clean.npy}, {@code CORRUPTION_SEVERITY.npy}, {@code
 * draws/CORRUPTION_SEVERITY.npy} with one row of random numbers for each image, {@code
 * reference_stats.json}, and in {@code imagenet224} the same without draws, arrays being rows and
 * columns 80 to 143 of the results.
 */
class BenchmarkArraysTest {
  private static final String GOLDEN = "seedcast.corruption.golden";
  private static final String FROST = "seedcast.corruption.frost";
  private static final int WINDOW_START = 80;
  private static final int WINDOW = 64;
  private static final int SEEDS = 6;

  @TempDir static Path photographs;

  private Path golden = Path.of("");

  @BeforeEach
  void findArrays() {
    String folder = System.getProperty(GOLDEN);
    assumeTrue(
        folder != null,
        "the benchmark's arrays are not here; name their folder with -D" + GOLDEN + "=DIR");
    golden = Path.of(folder);
  }

  static Stream<Corruption> deterministic() {
    return Arrays.stream(Corruption.values()).filter(corruption -> !corruption.isRandom());
  }

  /** Those of which at least one severity's random numbers were recorded. */
  static Stream<Corruption> recorded() {
    return Arrays.stream(Corruption.values())
        .filter(Corruption::isRandom)
        .filter(corruption -> corruption != Corruption.SHOT_NOISE)
        .filter(corruption -> corruption != Corruption.IMPULSE_NOISE);
  }

  @ParameterizedTest
  @MethodSource("deterministic")
  void deterministicOnesEqualTheBenchmarks(Corruption corruption) {
    for (int severity = 1; severity <= Corruption.SEVERITIES; severity++) {
      for (CorruptionScale scale : CorruptionScale.values()) {
        Images clean = clean(scale);
        Corruptor corruptor = corruptor(corruption, severity, scale, clean);
        Images expected = array(scale, corruption.id() + "_" + severity);
        List<byte[]> found = new ArrayList<>();
        for (int i = 0; i < clean.count(); i++) {
          byte[] image = corruptor.apply(clean.image(i), new double[0]);
          found.add(scale == CorruptionScale.CIFAR ? image : window(image, clean.size().width()));
        }
        check(corruption, scale + " " + severity, expected, found);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("recorded")
  void randomOnesEqualTheBenchmarksWhenItsDrawsAreReplayed(Corruption corruption) {
    Images clean = clean(CorruptionScale.CIFAR);
    int replayed = 0;
    for (int severity = 1; severity <= Corruption.SEVERITIES; severity++) {
      String cell = corruption.id() + "_" + severity;
      Path drawsFile = golden.resolve("draws").resolve(cell + ".npy");
      if (!Files.exists(drawsFile)) {
        continue;
      }
      Corruptor corruptor = corruptor(corruption, severity, CorruptionScale.CIFAR, clean);
      double[] draws = NpyFile.open(drawsFile).numbers();
      int perImage = draws.length / clean.count();
      List<byte[]> found = new ArrayList<>();
      for (int i = 0; i < clean.count(); i++) {
        found.add(
            corruptor.apply(
                clean.image(i), Arrays.copyOfRange(draws, i * perImage, (i + 1) * perImage)));
      }
      check(corruption, "replayed " + severity, array(CorruptionScale.CIFAR, cell), found);
      replayed++;
    }
    assertThat(replayed).isPositive();
  }

  @ParameterizedTest
  @EnumSource
  void looksLikeTheBenchmarks(Corruption corruption) throws IOException {
    for (CorruptionScale scale : CorruptionScale.values()) {
      Images clean = clean(scale);
      JsonNode reference =
          JsonMapper.builder()
              .build()
              .readTree(folder(scale).resolve("reference_stats.json").toFile());
      for (int severity = 1; severity <= Corruption.SEVERITIES; severity++) {
        String cell = corruption.id() + "_" + severity;
        Corruptor corruptor = corruptor(corruption, severity, scale, clean);
        Map<String, Double> found = meanStatistics(corruptor, clean);
        JsonNode expected = reference.path("cells").path(cell);
        List<String> wrong = new ArrayList<>();
        found.forEach(
            (name, value) -> {
              double mean = number(expected.path("mean"), name);
              double spread = number(expected.path("sd"), name);
              if (!(Math.abs(value - mean) <= Math.max(5 * spread, allowance(name)))) {
                wrong.add(
                    String.format(
                        Locale.ROOT, "%s %.4f, expected %.4f +- %.4f", name, value, mean, spread));
              }
            });
        assertThat(wrong).as("%s %s", scale, cell).isEmpty();
      }
    }
  }

  @Test
  void proceduralFrostLooksLikePhotographs() throws IOException {
    JsonNode reference =
        JsonMapper.builder().build().readTree(golden.resolve("reference_stats.json").toFile());
    Images clean = clean(CorruptionScale.CIFAR);
    for (int severity = 1; severity <= Corruption.SEVERITIES; severity++) {
      Corruptor corruptor =
          Corruptor.of(
              Corruption.FROST,
              severity,
              CorruptionScale.CIFAR,
              clean.size(),
              FrostTextures.procedural(1));
      Map<String, Double> found = meanStatistics(corruptor, clean);
      JsonNode expected = reference.path("cells").path("frost_" + severity);
      Map<String, Double> allowed =
          Map.of("mean", .06, "std", .10, "mad", .15, "grad", .15, "diff_std", .20);
      List<String> wrong = new ArrayList<>();
      allowed.forEach(
          (name, share) -> {
            double mean = number(expected.path("mean"), name);
            double spread = number(expected.path("sd"), name);
            double value = found.getOrDefault(name, Double.NaN);
            System.out.printf(
                "%s %s %.2f, photographs %.2f +- %.2f%n", corruptor, name, value, mean, spread);
            if (!(Math.abs(value - mean) <= Math.max(5 * spread, share * mean))) {
              wrong.add(name + " " + value + ", expected " + mean);
            }
          });
      assertThat(wrong).as("severity %d", severity).isEmpty();
    }
  }

  private Map<String, Double> meanStatistics(Corruptor corruptor, Images clean) {
    Map<String, Double> means = new HashMap<>();
    int seeds = corruptor.corruption().isRandom() ? SEEDS : 1;
    for (int seed = 0; seed < seeds; seed++) {
      Statistics.of(corruptor.corrupt(clean, seed, done -> {}), clean)
          .forEach((name, value) -> means.merge(name, value / seeds, Double::sum));
    }
    return means;
  }

  private static double number(JsonNode statistics, String name) {
    int dot = name.indexOf('.');
    return dot < 0
        ? statistics.path(name).asDouble(Double.NaN)
        : statistics
            .path(name.substring(0, dot))
            .path(Integer.parseInt(name.substring(dot + 1)))
            .asDouble(Double.NaN);
  }

  /** In levels, in decibels, or in shares and correlations; quantiles are mostly whole levels. */
  private static double allowance(String name) {
    if (name.startsWith("quantiles")) {
      return 1;
    }
    return name.contains("corr") || name.contains("frac") ? .02 : .15;
  }

  private static void check(
      Corruption corruption, String what, Images expected, List<byte[]> found) {
    List<byte[]> images = new ArrayList<>();
    for (int i = 0; i < expected.count(); i++) {
      images.add(expected.image(i));
    }
    System.out.println(
        Tolerance.of(corruption)
            .check(corruption.id() + " " + what, expected.size(), images, found));
  }

  private Corruptor corruptor(
      Corruption corruption, int severity, CorruptionScale scale, Images clean) {
    FrostTextures frost =
        corruption == Corruption.FROST
            ? FrostTextures.photographs(firstFivePhotographs())
            : FrostTextures.procedural(1);
    return Corruptor.of(corruption, severity, scale, clean.size(), frost);
  }

  /** The benchmark never uses its sixth. */
  private static Path firstFivePhotographs() {
    String folder = System.getProperty(FROST);
    assumeTrue(
        folder != null,
        "the benchmark's photographs are not here; name their folder with -D" + FROST + "=DIR");
    try (Stream<Path> files = Files.list(Path.of(folder))) {
      for (Path file :
          files.filter(path -> path.getFileName().toString().matches("frost[1-5].*")).toList()) {
        Path copy = photographs.resolve(file.getFileName());
        if (!Files.exists(copy)) {
          Files.copy(file, copy);
        }
      }
      return photographs;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Path folder(CorruptionScale scale) {
    return scale == CorruptionScale.CIFAR ? golden : golden.resolve("imagenet224");
  }

  private Images clean(CorruptionScale scale) {
    return array(scale, "clean");
  }

  private Images array(CorruptionScale scale, String name) {
    NpyImages array = NpyImages.open(folder(scale).resolve(name + ".npy"));
    return array.read(0, new int[(int) array.count()]);
  }

  private static byte[] window(byte[] imageChw, int side) {
    byte[] window = new byte[3 * WINDOW * WINDOW];
    for (int channel = 0; channel < 3; channel++) {
      for (int y = 0; y < WINDOW; y++) {
        System.arraycopy(
            imageChw,
            (channel * side + y + WINDOW_START) * side + WINDOW_START,
            window,
            (channel * WINDOW + y) * WINDOW,
            WINDOW);
      }
    }
    return window;
  }
}
