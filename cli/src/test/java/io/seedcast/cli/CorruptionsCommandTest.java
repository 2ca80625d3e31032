package io.seedcast.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.seedcast.core.file.AtomicFile;
import io.seedcast.vision.ImageSize;
import io.seedcast.vision.npy.NpyType;
import io.seedcast.vision.npy.NpyWriter;
import io.seedcast.vision.picture.Picture;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Corrupts the test images of two runs that were trained for a second each. */
class CorruptionsCommandTest {
  private static final String DATA = "shapes10:train=128,test=40";

  @TempDir static Path dir;
  @TempDir Path out;

  @BeforeAll
  static void train() {
    for (String seed : List.of("1", "2")) {
      Invocation trained =
          Invocation.of(
              "train --network resnet18 --width 0.0625 --method mono --epochs 2 --batch-size 32 --learning-rate 0.1"
                  + " --threads 1 --precision float32 --seed "
                  + seed
                  + " --out "
                  + dir.resolve("run" + seed)
                  + " --data "
                  + DATA);
      assertThat(trained.exitCode()).as(trained.err()).isZero();
    }
  }

  private static Path run(int seed) {
    return dir.resolve("run" + seed);
  }

  private static Invocation corruptions(Path model, Path out, String options) {
    return Invocation.of(
        ("robustness corruptions " + model + " --data " + DATA + " --out " + out + " " + options)
            .trim());
  }

  private static JsonNode report(Path out) throws Exception {
    return JsonMapper.builder().build().readTree(out.resolve("report.json").toFile());
  }

  @Test
  void leavesAPageATableAndADocument() throws Exception {
    Invocation invocation = corruptions(run(1), out, "--only fog,contrast,saturate --json");

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
        .startsWith(run(1) + ",clean,,0," + document.path("cleanAccuracy").asDouble() + ",");
    assertThat(out.resolve("report.html"))
        .content()
        .contains("data:image/svg+xml;base64,", "data:image/png;base64,", "Worst cases", "ECE")
        .contains("mean of 3 corruptions", "mean of the 2 groups", "Provenance", "severity 5")
        .contains("sd over corruptions", "alt=\"fog_5\"")
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
    Invocation.of("pack " + run(1) + " --out " + packed);
    String options = "--only glass_blur,pixelate --severity 3..4";

    corruptions(run(1), out.resolve("a"), options);
    Invocation invocation = corruptions(packed, out.resolve("b"), options);

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
    Invocation evaluated = Invocation.of("evaluate " + run(1) + " --data " + DATA + " --json");
    corruptions(run(1), out.resolve("onnx"), "--only frost --severity 2..3");
    Invocation training =
        corruptions(
            run(1), out.resolve("graph"), "--only frost --severity 2..3 --runtime training");

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
    corruptions(run(1), out.resolve("a"), "--only fog,spatter --seed 7 --limit 11");
    Invocation read =
        corruptions(
            run(1), out.resolve("b"), "--only fog,spatter --seed 7 --limit 11 --corrupted " + made);

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

    Invocation laid = corruptions(run(1), out.resolve("a"), withPhotographs);
    corruptions(run(1), out.resolve("b"), frost + "--corrupted " + made);
    writePhotograph(photographs.resolve("ice.png"), 200);
    Invocation changed =
        corruptions(run(1), out.resolve("a"), withPhotographs + " --resume --json");

    assertThat(laid.exitCode()).as(laid.err()).isZero();
    assertThat(report(out.resolve("a")).path("cells"))
        .isEqualTo(report(out.resolve("b")).path("cells"));
    assertRefused(
        changed,
        "report.other-settings",
        out.resolve("a/finished/settings.json") + " was made with another corrupted input: got");
  }

  private static void writePhotograph(Path file, int level) throws IOException {
    ImageSize size = new ImageSize(3, 170, 180);
    byte[] pixels = new byte[size.bytes()];
    Arrays.fill(pixels, (byte) level);
    Files.write(file, Picture.of(size, pixels).toPng());
  }

  @Test
  void refusesImagesThatDoNotFit() throws Exception {
    Path made = out.resolve("made");
    Invocation.of("corrupt --in " + DATA + " --out " + made + " --layout cifar10-c --only fog");
    Invocation missing = corruptions(run(1), out.resolve("a"), "--json --corrupted " + made);
    Invocation fewer =
        Invocation.of(
            "robustness corruptions %s --data shapes10:train=128,test=39 --out %s --json --only fog --corrupted %s"
                .formatted(run(1), out.resolve("a"), made));
    AtomicFile.write(made.resolve("labels.npy"), stream -> NpyWriter.labels(stream, new int[40]));
    Invocation mislabelled =
        corruptions(run(1), out.resolve("a"), "--json --only fog --corrupted " + made);

    assertRefused(missing, "data.missing", made + " holds neither gaussian_noise_1.npy");
    assertThat(missing.document().at("/error/message").asText()).endsWith("complete: fog");
    assertRefused(fewer, "data.size", made + " holds 40 images");
    assertRefused(mislabelled, "data.mislabelled", made.resolve("labels.npy") + ": label ");
  }

  private static void assertRefused(Invocation invocation, String code, String message)
      throws Exception {
    assertThat(invocation.exitCode()).as(invocation.out()).isEqualTo(ExitCode.REFUSED);
    assertThat(invocation.document().at("/error/code").asText()).isEqualTo(code);
    assertThat(invocation.document().at("/error/message").asText()).startsWith(message);
  }

  @Test
  void comparesWithABaseline() throws Exception {
    Path base = out.resolve("base");
    corruptions(run(2), base, "--only fog,contrast --severity 4..5");

    Invocation itself =
        corruptions(
            run(2),
            out.resolve("a"),
            "--json --only fog,contrast --severity 4..5 --against " + base);
    Invocation other =
        corruptions(
            run(1),
            out.resolve("b"),
            "--only fog,contrast --severity 4..5 --against " + base.resolve("report.json"));

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
  }

  @Test
  void tellsHowMuchErrorsDifferBetweenRuns() throws Exception {
    Path base = out.resolve("base");
    corruptions(run(1), base, "--only fog,saturate --severity 5");
    ObjectNode perfectOnSaturate = (ObjectNode) report(base);
    perfectOnSaturate.put("cleanAccuracy", 0.9);
    ((ObjectNode) perfectOnSaturate.at("/cells/0")).put("accuracy", 0.4);
    ((ObjectNode) perfectOnSaturate.at("/cells/1")).put("accuracy", 1);
    Files.writeString(base.resolve("report.json"), perfectOnSaturate.toString());

    Invocation both =
        Invocation.of(
            "robustness corruptions %s %s --data %s --out %s --only fog,saturate --severity 5 --against %s"
                .formatted(run(1), run(2), DATA, out.resolve("a"), base));

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
    corruptions(run(1), base, "--only fog,frost --severity 5");
    ObjectNode losingLittle = (ObjectNode) report(base);
    losingLittle.put("cleanAccuracy", 0.5);
    ((ObjectNode) losingLittle.at("/cells/0")).put("accuracy", 0.4);
    ((ObjectNode) losingLittle.at("/cells/1")).put("accuracy", 0.4);
    ((ObjectNode) corruption(losingLittle, "fog")).put("lossError", 0.06);
    ((ObjectNode) corruption(losingLittle, "frost")).put("lossError", 0.04);
    Files.writeString(base.resolve("report.json"), losingLittle.toString());

    Invocation compared =
        corruptions(run(2), out.resolve("a"), "--only fog,frost --severity 5 --against " + base);

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
  void refusesABaselineOfSomethingElse() throws Exception {
    Path base = out.resolve("base");
    Path file = base.resolve("report.json");
    corruptions(run(1), base, "--only fog --severity 5");
    Path text = Files.writeString(out.resolve("text"), "{}");

    assertRefused(
        corruptions(run(1), out.resolve("a"), "--json --against " + out.resolve("none")),
        "report.not-a-baseline",
        out.resolve("none") + " cannot be used with --against: there is no such file");
    assertRefused(
        corruptions(run(1), out.resolve("a"), "--json --against " + text),
        "report.not-a-baseline",
        text + " cannot be used with --against: it has format \"\"");
    assertRefused(
        corruptions(run(1), out.resolve("a"), "--json --only snow --severity 5 --against " + base),
        "report.other-baseline",
        file + " cannot be compared with: it is of other corruptions: got [snow], found [fog]");
    assertRefused(
        corruptions(run(1), out.resolve("a"), "--json --only fog --severity 4 --against " + base),
        "report.other-baseline",
        file + " cannot be compared with: it is of other severities: got [4], found [5]");
    assertRefused(
        corruptions(
            run(1), out.resolve("a"), "--json --only fog --severity 5 --seed 2 --against " + base),
        "report.other-baseline",
        file + " cannot be compared with: it is of other images of fog_5");
    assertRefused(
        Invocation.of(
            "robustness corruptions %s --data shapes10:train=128,test=39 --out %s --json --only fog --severity 5 --against %s"
                .formatted(run(1), out.resolve("b"), base)),
        "report.other-baseline",
        file + " cannot be compared with: it is of another dataset");
  }

  @Test
  void keepsWhatItFinished() throws Exception {
    corruptions(run(1), out, "--only fog --severity 1..2");
    JsonNode before = report(out);
    try (var files = Files.list(out.resolve("finished"))) {
      for (Path file : files.filter(one -> one.toString().endsWith("fog_2.json")).toList()) {
        Files.writeString(file, "{\"name\":");
      }
    }

    Invocation again = corruptions(run(1), out, "--only fog --severity 1..2 --json");
    Invocation other = corruptions(run(1), out, "--only fog --resume --seed 9 --json");
    Invocation resumed = corruptions(run(1), out, "--only fog --severity 1..3 --resume --json");

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
                .formatted(run(1), run(2), DATA, out));

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
    assertThat(out.resolve("report.html")).content().contains("means of 2 runs", " \u00b1 ");
  }

  @Test
  void refusesTheSameRunTwice() throws Exception {
    assertNotAlike(copy(run(1)), "a deviation is over different runs: " + out.resolve("copy"));
  }

  @Test
  void refusesRunsOnOtherDatasets() throws Exception {
    Path other = copy(run(2));
    Path info = other.resolve("run.json");
    Files.writeString(info, Files.readString(info).replace("\"disc\"", "\"coin\""));

    assertNotAlike(
        other, "a mean is over runs on one dataset: " + other + " knows the classes [coin, ring");
  }

  @Test
  void refusesRunsOfOtherNetworks() throws Exception {
    Path wider = dir.resolve("wider");
    Invocation.of(
        "train --network resnet18 --width 0.125 --method mono --epochs 1 --limit 2 --batch-size 2 --threads 1"
            + " --precision float32 --out "
            + wider
            + " --data shapes10:train=2,test=1");

    assertNotAlike(
        wider,
        "a mean is over runs of one network: "
            + wider
            + " holds resnet18, mono, for images of 3x32x32, with ");
  }

  private void assertNotAlike(Path other, String message) throws Exception {
    assertRefused(
        Invocation.of(
            "robustness corruptions %s %s --data %s --out %s --json"
                .formatted(run(1), other, DATA, out.resolve("a"))),
        "report.other-network",
        message);
  }

  private Path copy(Path run) throws IOException {
    Path copy = Files.createDirectories(out.resolve("copy"));
    try (var files = Files.list(run)) {
      for (Path file : files.toList()) {
        Files.copy(file, copy.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    return copy;
  }

  @Test
  void theTrainingGraphIsOfRunsOnly() throws Exception {
    Path packed = Files.writeString(out.resolve("mono.seedcast"), "any file");

    Invocation invocation = corruptions(packed, out.resolve("a"), "--runtime training");

    assertThat(invocation.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(invocation.err())
        .contains("--runtime training takes run folders: got " + packed + "; a package has no");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--corrupted DIR/none       | data.missing     | DIR/none: there is no such folder; expected one with files such as fog.npy",
        "--corrupted DIR/empty      | data.missing     | DIR/empty: no corrupted images; expected files such as fog.npy",
        "--corrupted DIR/text       | data.undecodable | DIR/text/fog.npy: not a .npy file",
        "--corrupted DIR/short      | data.truncated   | DIR/short/fog.npy: the file is cut short",
        "--corrupted DIR/decimals   | data.mixed-up    | DIR/decimals/fog.npy: elements of type <f4, shape (5, 4, 4, 3); images are uint8",
        "--corrupted DIR/flat       | data.size        | DIR/flat/fog.npy: shape (5, 48); images have shape (N, height, width, 3)",
        "--corrupted DIR/small      | data.size        | DIR/small holds 40 images of 3x4x4 for each corruption and severity; accepted are as many as there are test images, 40 of 3x32x32",
        "--corrupted DIR/unlabelled | data.missing     | DIR/unlabelled/labels.npy: the labels are missing; expected one integer per image",
        "--corrupted DIR/fewlabels  | data.mislabelled | DIR/fewlabels/labels.npy: 3 labels do not match fog.npy, which holds 40 images a severity; accepted are 40 or 200 labels",
        "--corrupted DIR/badlabels  | data.mixed-up    | DIR/badlabels/labels.npy: elements of type <f4, shape (40,); labels are integers",
        "--frost-images DIR/none    | data.missing     | DIR/none: there is no such folder; expected one with PNG and JPEG files",
        "--frost-images DIR/empty   | data.missing     | DIR/empty: no picture; files ending in",
        "--frost-images DIR/text    | data.undecodable | DIR/text/ice.png: not an image",
        "--data folder:DIR/pictures | data.undecodable | DIR/pictures/test/b/1.png: not an image",
        "--data cifar10:DIR/empty   | data.missing     | DIR/empty",
        "--against DIR/text/fog.npy | report.not-a-baseline | DIR/text/fog.npy cannot be used with --against: it is not a JSON document; accepted is the report.json",
      })
  void refusesInputItCannotUse(String options, String code, String message) throws Exception {
    Path bad = out.resolve("bad");
    writeBadInput(bad);
    String data = options.contains("--data") ? "" : " --data " + DATA;

    Invocation invocation =
        Invocation.of(
            "robustness corruptions %s%s --out %s --only fog --json %s"
                .formatted(run(1), data, out.resolve("a"), options.replace("DIR", bad.toString())));

    assertRefused(invocation, code, message.replace("DIR", bad.toString()));
    assertThat(out.resolve("a")).doesNotExist();
  }

  private static void writeBadInput(Path bad) throws IOException {
    for (String folder : List.of("empty", "pictures/test/a", "pictures/test/b")) {
      Files.createDirectories(bad.resolve(folder));
    }
    for (String file : List.of("text/fog.npy", "text/ice.png", "pictures/test/b/1.png")) {
      Files.createDirectories(bad.resolve(file).getParent());
      Files.writeString(bad.resolve(file), "some text");
    }
    writePhotograph(bad.resolve("pictures/test/a/1.png"), 7);
    writeArray(bad.resolve("short/fog.npy"), NpyType.UINT8, 5, 4, 4, 3);
    try (FileChannel cut =
        FileChannel.open(bad.resolve("short/fog.npy"), StandardOpenOption.WRITE)) {
      cut.truncate(cut.size() - 1);
    }
    writeArray(bad.resolve("decimals/fog.npy"), NpyType.FLOAT32, 5, 4, 4, 3);
    writeArray(bad.resolve("flat/fog.npy"), NpyType.UINT8, 5, 48);
    for (String folder : List.of("small", "unlabelled", "fewlabels", "badlabels")) {
      writeArray(bad.resolve(folder + "/fog.npy"), NpyType.UINT8, 200, 4, 4, 3);
    }
    writeArray(bad.resolve("small/labels.npy"), NpyType.UINT8, 40);
    writeArray(bad.resolve("fewlabels/labels.npy"), NpyType.UINT8, 3);
    writeArray(bad.resolve("badlabels/labels.npy"), NpyType.FLOAT32, 40);
  }

  /** Writes an array of zeros. */
  private static void writeArray(Path file, NpyType type, long... shape) throws IOException {
    Files.createDirectories(file.getParent());
    long count = Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    AtomicFile.write(
        file,
        stream -> {
          NpyWriter.header(stream, type, shape);
          stream.write(new byte[(int) count * type.bytes()]);
        });
  }

  @Test
  void refusesAModelThatIsNotThere() throws Exception {
    assertRefused(
        corruptions(dir.resolve("none"), out, "--json"),
        "model.missing",
        dir.resolve("none") + ": there is no such run folder or package");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--only fogg               | unknown corruption \"fogg\"; did you mean \"fog\"?",
        "--severity 6              | --severity takes 1 to 5, or a range such as 1..5: got \"6\"",
        "--scale tiny              | unknown scale \"tiny\"",
        "--runtime torch           | unknown runtime \"torch\"",
        "--limit 0                 | --limit must be at least 1: got 0",
        "--severity 0              | got \"0\"",
        "--corrupted x --scale cifar | --scale is about images that are made",
        "--corrupted x --frost-images y | --frost-images is about images that are made",
      })
  void refusesOptionsThatMakeNoSense(String options, String message) {
    Path report = out.resolve("none");

    Invocation invocation = corruptions(run(1), report, options.trim());

    assertThat(invocation.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(invocation.err()).contains(message);
    assertThat(report).doesNotExist();
  }

  @Test
  void tellsWhenTheReportCannotBeWritten() throws Exception {
    Path file = Files.writeString(out.resolve("file"), "text");

    Invocation invocation = corruptions(run(1), file, "--only fog --json");

    assertThat(invocation.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(invocation.document().at("/error/code").asText()).isEqualTo("report.unwritable");
  }
}
