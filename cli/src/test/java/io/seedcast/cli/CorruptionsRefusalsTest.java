package io.seedcast.cli;

import static io.seedcast.cli.JudgedRuns.DATA;
import static io.seedcast.cli.JudgedRuns.assertRefused;
import static io.seedcast.cli.JudgedRuns.judge;
import static io.seedcast.cli.JudgedRuns.report;
import static io.seedcast.cli.JudgedRuns.writePhotograph;
import static org.assertj.core.api.Assertions.assertThat;

import io.seedcast.core.file.AtomicFile;
import io.seedcast.vision.npy.NpyType;
import io.seedcast.vision.npy.NpyWriter;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code robustness corruptions} does not take, and what it says then. */
class CorruptionsRefusalsTest {
  @RegisterExtension static final JudgedRuns RUNS = new JudgedRuns();

  @TempDir Path out;

  @Test
  void refusesImagesThatDoNotFit() throws Exception {
    Path made = out.resolve("made");
    Invocation.of("corrupt --in " + DATA + " --out " + made + " --layout cifar10-c --only fog");
    Invocation missing = judge(RUNS.run(1), out.resolve("a"), "--json --corrupted " + made);
    Invocation fewer =
        Invocation.of(
            "robustness corruptions %s --data shapes10:train=128,test=39 --out %s --json --only fog --corrupted %s"
                .formatted(RUNS.run(1), out.resolve("a"), made));
    AtomicFile.write(made.resolve("labels.npy"), stream -> NpyWriter.labels(stream, new int[40]));
    Invocation mislabelled =
        judge(RUNS.run(1), out.resolve("a"), "--json --only fog --corrupted " + made);

    assertRefused(missing, "data.missing", made + " holds neither gaussian_noise_1.npy");
    assertThat(missing.document().at("/error/message").asText()).endsWith("complete: fog");
    assertRefused(fewer, "data.size", made + " holds 40 images");
    assertRefused(mislabelled, "data.mislabelled", made.resolve("labels.npy") + ": label ");
  }

  @Test
  void refusesABaselineOfSomethingElse() throws Exception {
    Path base = out.resolve("base");
    Path file = base.resolve("report.json");
    judge(RUNS.run(1), base, "--only fog --severity 5");
    Path text = Files.writeString(out.resolve("text"), "{}");

    assertRefused(
        judge(RUNS.run(1), out.resolve("a"), "--json --against " + out.resolve("none")),
        "report.not-a-baseline",
        out.resolve("none") + " cannot be used with --against: there is no such file");
    assertRefused(
        judge(RUNS.run(1), out.resolve("a"), "--json --against " + text),
        "report.not-a-baseline",
        text + " cannot be used with --against: it has format \"\"");
    assertRefused(
        judge(RUNS.run(1), out.resolve("a"), "--json --only snow --severity 5 --against " + base),
        "report.other-baseline",
        file + " cannot be the baseline: it lacks the corruptions [snow], it holds [fog]; use the");
    assertRefused(
        judge(RUNS.run(1), out.resolve("a"), "--json --only fog --severity 4 --against " + base),
        "report.other-baseline",
        file + " cannot be the baseline: it is of the severities [5]: got [4]; use the");
    assertRefused(
        judge(
            RUNS.run(1),
            out.resolve("a"),
            "--json --only fog --severity 5 --seed 2 --against " + base),
        "report.other-baseline",
        file + " cannot be the baseline: it is of other images of fog_5");
    assertRefused(
        Invocation.of(
            "robustness corruptions %s --data shapes10:train=128,test=39 --out %s --json --only fog --severity 5 --against %s"
                .formatted(RUNS.run(1), out.resolve("b"), base)),
        "report.other-baseline",
        file + " cannot be the baseline: it is of another dataset");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--only fog                                     | its errors are of images corrupted at scale imagenet: got scale cifar",
        "--only fog --scale imagenet --severity 2..5    | its errors are means over the severities 1 to 5: got [2, 3, 4, 5]",
        "--only spatter,saturate --scale imagenet       | its errors are of the benchmark's 15 corruptions: got [spatter, saturate]",
      })
  void refusesToDivideByAlexNetsErrorsWhatTheyAreNotOf(String options, String message)
      throws Exception {
    assertRefused(
        judge(RUNS.run(1), out.resolve("a"), "--json --against alexnet " + options.trim()),
        "report.other-baseline",
        "alexnet cannot be the baseline: " + message);
    assertThat(out.resolve("a")).doesNotExist();
  }

  /** Files can be replaced by others of the same sizes. */
  @Test
  void doesNotGoOnWithOtherFilesThanItBeganWith() throws Exception {
    Path made = out.resolve("made");
    String corrupt = "corrupt --in " + DATA + " --only fog --severity 3 --out " + made;
    String options = "--only fog --severity 3 --json --corrupted ";
    Invocation.of(corrupt);
    judge(RUNS.run(1), out.resolve("a"), options + made);
    Path moved = Files.move(made, out.resolve("moved"));

    Invocation resumed = judge(RUNS.run(1), out.resolve("a"), options + moved + " --resume");
    Invocation.of(corrupt + " --seed 2");
    Invocation replaced = judge(RUNS.run(1), out.resolve("a"), options + made + " --resume");

    assertThat(resumed.exitCode()).as(resumed.out()).isZero();
    assertThat(resumed.document().path("reused").asInt()).isEqualTo(2);
    assertRefused(
        replaced,
        "report.other-settings",
        "the finished result on fog_3 is of other images than --corrupted holds now");
  }

  @Test
  void refusesTheSameRunTwice() throws Exception {
    assertNotAlike(copy(RUNS.run(1)), "a deviation is over different runs: " + out.resolve("copy"));
  }

  @Test
  void refusesRunsOnOtherDatasets() throws Exception {
    Path other = copy(RUNS.run(2));
    Path info = other.resolve("run.json");
    Files.writeString(info, Files.readString(info).replace("\"disc\"", "\"coin\""));

    assertNotAlike(
        other, "a mean is over runs on one dataset: " + other + " knows the classes [coin, ring");
  }

  @Test
  void refusesRunsOfOtherNetworks() throws Exception {
    Path wider = out.resolve("wider");
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
                .formatted(RUNS.run(1), other, DATA, out.resolve("a"))),
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
  void refusesAPackageThatIsNotSignedByTheTrustedKey() throws Exception {
    Path packed = out.resolve("mono.seedcast");
    Path key = out.resolve("team");
    Invocation.of("key new --out " + key);
    Invocation.of("pack " + RUNS.run(1) + " --out " + packed);

    Invocation unsigned = judge(packed, out.resolve("a"), "--trust " + key + ".pub");
    Invocation run = judge(RUNS.run(1), out.resolve("b"), "--trust " + key + ".pub");

    assertThat(unsigned.exitCode()).as(unsigned.err()).isEqualTo(ExitCode.REFUSED);
    assertThat(unsigned.err()).contains("not signed");
    assertThat(run.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains("--trust is about a package's signature");
  }

  @Test
  void theTrainingGraphIsOfRunsOnly() throws Exception {
    Path packed = Files.writeString(out.resolve("mono.seedcast"), "any file");

    Invocation invocation = judge(packed, out.resolve("a"), "--runtime training");

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
        "--against DIR/text/fog.npy | report.not-a-baseline | DIR/text/fog.npy cannot be used with --against: it is not a JSON document; accepted are alexnet and the report.json",
      })
  void refusesInputItCannotUse(String options, String code, String message) throws Exception {
    Path bad = out.resolve("bad");
    writeBadInput(bad);
    String data = options.contains("--data") ? "" : " --data " + DATA;

    Invocation invocation =
        Invocation.of(
            "robustness corruptions %s%s --out %s --only fog --json %s"
                .formatted(
                    RUNS.run(1), data, out.resolve("a"), options.replace("DIR", bad.toString())));

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
        judge(out.resolve("none"), out, "--json"),
        "model.missing",
        out.resolve("none") + ": there is no such run folder or package");
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
        "--corrupted x --jpeg 85   | --jpeg is about images that are made",
        "--jpeg 101                | --jpeg takes a quality from 1 to 100: got 101",
        "--threads 0               | --threads must be at least 1: got 0",
      })
  void refusesOptionsThatMakeNoSense(String options, String message) {
    Path report = out.resolve("none");

    Invocation invocation = judge(RUNS.run(1), report, options.trim());

    assertThat(invocation.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(invocation.err()).contains(message);
    assertThat(report).doesNotExist();
  }

  @Test
  void tellsWhenTheReportCannotBeWritten() throws Exception {
    Path file = Files.writeString(out.resolve("file"), "text");

    Invocation invocation = judge(RUNS.run(1), file, "--only fog --json");

    assertThat(invocation.exitCode()).isEqualTo(ExitCode.FAILED);
    assertThat(invocation.document().at("/error/code").asText()).isEqualTo("report.unwritable");
  }
}
