package io.seedcast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.seedcast.core.network.Network;
import io.seedcast.core.network.Shape;
import io.seedcast.core.zoo.Architecture;
import io.seedcast.core.zoo.Dimensions;
import io.seedcast.core.zoo.StandardStyle;
import io.seedcast.train.Recipe;
import io.seedcast.train.RunFolder;
import io.seedcast.train.RunInfo;
import io.seedcast.vision.Dataset;
import io.seedcast.vision.ImageSize;
import io.seedcast.vision.Images;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Attacks a run that was trained for a second, against adversarial examples. */
class AttacksCommandTest {
  private static final String DATA = "shapes10:train=128,test=40";

  @TempDir static Path dir;

  @BeforeAll
  static void train() {
    Invocation trained =
        Invocation.of(
            "train --network resnet18 --width 0.0625 --epochs 2 --batch-size 32 --learning-rate 0.1 --threads 1"
                + " --precision float32 --adversarial fgsm --epsilon 1/255 --decay weights --out "
                + dir.resolve("run")
                + " --data "
                + DATA);
    assertThat(trained.err()).contains("run 2/2").doesNotContain("seedcast:");
    assertThat(trained.exitCode()).isZero();
  }

  private static Invocation attack(String options) {
    return attack("report", options);
  }

  private static Invocation attack(String report, String options) {
    return Invocation.of(
        "robustness attacks "
            + dir.resolve("run")
            + " --threads 1 --limit 20 --out "
            + dir.resolve(report)
            + " --data "
            + DATA
            + " "
            + options);
  }

  @Test
  void leavesAPageATableAndADocument() throws Exception {
    Invocation invocation =
        attack(
            "--attack fgsm,pgd,square --epsilon 4/255,0.5 --steps 3 --queries 5 --json --transfer-from "
                + dir.resolve("run"));

    JsonNode printed = invocation.document();
    assertThat(invocation.exitCode()).isZero();
    assertThat(invocation.err()).contains("square at 4/255: ").contains("transfer-pgd at 0.5: ");
    assertThat(printed.path("images").asInt()).isEqualTo(20);
    assertThat(printed.path("results")).hasSize(5 * 2);
    JsonNode pgd = printed.at("/results/2");
    assertThat(pgd.path("description").asText()).startsWith("3 steps of 0.25 epsilon");
    assertThat(pgd.path("steps").asInt()).isEqualTo(3);
    assertThat(pgd.path("stepSize").asDouble()).isEqualTo(1 / 255.0);
    assertThat(pgd.path("loss").asText()).isEqualTo("cross-entropy");
    assertThat(printed.at("/results/4/queries").asInt()).isEqualTo(5);
    assertThat(printed.at("/results/8/sourceDigest").asText())
        .isEqualTo(printed.path("checkpointDigest").asText());
    assertThat(printed.path("threads").asInt()).isEqualTo(1);
    assertThat(printed.path("libtorch").asText()).startsWith("2.");
    assertThat(printed.path("reused").asInt()).isZero();
    assertThat(printed.path("rules")).hasSize(8);
    assertThat(printed.at("/worstCases/0/epsilon").asDouble()).isIn(4 / 255.0, 0.5);
    assertThat(printed.at("/worstCases/0/change").asDouble()).isBetween(1e-9, 0.5);

    JsonNode document = report("report");
    assertThat(document.path("format").asText()).isEqualTo("seedcast-attacks");
    assertThat(document.path("formatVersion").asInt()).isEqualTo(1);
    assertThat(document.path("results")).isEqualTo(printed.path("results"));
    assertThat(document.path("predictions")).hasSize(10);
    assertThat(document.at("/predictions/9/classes")).hasSize(20);
    assertThat(document.path("imagesInData")).hasSize(20);
    assertThat(document.at("/provenance/codeVersion").isTextual()).isTrue();

    List<String> table = Files.readAllLines(dir.resolve("report/report.csv"));
    assertThat(table).hasSize(1 + 1 + 10);
    assertThat(table.get(0))
        .isEqualTo(
            "attack,epsilon,accuracy,images,correct,steps,restarts,stepSize,loss,queries,initialFraction,sourceDigest,"
                + "run,checkpointDigest,dataDigest,seed,codeVersion");
    double clean = printed.path("cleanAccuracy").asDouble();
    String provenance =
        String.join(
            ",",
            dir.resolve("run").toString(),
            printed.path("checkpointDigest").asText(),
            printed.path("dataDigest").asText(),
            "1",
            quoted(document.at("/provenance/codeVersion").asText()));
    assertThat(table.get(1))
        .isEqualTo("none,0.0," + clean + ",20," + Math.round(20 * clean) + ",,,,,,,," + provenance);
    assertThat(table.get(3)).startsWith("fgsm,0.5,").endsWith(",,,,,,,," + provenance);
    assertThat(table.get(5)).startsWith("pgd,0.5,").contains(",3,1,0.125,cross-entropy,,,,");

    assertThat(dir.resolve("report/report.html"))
        .content()
        .contains(
            "data:image/svg+xml;base64,",
            "epsilon 4/255",
            "accuracy falls with epsilon",
            "true by construction",
            "Worst cases",
            " becomes ")
        .contains("data:image/png;base64,", "Provenance", "fgsm, epsilon")
        .doesNotContain("http://", "https://", "<script", "TITLE");
  }

  private static String quoted(String cell) {
    return cell.contains(",") ? '"' + cell + '"' : cell;
  }

  private static JsonNode report(String folder) throws IOException {
    return JsonMapper.builder().build().readTree(dir.resolve(folder + "/report.json").toFile());
  }

  @Test
  void goesOnWithWhatWasFinished() throws Exception {
    String attacks = "--attack pgd,square --steps 2 --queries 4 --json --epsilon ";
    attack("at-once", attacks + "8/255,0.3");
    Invocation first = attack("twice", attacks + "8/255");

    Invocation again = attack("twice", attacks + "8/255,0.3");
    Invocation otherImages = attack("twice", attacks + "8/255 --resume --seed 2");
    Invocation otherCommand =
        Invocation.of(
            "robustness corruptions %s --resume --json --limit 20 --only fog --severity 1 --out %s --data %s"
                .formatted(dir.resolve("run"), dir.resolve("twice"), DATA));
    Invocation resumed = attack("twice", attacks + "8/255,0.3 --resume");
    Invocation more = attack("twice", attacks + "8/255,0.3 --resume --loss margin");

    assertThat(first.exitCode()).as(first.err()).isZero();
    assertRefused(again, "report.exists", "holds results already; use them with --resume");
    assertRefused(otherImages, "report.other-settings", "another seed: got 2, found 1");
    assertRefused(
        otherCommand, "report.other-settings", "another runtime: got onnx, found nothing");
    assertThat(resumed.err())
        .contains("pgd at 8/255, finished before: ", "pgd at 0.3: ")
        .contains("square at 8/255, finished before: ");
    assertThat(resumed.document().path("reused").asInt()).isEqualTo(2);
    assertThat(more.document().path("reused").asInt()).as("square").isEqualTo(2);
    for (String part : List.of("results", "rules", "worstCases")) {
      assertThat(resumed.document().path(part)).isEqualTo(report("at-once").path(part));
    }
    // With the other loss in between, what was found with the first one is still there.
    attack("twice", attacks + "8/255,0.3 --resume");
    assertThat(report("twice").path("predictions"))
        .isEqualTo(report("at-once").path("predictions"));
    assertThat(pictures("twice")).isNotEmpty().isEqualTo(pictures("at-once"));
  }

  private static List<String> pictures(String folder) throws IOException {
    return Pattern.compile("data:image/png;base64,[^\"]+")
        .matcher(Files.readString(dir.resolve(folder + "/report.html")))
        .results()
        .map(MatchResult::group)
        .toList();
  }

  private static void assertRefused(Invocation invocation, String code, String message)
      throws IOException {
    assertThat(invocation.exitCode()).isEqualTo(ExitCode.REFUSED);
    assertThat(invocation.document().at("/error/code").asText()).isEqualTo(code);
    assertThat(invocation.document().at("/error/message").asText()).contains(message);
  }

  @Test
  void saysWhichRulesWereNotChecked() throws Exception {
    Invocation invocation = attack("fgsm", "--attack fgsm --epsilon 4/255");

    assertThat(invocation.out())
        .contains("not checked           PGD leaves at most what FGSM leaves")
        .contains("needs pgd")
        .contains("true by construction  no attack leaves more than the clean accuracy");
    assertThat(dir.resolve("fgsm/report.html"))
        .content()
        .contains("an unbounded epsilon leaves PGD next to nothing: not checked")
        .contains("<small>needs pgd</small>");
    assertThat(report("fgsm").path("rules").findValuesAsText("state"))
        .containsOnlyOnce("holds")
        .containsOnlyOnce("true by construction")
        .contains("not checked")
        .hasSize(7);
  }

  @Test
  void searchesAsForDigits() throws Exception {
    Invocation invocation =
        attack(
            "steps", "--attack pgd --epsilon 0.1,0.3 --steps 4 --step 0.01 --loss margin --json");

    JsonNode results = invocation.document().path("results");
    assertThat(results.findValuesAsText("stepSize")).containsExactly("0.01", "0.01");
    assertThat(results.at("/1/description").asText())
        .isEqualTo("4 steps of 0.01 along the sign of the gradient of the margin, 1 random start");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--attack pgx             | unknown attack \"pgx\"; did you mean \"pgd\"?",
        "--attack fgsm,fgsm       | an attack can be planned only once",
        "--epsilon 9              | takes a number from 0 to 1 such as 8/255 or 0.03: got \"9\"",
        "--epsilon 8/255,much     | takes a number from 0 to 1 such as 8/255 or 0.03: got \"much\"",
        "--attack fgsm --steps 3  | --steps belongs to --attack pgd: got --attack fgsm",
        "--attack pgd --queries 3 | --queries belongs to --attack square: got --attack pgd",
        "--attack fgsm --step 3/255    | --step belongs to --attack pgd: got --attack fgsm",
        "--attack fgsm --loss margin   | --loss belongs to --attack pgd: got --attack fgsm",
        "--step 0                 | a step must be above 0: got 0.0",
        "--loss marge             | unknown loss \"marge\"; did you mean \"margin\"?",
        "--steps 0                | steps and restarts must be at least 1: got 0 and 1",
        "--queries 0              | queries must be at least 1: got 0",
        "--limit 0                | --limit must be at least 1: got 0",
        "--attack square --transfer-from DIR/run | --transfer-from lends the examples of fgsm and pgd",
      })
  void refusesOptionsThatMakeNoSense(String options, String message) {
    Path out = dir.resolve("none");
    String command = options.trim().replace("DIR", dir.toString());
    String limit = command.contains("--limit") ? "" : " --limit 5";

    Invocation invocation =
        Invocation.of(
            "robustness attacks %s --data %s --out %s%s %s"
                .formatted(dir.resolve("run"), DATA, out, limit, command));

    assertThat(invocation.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(invocation.err()).contains(message);
    assertThat(out).doesNotExist();
  }

  @Test
  void refusesAPackageWhichHasNoTrainingGraph() throws Exception {
    Path packed = Files.writeString(dir.resolve("mono.seedcast"), "any file");

    Invocation invocation =
        Invocation.of(
            "robustness attacks "
                + packed
                + " --json --out "
                + dir.resolve("no")
                + " --data "
                + DATA);

    assertRefused(invocation, "run.not-a-run", packed + " is a file, not a run folder");
  }

  @Test
  void refusesARunOrDataOfOtherClasses() throws Exception {
    Path two = dir.resolve("two");
    Network network =
        Architecture.RESNET18.build(
            new StandardStyle(), new Dimensions(Shape.of(3, 32, 32), 2, 0.0625));
    Images one =
        Images.builder(1, new ImageSize(3, 32, 32)).put(0, new byte[3 * 32 * 32], 0).build();
    Dataset dataset = new Dataset("two", List.of("a", "b"), one, one);
    RunFolder.create(
        two, network, RunInfo.starting("train", "two", dataset, Recipe.of(1, 1), Map.of()));

    Invocation source = attack("--attack fgsm --json --transfer-from " + two);
    Invocation data =
        Invocation.of("robustness attacks " + two + " --json --out " + dir + " --data " + DATA);

    assertThat(source.exitCode()).isEqualTo(ExitCode.REFUSED);
    assertThat(source.document().at("/error/code").asText()).isEqualTo("attack.other-source");
    assertThat(source.document().at("/error/message").asText())
        .startsWith(
            two
                + " cannot lend its examples: it takes images of 3x32x32 and knows the classes [a, b]");
    assertThat(data.exitCode()).isEqualTo(ExitCode.REFUSED);
    assertThat(data.document().at("/error/code").asText()).isEqualTo("data.other-model");
  }

  @Test
  void tellsWhenTheReportCannotBeWritten() throws Exception {
    Path file = Files.writeString(dir.resolve("file"), "text");

    Invocation invocation =
        Invocation.of(
            "robustness attacks "
                + dir.resolve("run")
                + " --json --limit 1 --out "
                + file
                + " --data "
                + DATA);

    assertThat(invocation.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(invocation.document().at("/error/code").asText()).isEqualTo("report.unwritable");
  }
}
