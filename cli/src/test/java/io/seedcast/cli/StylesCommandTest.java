package io.seedcast.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.seedcast.vision.ImageSize;
import io.seedcast.vision.picture.Picture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StylesCommandTest {
  private static final ImageSize SIZE = new ImageSize(3, 32, 32);
  private static final int SYMBOLS = 6;

  @TempDir Path dir;

  /** Three vendors draw a bright and a dark class, each in a colour and grain of its own. */
  @BeforeEach
  void draw() throws IOException {
    Random random = new Random(1);
    for (int vendor = 0; vendor < 3; vendor++) {
      for (String name : new String[] {"bright", "dark"}) {
        Path folder = dir.resolve("icons/vendor" + vendor).resolve(name);
        Files.createDirectories(folder);
        for (int symbol = 0; symbol < SYMBOLS; symbol++) {
          byte[] pixels = new byte[SIZE.bytes()];
          for (int i = 0; i < pixels.length; i++) {
            int light = name.equals("bright") ? 200 : 30;
            int tint = i / SIZE.area() == vendor ? 40 : 0;
            pixels[i] = (byte) (light + tint - random.nextInt(20 + 10 * symbol) / 4);
          }
          Files.write(folder.resolve("F" + symbol + ".png"), Picture.of(SIZE, pixels).toPng());
        }
      }
    }
  }

  private String command(String more) {
    return "robustness styles --network vgg11 --width 0.125 --epochs 1 --data icons:"
        + dir.resolve("icons")
        + " --out "
        + dir.resolve("out")
        + " "
        + more;
  }

  @Test
  void holdsOutEachVendorInTurnComparesTheMethodsAndLeavesRunsToEvaluate() throws Exception {
    String command = command("--methods standard,mono --terms 1");

    Invocation first = Invocation.of(command + " --json");
    Invocation second = Invocation.of(command + " --resume");

    assertThat(first.exitCode()).as(first.err()).isZero();
    JsonNode document = first.document();
    assertThat(document.path("trained").asInt()).isEqualTo(6);
    assertThat(document.path("runs")).hasSize(6);
    assertThat(document.at("/runs/0/vendor").asText()).isEqualTo("vendor0");
    assertThat(document.at("/standings/0/figures").fieldNames())
        .toIterable()
        .containsExactly("vendor0", "vendor1", "vendor2", "mean of vendors");
    double mean = 0;
    for (int vendor = 0; vendor < 3; vendor++) {
      mean += document.at("/standings/1/figures/vendor" + vendor + "/mean").asDouble() / 3;
    }
    assertThat(document.at("/standings/1/figures/mean of vendors/mean").asDouble())
        .isEqualTo(mean, within(1e-12));
    assertThat(document.at("/standings/1/ahead/basis").asText())
        .isEqualTo(
            "by how much the difference varies over the 3 vendors (Student's t, 2 degrees of freedom)");
    assertThat(document.at("/standings/0/ahead").isNull()).isTrue();
    assertThat(dir.resolve("out/report.html"))
        .content()
        .contains("Worst classes", "vendor2, F0", "against standard", "36 pictures of 12 symbols")
        .contains("by vendor0, vendor1, vendor2, each of 3x32x32")
        .doesNotContain("src=\"http");
    assertThat(Files.readAllLines(dir.resolve("out/report.csv")))
        .hasSize(7)
        .anySatisfy(line -> assertThat(line).startsWith("mono,1,vendor2,"));
    JsonNode report = new JsonMapper().readTree(Files.readString(dir.resolve("out/report.json")));
    assertThat(report.at("/runs/5/data").asText()).endsWith("icons?held-out=vendor2");
    assertThat(report.at("/runs/5/testImages").asInt()).isEqualTo(12);
    assertThat(report.at("/provenance/command").asText()).contains(command);
    JsonNode run = document.at("/runs/2");
    Invocation evaluated =
        Invocation.of(
            "evaluate "
                + run.path("run").asText()
                + " --data icons:"
                + dir.resolve("icons")
                + "?held-out=vendor1 --json");
    assertThat(evaluated.exitCode()).as(evaluated.out()).isZero();
    assertThat(evaluated.document().path("accuracy").asDouble())
        .isEqualTo(run.path("accuracy").asDouble());
    assertThat(second.exitCode()).isZero();
    assertThat(second.err()).contains("0 runs to do, 6 already there");
    assertThat(second.out()).contains("| mono | ").contains("mono against standard: ");
  }

  @Test
  void anExperimentSaysWhichVendorsAreNotThePublishedOnes() throws Exception {
    Path file =
        Files.writeString(
            dir.resolve("one.json"),
            """
            {"title": "One", "source": "none", "purpose": "To be quick.", "axes": ["network"],
             "protocol": "styles", "scales": {"tiny": {"epochs": 1, "fraction": 1}},
             "runs": [[[{"label": "CNN", "network": "vgg11", "method": "standard"}]]],
             "published": {"icons": {"CNN": {"Vendor0": "90 %", "Vendor1": "80 %", "other": "70 %",
               "mean of vendors": "80 %"}}}}""");

    Invocation run =
        Invocation.of(
            "experiment run %s --scale tiny --data icons:%s?size=3x32x32 --out %s"
                .formatted(file, dir.resolve("icons"), dir.resolve("out")));

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(dir.resolve("out/one.md"))
        .content()
        .contains("published are also figures of other, here of vendor2. So the means are not");
    assertThat(dir.resolve("out/one.json"))
        .content()
        .contains("icons?size=3x32x32,held-out=vendor2\"");
  }

  @Test
  void holdsOutSymbolsTooIfAskedTo() throws Exception {
    Invocation styles = Invocation.of(command("--methods standard --hold-out-symbols --json"));

    assertThat(styles.exitCode()).as(styles.out()).isZero();
    JsonNode report = new JsonMapper().readTree(Files.readString(dir.resolve("out/report.json")));
    assertThat(report.at("/runs/0/data").asText()).endsWith("?held-out=vendor0,fold=0");
    assertThat(report.at("/runs/0/testImages").asInt()).isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--methods standard,nomo           | unknown method \"nomo\"; did you mean \"mono\"?",
        "--methods mono,mono               | there are two runs \"mono\"",
        "--methods standard,mono --ratio 2 | none of the methods standard, mono has the option --ratio",
        "--seeds 0                         | seeds must be at least 1: got 0",
        "--threads 1 --parallel 2          | parallel must be 1 to the number of threads, 1: got 2",
      })
  void refusesWhatMakesNoSenseBeforeAnythingIsTrained(String options, String message) {
    Invocation refused = Invocation.of(command(options));

    assertThat(refused.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(refused.err()).contains(message);
    assertThat(dir.resolve("out")).doesNotExist();
  }

  @Test
  void refusesOtherDataThanPicturesByVendors() {
    Invocation refused =
        Invocation.of("robustness styles --network vgg11 --data shapes10 --out " + dir + "/out");

    assertThat(refused.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(refused.err())
        .contains("--data takes icons:DIR, of which each vendor is held out in turn: got shapes10");
  }

  @Test
  void refusesAVendorWithoutAClass() throws IOException {
    try (var files = Files.list(dir.resolve("icons/vendor1/dark"))) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Invocation emptied = Invocation.of(command("--json"));

    assertThat(emptied.exitCode()).isEqualTo(ExitCode.REFUSED);
    assertThat(emptied.out())
        .contains("data.missing", "vendor1/dark: no image in this class; files ending in .png");
  }

  @Test
  void otherExperimentsAreAboutOneSetOfTestImages() {
    Invocation refused =
        Invocation.of(
            "experiment run figure4 --scale tiny --data icons:"
                + dir.resolve("icons")
                + " --out "
                + dir.resolve("out"));

    assertThat(refused.exitCode()).isEqualTo(ExitCode.REFUSED);
    assertThat(refused.err()).contains("figure4 is about one set of test images: write icons:");
  }
}
