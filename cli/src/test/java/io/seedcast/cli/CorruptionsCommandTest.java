package io.seedcast.cli;

import static io.seedcast.cli.JudgedRuns.DATA;
import static io.seedcast.cli.JudgedRuns.assertRefused;
import static io.seedcast.cli.JudgedRuns.judge;
import static io.seedcast.cli.JudgedRuns.report;
import static io.seedcast.cli.JudgedRuns.writePhotograph;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Corrupts the test images of two runs. */
class CorruptionsCommandTest {
  @RegisterExtension static final JudgedRuns RUNS = new JudgedRuns();

  @TempDir Path out;

  @Test
  void leavesAPageATableAndADocument() throws Exception {
    Invocation invocation = judge(RUNS.run(1), out, "--only fog,contrast,saturate --json");

    JsonNode printed = invocation.document();
    assertThat(invocation.exitCode()).as(invocation.out()).isZero();
    List<String> progress = invocation.err().lines().toList();
    assertThat(progress).hasSize(16);
    assertThat(progress.get(0)).matches("clean +[0-9.]+ %  .+ left");
    assertThat(progress.get(15)).matches("saturate_5 +[0-9.]+ %");
    JsonNode document = report(out);
    assertThat(document.path("cells")).isEqualTo(printed.path("cells")).hasSize(15);
    assertThat(document.path("groups")).hasSize(2);
    assertThat(document.at("/models/0/method").asText()).isEqualTo("mono");
    assertThat(document.at("/provenance/codeVersion").isTextual()).isTrue();
    assertThat(document.has("meanOfCorruptionsDeviation")).isFalse();
    double fog = accuracy(document, "fog");
    double contrast = accuracy(document, "contrast");
    double saturate = accuracy(document, "saturate");
    assertThat(document.path("meanOfCorruptions").asDouble())
        .isCloseTo((fog + contrast + saturate) / 3, within(1e-9));
    assertThat(document.path("meanOfGroups").asDouble())
        .isCloseTo((fog + (contrast + saturate) / 2) / 2, within(1e-9));
    assertThat(document.path("meanOfBenchmark").asDouble())
        .isCloseTo((fog + contrast) / 2, within(1e-9));
    assertThat(document.at("/groups/0").has("deviationOverCorruptions")).isFalse();
    assertThat(document.at("/groups/1/deviationOverCorruptions").asDouble())
        .isCloseTo(deviation(contrast, saturate), within(1e-9));
    assertThat(corruption(document, "fog").path("loss").asDouble())
        .isCloseTo(document.path("cleanAccuracy").asDouble() - fog, within(1e-9));
    assertThat(corruption(document, "fog").path("lossError").asDouble()).isBetween(0.01, 0.1);

    List<String> table = Files.readAllLines(out.resolve("report.csv"));
    assertThat(table).hasSize(1 + 1 + 15);
    assertThat(table.get(0))
        .isEqualTo("model,corruption,group,severity,accuracy,calibrationError,images");
    assertThat(table.get(1))
        .startsWith(RUNS.run(1) + ",clean,,0," + document.path("cleanAccuracy").asDouble() + ",");
    assertThat(out.resolve("report.html"))
        .content()
        .contains("data:image/svg+xml;base64,", "data:image/png;base64,", "Worst cases", "ECE")
        .contains("mean of 3 corruptions", "mean of the 2 groups' means")
        .contains("Provenance", "severity 5", "sd over corruptions", "alt=\"fog_5\"")
        .doesNotContain("http://", "https://", "<script", "<td>NaN");
  }

  private static double accuracy(JsonNode document, String corruption) {
    return corruption(document, corruption).path("accuracy").asDouble();
  }

  private static JsonNode corruption(JsonNode document, String corruption) {
    for (JsonNode one : document.path("corruptions")) {
      if (one.path("corruption").asText().equals(corruption)) {
        return one;
      }
    }
    throw new AssertionError("no " + corruption + " in " + document);
  }

  @Test
  void judgesAPackageAsTheRunItWasMadeOf() throws Exception {
    Path packed = out.resolve("mono.seedcast");
    Invocation.of("pack " + RUNS.run(1) + " --out " + packed);
    String options = "--only glass_blur,pixelate --severity 3..4";

    judge(RUNS.run(1), out.resolve("a"), options);
    Invocation invocation = judge(packed, out.resolve("b"), options);

    assertThat(invocation.exitCode()).as(invocation.err()).isZero();
    JsonNode ofRun = report(out.resolve("a"));
    JsonNode ofPackage = report(out.resolve("b"));
    assertThat(ofPackage.at("/models/0/path").asText()).isEqualTo(packed.toString());
    assertThat(ofPackage.at("/models/0/digest")).isEqualTo(ofRun.at("/models/0/digest"));
    for (String figures :
        List.of("cleanAccuracy", "cleanCalibrationError", "groups", "corruptions", "cells")) {
      assertThat(ofPackage.path(figures)).as(figures).isEqualTo(ofRun.path(figures));
    }
  }

  @Test
  void agreesWithEvaluateAndWithTheTrainingGraph() throws Exception {
    Invocation evaluated = Invocation.of("evaluate " + RUNS.run(1) + " --data " + DATA + " --json");
    judge(RUNS.run(1), out.resolve("onnx"), "--only frost --severity 2..3");
    Invocation training =
        judge(RUNS.run(1), out.resolve("graph"), "--only frost --severity 2..3 --runtime training");

    assertThat(training.exitCode()).as(training.err()).isZero();
    JsonNode onnx = report(out.resolve("onnx"));
    JsonNode graph = report(out.resolve("graph"));
    assertThat(onnx.path("cleanAccuracy")).isEqualTo(evaluated.document().path("accuracy"));
    assertThat(graph.path("cleanAccuracy")).isEqualTo(onnx.path("cleanAccuracy"));
    for (int i = 0; i < 2; i++) {
      JsonNode left = onnx.path("cells").path(i);
      JsonNode right = graph.path("cells").path(i);
      assertThat(left.path("accuracy")).isEqualTo(right.path("accuracy"));
      assertThat(left.path("imagesDigest")).isEqualTo(right.path("imagesDigest"));
      assertThat(left.path("calibrationError").asDouble())
          .isCloseTo(right.path("calibrationError").asDouble(), within(1e-4));
    }
  }

  @Test
  void readsImagesThatWereMadeBefore() throws Exception {
    Path made = out.resolve("made");
    Invocation.of(
        "corrupt --in "
            + DATA
            + " --out "
            + made
            + " --layout cifar10-c --only fog,spatter --seed 7");
    judge(RUNS.run(1), out.resolve("a"), "--only fog,spatter --seed 7 --limit 11");
    Invocation read =
        judge(
            RUNS.run(1),
            out.resolve("b"),
            "--only fog,spatter --seed 7 --limit 11 --corrupted " + made);

    assertThat(read.exitCode()).as(read.err()).isZero();
    assertThat(report(out.resolve("b")).path("images").asInt()).isEqualTo(11);
    assertThat(report(out.resolve("b")).path("cells"))
        .isEqualTo(report(out.resolve("a")).path("cells"));
  }

  @Test
  void laysTheUsersPhotographsOverImages() throws Exception {
    Path photographs = Files.createDirectory(out.resolve("photographs"));
    writePhotograph(photographs.resolve("ice.png"), 250);
    Path made = out.resolve("made");
    String frost = "--only frost --severity 2 ";
    String withPhotographs = frost + "--frost-images " + photographs;
    Invocation.of("corrupt --in " + DATA + " --out " + made + " " + withPhotographs);

    Invocation laid = judge(RUNS.run(1), out.resolve("a"), withPhotographs);
    judge(RUNS.run(1), out.resolve("b"), frost + "--corrupted " + made);
    writePhotograph(photographs.resolve("ice.png"), 200);
    Invocation changed = judge(RUNS.run(1), out.resolve("a"), withPhotographs + " --resume --json");

    assertThat(laid.exitCode()).as(laid.err()).isZero();
    assertThat(report(out.resolve("a")).path("cells"))
        .isEqualTo(report(out.resolve("b")).path("cells"));
    assertRefused(
        changed,
        "report.other-settings",
        out.resolve("a/finished/settings.json") + " was made with another corrupted input: got");
  }

  @Test
  void comparesWithABaseline() throws Exception {
    Path base = out.resolve("base");
    judge(RUNS.run(2), base, "--only fog,contrast --severity 4..5");

    Invocation itself =
        judge(
            RUNS.run(2),
            out.resolve("a"),
            "--json --only fog,contrast --severity 4..5 --against " + base);
    Invocation other =
        judge(
            RUNS.run(1),
            out.resolve("b"),
            "--only fog,contrast --severity 4..5 --against " + base.resolve("report.json"));
    judge(RUNS.run(1), out.resolve("c"), "--only fog --severity 4..5 --against " + base);

    assertThat(itself.document().at("/baseline/meanCorruptionError").asDouble())
        .isCloseTo(1, within(1e-9));
    assertThat(itself.document().toString()).doesNotContain("Deviation");
    assertThat(other.exitCode()).as(other.err()).isZero();
    assertThat(other.out()).contains("mCE of 2 corruptions");
    JsonNode document = report(out.resolve("b"));
    assertThat(document.at("/corruptions/0/corruptionError").asDouble())
        .isCloseTo(
            (1 - accuracy(document, "fog")) / (1 - accuracy(report(base), "fog")), within(1e-9));
    assertThat(out.resolve("b/report.html"))
        .content()
        .contains("Against a baseline", "relative CE");
    JsonNode ofLess = report(out.resolve("c"));
    assertThat(ofLess.at("/baseline/meanCorruptionError").asDouble())
        .isCloseTo(
            (1 - accuracy(ofLess, "fog")) / (1 - accuracy(report(base), "fog")), within(1e-9));
  }

  /** The published errors of the two are 81.9324 and 60.6500 percent; saturate has none. */
  @Test
  void dividesByAlexNetsPublishedErrors() throws Exception {
    Invocation invocation =
        judge(
            RUNS.run(1),
            out,
            "--only fog,jpeg_compression,saturate --scale imagenet --limit 10 --against alexnet");

    assertThat(invocation.exitCode()).as(invocation.err()).isZero();
    JsonNode document = report(out);
    double fog = (1 - accuracy(document, "fog")) / .819324;
    double jpeg = (1 - accuracy(document, "jpeg_compression")) / .6065;
    assertThat(corruption(document, "fog").path("corruptionError").asDouble())
        .isCloseTo(fog, within(1e-9));
    assertThat(corruption(document, "fog").path("relativeCorruptionError").isNull()).isTrue();
    assertThat(corruption(document, "saturate").path("corruptionError").isNull()).isTrue();
    assertThat(document.at("/baseline/file").isNull()).isTrue();
    assertThat(document.at("/baseline/models/0").asText()).isEqualTo("alexnet");
    assertThat(document.at("/baseline/meanCorruptionError").isNull()).isTrue();
    assertThat(document.at("/baseline/benchmarkMeanCorruptionError").asDouble())
        .isCloseTo((fog + jpeg) / 2, within(1e-9));
    assertThat(invocation.out())
        .containsPattern("mCE of 2 of the benchmark's 15 +[0-9.]+ %")
        .doesNotContain("relative", "mCE of 3");
    assertThat(out.resolve("report.html"))
        .content()
        .contains("as Hendrycks and Dietterich published them")
        .doesNotContain("relative CE");
  }

  @Test
  void storesImagesAsJpegWhenAsked() throws Exception {
    Path made = out.resolve("made");
    String options = "--only fog --severity 2 ";
    Invocation.of("corrupt --in " + DATA + " --jpeg 85 --out " + made + " " + options);

    judge(RUNS.run(1), out.resolve("a"), options + "--jpeg 85 --threads 1");
    judge(RUNS.run(1), out.resolve("b"), options + "--corrupted " + made);
    Invocation other = judge(RUNS.run(1), out.resolve("a"), options + "--resume --json");

    assertThat(report(out.resolve("a")).path("cells"))
        .isEqualTo(report(out.resolve("b")).path("cells"));
    assertThat(report(out.resolve("a")).at("/settings/corrupted input").asText())
        .endsWith(", stored as JPEG of quality 85");
    assertRefused(
        other,
        "report.other-settings",
        out.resolve("a/finished/settings.json") + " was made with another corrupted input: got");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--scale imagenet           | these images were not compressed after they were corrupted.",
        "--scale imagenet --jpeg 75 | these images were compressed with quality 75.",
        "--scale imagenet --jpeg 85 | ",
        "--scale cifar              | ",
      })
  void saysHowImagesDifferFromThePublishedOnes(String options, @Nullable String departure) {
    judge(RUNS.run(1), out, "--only contrast --severity 1 --limit 3 " + options.trim());

    String expected = "ImageNet-C was published as JPEG files of quality 85; ";
    if (departure == null) {
      assertThat(out.resolve("report.html")).content().doesNotContain(expected);
    } else {
      assertThat(out.resolve("report.html")).content().contains(expected + departure);
    }
  }

  @Test
  void tellsHowMuchErrorsDifferBetweenRuns() throws Exception {
    Path base = out.resolve("base");
    judge(RUNS.run(1), base, "--only fog,saturate --severity 5");
    ObjectNode perfectOnSaturate = (ObjectNode) report(base);
    perfectOnSaturate.put("cleanAccuracy", 0.9);
    ((ObjectNode) perfectOnSaturate.at("/cells/0")).put("accuracy", 0.4);
    ((ObjectNode) perfectOnSaturate.at("/cells/1")).put("accuracy", 1);
    Files.writeString(base.resolve("report.json"), perfectOnSaturate.toString());

    Invocation both =
        Invocation.of(
            "robustness corruptions %s %s --data %s --out %s --only fog,saturate --severity 5 --against %s"
                .formatted(RUNS.run(1), RUNS.run(2), DATA, out.resolve("a"), base));

    assertThat(both.exitCode()).as(both.err()).isZero();
    assertThat(both.out())
        .containsPattern("mCE of 1 of the benchmark's 15 +[0-9.]+ \u00b1 [0-9.]+ %");
    List<Double> accuracies =
        Files.readAllLines(out.resolve("a/report.csv")).stream()
            .skip(1)
            .map(line -> Double.valueOf(line.split(",", -1)[4]))
            .toList();
    double first = accuracies.get(1);
    double second = accuracies.get(4);
    double firstLoss = accuracies.get(0) - first;
    double secondLoss = accuracies.get(3) - second;
    JsonNode document = report(out.resolve("a"));
    JsonNode fog = corruption(document, "fog");
    assertThat(fog.path("corruptionError").asDouble())
        .isCloseTo((2 - first - second) / 2 / 0.6, within(1e-9));
    assertThat(fog.path("corruptionErrorDeviation").asDouble())
        .isCloseTo(deviation(first, second) / 0.6, within(1e-9));
    assertThat(fog.path("relativeCorruptionErrorDeviation").asDouble())
        .isCloseTo(deviation(firstLoss, secondLoss) / 0.5, within(1e-9));
    assertThat(document.at("/baseline/benchmarkMeanCorruptionErrorDeviation"))
        .isEqualTo(fog.path("corruptionErrorDeviation"));
    assertThat(document.at("/baseline/benchmarkRelativeMeanCorruptionErrorDeviation"))
        .isEqualTo(fog.path("relativeCorruptionErrorDeviation"));
    JsonNode saturate = corruption(document, "saturate");
    assertThat(saturate.path("corruptionError").isNull()).isTrue();
    assertThat(saturate.has("corruptionErrorDeviation")).isFalse();
    assertThat(document.at("/baseline/meanCorruptionError").isNull()).isTrue();
    assertThat(document.at("/baseline").has("meanCorruptionErrorDeviation")).isFalse();
    assertThat(both.out()).containsPattern("relative mCE of 1 of 2 corruptions +[0-9.-]+ \u00b1");
    assertThat(document.at("/baseline/relativeMeanCorruptionError"))
        .isEqualTo(fog.path("relativeCorruptionError"));
    assertThat(document.at("/baseline/relativeOver").toString()).isEqualTo("[\"fog\"]");
    assertThat(out.resolve("a/report.html"))
        .content()
        .contains("undefined", "the baseline is taken as it is");
  }

  @Test
  void doesNotDivideByALossThatMayBeChance() throws Exception {
    Path base = out.resolve("base");
    judge(RUNS.run(1), base, "--only fog,frost --severity 5");
    ObjectNode losingLittle = (ObjectNode) report(base);
    losingLittle.put("cleanAccuracy", 0.5);
    ((ObjectNode) losingLittle.at("/cells/0")).put("accuracy", 0.4);
    ((ObjectNode) losingLittle.at("/cells/1")).put("accuracy", 0.4);
    ((ObjectNode) corruption(losingLittle, "fog")).put("lossError", 0.06);
    ((ObjectNode) corruption(losingLittle, "frost")).put("lossError", 0.04);
    Files.writeString(base.resolve("report.json"), losingLittle.toString());

    Invocation compared =
        judge(RUNS.run(2), out.resolve("a"), "--only fog,frost --severity 5 --against " + base);

    JsonNode document = report(out.resolve("a"));
    assertThat(compared.out()).contains("relative mCE of 1 of 2 corruptions");
    assertThat(corruption(document, "fog").path("relativeCorruptionError").isNull()).isTrue();
    assertThat(corruption(document, "frost").path("relativeCorruptionError").isNumber()).isTrue();
    assertThat(document.at("/baseline/relativeOver").toString()).isEqualTo("[\"frost\"]");
  }

  /** The sample standard deviation of two values. */
  private static double deviation(double first, double second) {
    return Math.abs(first - second) / Math.sqrt(2);
  }

  @Test
  void keepsWhatItFinished() throws Exception {
    judge(RUNS.run(1), out, "--only fog --severity 1..2");
    JsonNode before = report(out);
    try (var files = Files.list(out.resolve("finished"))) {
      for (Path file : files.filter(one -> one.toString().endsWith("fog_2.json")).toList()) {
        Files.writeString(file, "{\"name\":");
      }
    }

    Invocation again = judge(RUNS.run(1), out, "--only fog --severity 1..2 --json");
    Invocation other = judge(RUNS.run(1), out, "--only fog --resume --seed 9 --json");
    Invocation resumed = judge(RUNS.run(1), out, "--only fog --severity 1..3 --resume --json");

    assertRefused(again, "report.exists", out.resolve("finished") + " holds results already");
    assertRefused(
        other,
        "report.other-settings",
        out.resolve("finished/settings.json") + " was made with another seed: got 9, found 1");
    assertThat(resumed.document().path("reused").asInt()).isEqualTo(2);
    assertThat(resumed.document().path("cells")).hasSize(3);
    for (int i = 0; i < 2; i++) {
      assertThat(resumed.document().path("cells").path(i)).isEqualTo(before.path("cells").path(i));
    }
  }

  @Test
  void takesTheMeanOverSeveralRuns() throws Exception {
    Invocation both =
        Invocation.of(
            "robustness corruptions %s %s --data %s --out %s --only fog --severity 5 --json"
                .formatted(RUNS.run(1), RUNS.run(2), DATA, out));

    assertThat(both.exitCode()).as(both.out()).isZero();
    List<String> table = Files.readAllLines(out.resolve("report.csv"));
    assertThat(table).hasSize(1 + 2 * 2);
    double first = Double.parseDouble(table.get(2).split(",", -1)[4]);
    double second = Double.parseDouble(table.get(4).split(",", -1)[4]);
    JsonNode document = both.document();
    assertThat(document.path("meanOfCorruptions").asDouble())
        .isCloseTo((first + second) / 2, within(1e-9));
    assertThat(document.path("meanOfCorruptionsDeviation").asDouble())
        .isCloseTo(deviation(first, second), within(1e-9));
    assertThat(out.resolve("report.html"))
        .content()
        .contains("means of 2 runs", " \u00b1 ", ">mean of the group<", ">mean of 1 corruption<");
  }
}
