package io.seedcast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds that every failure code in the sources is explained in the reference. */
class FailureCodesReferenceTest {
  private static final Path ROOT = Path.of("..");
  private static final List<String> MODULES =
      List.of("core", "vision", "artifact", "onnx", "train", "experiment", "device", "hub", "cli");
  private static final Pattern CODE =
      Pattern.compile(
          "\"((?:data|model|train|run|experiment|package|network|tensors|key|onnx|device|hub|demo|corrupt|attack|report)\\.[a-z-]+)\"");
  private static final Pattern FILE_NAME = Pattern.compile(".*\\.(?:json|html|bin|csv)");

  @Test
  void explainsEveryCode() throws IOException {
    String reference =
        Files.readString(ROOT.resolve("docs/reference/failure-codes.md"))
            + Files.readString(ROOT.resolve("docs/reference/hub-api.md"));
    Set<String> codes = codes();
    assertThat(codes).contains("package.checksum", "device.offline", "hub.port");
    assertThat(codes).allSatisfy(code -> assertThat(reference).contains("`" + code + "`"));
  }

  private static Set<String> codes() throws IOException {
    Set<String> codes = new TreeSet<>();
    for (String module : MODULES) {
      try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/main/java"))) {
        for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
          CODE.matcher(Files.readString(file))
              .results()
              .map(match -> match.group(1))
              .filter(code -> !FILE_NAME.matcher(code).matches())
              .forEach(codes::add);
        }
      }
    }
    return codes;
  }
}
