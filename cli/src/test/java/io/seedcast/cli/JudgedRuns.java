package io.seedcast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.seedcast.vision.ImageSize;
import io.seedcast.vision.picture.Picture;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * Two runs of one network with different seeds, trained for a second each. All test classes that
 * register this share them; they are removed at the end.
 */
final class JudgedRuns implements BeforeAllCallback {
  static final String DATA = "shapes10:train=128,test=40";

  private @Nullable Path dir;

  /** The runs' folder, while the tests go on. */
  private record Trained(Path dir) implements AutoCloseable {
    static Trained now() {
      try {
        Path dir = Files.createTempDirectory("judged-runs");
        for (String seed : List.of("1", "2")) {
          Invocation trained =
              Invocation.of(
                  "train --network resnet18 --width 0.0625 --method mono --epochs 2 --batch-size 32"
                      + " --learning-rate 0.1 --threads 1 --precision float32 --seed "
                      + seed
                      + " --out "
                      + dir.resolve("run" + seed)
                      + " --data "
                      + DATA);
          assertThat(trained.exitCode()).as(trained.err()).isZero();
        }
        return new Trained(dir);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void close() throws IOException {
      try (Stream<Path> tree = Files.walk(dir)) {
        for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    dir =
        context
            .getRoot()
            .getStore(Namespace.create(JudgedRuns.class))
            .computeIfAbsent(Trained.class, key -> Trained.now(), Trained.class)
            .dir();
  }

  /** The run of a seed, 1 or 2. */
  Path run(int seed) {
    return Objects.requireNonNull(dir).resolve("run" + seed);
  }

  /** Judges a model by corrupted images. */
  static Invocation judge(Path model, Path out, String options) {
    return Invocation.of(
        ("robustness corruptions " + model + " --data " + DATA + " --out " + out + " " + options)
            .trim());
  }

  static JsonNode report(Path out) throws IOException {
    return JsonMapper.builder().build().readTree(out.resolve("report.json").toFile());
  }

  static void assertRefused(Invocation invocation, String code, String message) throws IOException {
    assertThat(invocation.exitCode()).as(invocation.out()).isEqualTo(ExitCode.REFUSED);
    assertThat(invocation.document().at("/error/code").asText()).isEqualTo(code);
    assertThat(invocation.document().at("/error/message").asText()).startsWith(message);
  }

  /** Writes a picture of one grey that is large enough for frost. */
  static void writePhotograph(Path file, int level) throws IOException {
    ImageSize size = new ImageSize(3, 170, 180);
    byte[] pixels = new byte[size.bytes()];
    Arrays.fill(pixels, (byte) level);
    Files.write(file, Picture.of(size, pixels).toPng());
  }
}
