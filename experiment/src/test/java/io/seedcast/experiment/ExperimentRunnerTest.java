package io.seedcast.experiment;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.seedcast.experiment.TinyExperiments.Recorder;
import io.seedcast.train.DecayScope;
import io.seedcast.train.RunFolder;
import io.seedcast.train.RunInfo;
import io.seedcast.train.TrainingListener;
import io.seedcast.vision.Dataset;
import io.seedcast.vision.ImageSize;
import io.seedcast.vision.shapes.Shapes10;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExperimentRunnerTest {
  private static final String CNN = "{\"label\": \"CNN\", \"method\": \"standard\"}";
  private static final String MONO = "{\"label\": \"MonoCNN\", \"method\": \"mono\"}";
  private static final String TAUGHT =
      "{\"label\": \"taught\", \"method\": \"mono\", \"teacher\": \"CNN\"}";
  private static final String PLOTS =
      ", \"plots\": [{\"kind\": \"epochs\", \"title\": \"E\"}, {\"kind\": \"pareto\", \"title\": \"P\"}]";

  @TempDir Path out;

  @Test
  void trainsTeachersFirstAndWritesWhatCameOut() throws Exception {
    Experiment experiment =
        TinyExperiments.of(
            TAUGHT + "," + CNN,
            PLOTS,
            ", \"baseline\": \"CNN\"",
            ", \"claims\": [{\"text\": \"CNN is best.\", \"better\": \"CNN\"}]",
            ", \"published\": {\"shapes10\": {\"CNN\":"
                + " {\"accuracy\": \"99.87 %\", \"learned\": \"9.2 M\"}}}");
    Recorder recorder = new Recorder();

    ExperimentOutcome outcome =
        ExperimentRunner.run(experiment, "tiny", TinyExperiments.setup(), out, false, recorder);

    assertThat(recorder.finished).containsExactly("CNN, seed 1", "taught, seed 1");
    assertThat(outcome.trained()).isEqualTo(2);
    assertThat(outcome.runs()).extracting(run -> run.name()).containsExactly("CNN", "taught");
    double fraction = requireNonNull(outcome.runs().get(0).accuracy());
    String accuracy = String.format(Locale.ROOT, "%.2f %%", 100 * fraction);
    String sent = String.format(Locale.ROOT, "%.1f kB", outcome.runs().get(0).sentBytes() / 1e3);
    assertThat(Files.readString(out.resolve("trial.md")))
        .contains("| network | accuracy | published | learned | sent | computed | stored |")
        .contains("| CNN | " + accuracy + " | 99.87 % | ")
        .contains("| " + sent + " | ")
        .contains("| network | learned | published | sent | computed | stored |")
        .contains("| CNN | 9,228,362 | 9.2 M | 36.91 MB | ")
        .contains("CNN is best.")
        .contains("seedcast experiment run trial", "test", "any", "2026-01-02T03:04:05Z")
        .contains(TinyExperiments.dataset().sha256())
        .doesNotContain("Not finished", "different versions");
    assertThat(Files.readString(out.resolve("trial.html")))
        .contains(accuracy, "99.87 %", "data:image/svg+xml;base64,")
        .doesNotContain("src=\"http", "href=");
    assertThat(Files.readString(out.resolve("trial.json")))
        .containsPattern("\"claim\" : .*\\s+\"answer\" : .*\\s+\"reason\" : ");
    assertThat(Files.readAllLines(out.resolve("trial.csv"))).hasSize(3);
    assertThat(Files.readString(out.resolve("trial.csv")))
        .contains(
            String.format(Locale.ROOT, "CNN,1,%.6f,", fraction),
            "," + outcome.runs().get(0).macs() + ",");
    assertThat(outcome.files()).hasSize(8).allSatisfy(file -> assertThat(file).isNotEmptyFile());
  }

  @Test
  void trainsNothingASecondTime() throws Exception {
    Experiment experiment = TinyExperiments.of(CNN);
    ExperimentOutcome first = TinyExperiments.run(experiment, out);
    Recorder recorder = new Recorder();

    ExperimentOutcome second =
        ExperimentRunner.run(experiment, "tiny", TinyExperiments.setup(), out, true, recorder);

    assertThat(recorder.epochs).isEmpty();
    assertThat(second.trained()).isZero();
    assertThat(second.cached()).isEqualTo(1);
    assertThat(second.runs()).isEqualTo(first.runs());
  }

  @Test
  void aReportNeedsNeitherTheCheckpointNorAResultOfThisVersion() throws Exception {
    Path run = TinyExperiments.run(TinyExperiments.of(CNN), out).runs().get(0).folder();
    String waiting = fact("waiting for data");
    Path result = run.resolve("result.json");
    assertThat(result).content().contains("\"waiting\" : ", "\"sideBySide\" : \"1\"");
    Files.writeString(
        result,
        Files.readString(result)
            .replaceFirst("  \"waiting\" : .*,\n", "")
            .replaceFirst("    \"sideBySide\" : .*,\n", "")
            .replaceFirst(",\n    \"threadsEach\" : .*\n", "\n"));
    String earlier = Files.readString(result);
    Files.delete(run.resolve("checkpoint.safetensors"));

    ExperimentOutcome outcome = TinyExperiments.run(TinyExperiments.of(CNN), out);

    assertThat(outcome.trained()).isZero();
    assertThat(waiting).startsWith("at most ").endsWith(" % of the time of any epoch");
    assertThat(fact("waiting for data")).isEqualTo(waiting);
    assertThat(fact("trainings")).isEqualTo("unknown");
    Files.delete(run.resolve("metrics.csv"));
    TinyExperiments.run(TinyExperiments.of(CNN), out);
    assertThat(fact("waiting for data")).isEqualTo("unknown");
    assertThat(result).hasContent(earlier);
  }

  /** What the report says of how it was made. */
  private String fact(String name) throws IOException {
    String start = "- **" + name + "**: ";
    return Files.readAllLines(out.resolve("trial.md")).stream()
        .filter(line -> line.startsWith(start))
        .map(line -> line.substring(start.length()))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aReportTellsTheTrainingsShareOfTheMachineNotItsOwn() throws Exception {
    Experiment experiment = TinyExperiments.of(CNN);
    ExperimentListener none = ExperimentListener.NONE;
    ExperimentRunner.run(experiment, "tiny", TinyExperiments.setup(2, 1), out, false, none);

    ExperimentRunner.run(experiment, "tiny", TinyExperiments.setup(2, 2), out, true, none);

    assertThat(fact("trainings")).isEqualTo("1 at a time, 2 threads each");
  }

  @Test
  void tellsWhenRunsAreOfDifferentVersions() throws Exception {
    Experiment experiment = TinyExperiments.of(CNN + "," + MONO);
    ExperimentOutcome first = TinyExperiments.run(experiment, out);
    Path result = first.runs().get(0).folder().resolve("result.json");
    Files.writeString(
        result,
        Files.readString(result)
            .replace("\"codeVersion\" : \"test\"", "\"codeVersion\" : \"older\""));

    TinyExperiments.run(experiment, out);

    assertThat(Files.readString(out.resolve("trial.md")))
        .contains("different versions of this program", "differ: older; test.")
        .contains("- **code**: trained by older; test; reported by test");
  }

  @Test
  void trainsOnlyWhatChangedAndSharesRunsAmongExperiments() {
    TinyExperiments.run(TinyExperiments.of(CNN + "," + MONO), out);
    Experiment other =
        TinyExperiments.of(
            "{\"label\": \"plain\", \"method\": \"standard\"},"
                + "{\"label\": \"MonoCNN\", \"method\": \"mono\", \"options\": {\"terms\": \"2\"}}");
    Recorder recorder = new Recorder();

    ExperimentOutcome outcome =
        ExperimentRunner.run(other, "tiny", TinyExperiments.setup(), out, true, recorder);

    assertThat(recorder.finished).containsExactly("MonoCNN, seed 1");
    assertThat(outcome.cached()).isEqualTo(1);
    assertThat(folders()).hasSize(3);
  }

  @Test
  void continuesAnInterruptedRunAfterItsLastWholeEpoch() {
    Experiment experiment = TinyExperiments.of(CNN);
    ExperimentListener interrupting =
        new ExperimentListener() {
          @Override
          public TrainingListener training(Training training) {
            return new TrainingListener() {
              @Override
              public void epochStarted(int epoch, int epochs, int steps) {
                if (epoch == 2) {
                  throw new IllegalStateException("pulled the plug");
                }
              }
            };
          }
        };
    Throwable thrown =
        catchThrowable(
            () ->
                ExperimentRunner.run(
                    experiment, "tiny", TinyExperiments.setup(), out, false, interrupting));
    assertThat(thrown).hasMessage("pulled the plug");
    Recorder recorder = new Recorder();

    ExperimentOutcome outcome =
        ExperimentRunner.run(experiment, "tiny", TinyExperiments.setup(), out, true, recorder);

    assertThat(recorder.epochs).containsExactly("CNN, seed 1: 2 of 2");
    assertThat(RunFolder.open(outcome.runs().get(0).folder()).metrics()).hasSize(2);
  }

  @Test
  void sideBySideGivesTheSameNetworksAsOneAfterTheOther(@TempDir Path other) throws Exception {
    Experiment experiment = TinyExperiments.of(CNN + "," + MONO);
    TinyExperiments.run(experiment, out);

    ExperimentRunner.run(
        experiment,
        "tiny",
        TinyExperiments.setup(TinyExperiments.dataset(), 2),
        other,
        false,
        ExperimentListener.NONE);

    assertThat(withoutTimes(other.resolve("trial.csv")))
        .isEqualTo(withoutTimes(out.resolve("trial.csv")));
  }

  private static List<String> withoutTimes(Path csv) throws IOException {
    return Files.readAllLines(csv).stream()
        .map(line -> line.replaceFirst("(\\d+),[\\d.]+,([0-9a-f]{64},[0-9a-f]{64})$", "$1,$2"))
        .toList();
  }

  @Test
  void aDivergedRunIsAResultAndSoIsThatOfItsPupil() throws Exception {
    Experiment experiment =
        TinyExperiments.of(
            "{\"label\": \"CNN\", \"method\": \"standard\", \"learningRate\": 1e30}," + TAUGHT);

    ExperimentOutcome outcome = TinyExperiments.run(experiment, out);

    assertThat(outcome.runs()).hasSize(2).allSatisfy(run -> assertThat(run.accuracy()).isNull());
    assertThat(Files.readString(out.resolve("trial.md"))).contains("| CNN | diverged |");
    assertThat(TinyExperiments.run(experiment, out).trained()).isZero();
  }

  @Test
  void aClaimAboutADivergedRunIsUndecidable() throws Exception {
    Experiment experiment =
        TinyExperiments.of(
            CNN + ",{\"label\": \"steep\", \"method\": \"mono\", \"learningRate\": 1e30}",
            ", \"claims\": [{\"text\": \"Steep is best.\", \"better\": \"steep\"}]");

    TinyExperiments.run(experiment, out);

    assertThat(Files.readString(out.resolve("trial.md")))
        .contains("- **Steep is best.**: undecidable: steep diverged");
  }

  @Test
  void trainsByTheRecipeOfTheFile() {
    Experiment experiment =
        TinyExperiments.of(
            "{\"label\": \"CNN\", \"method\": \"standard\", \"decay\": \"weights\"},"
                + "{\"label\": \"taught\", \"method\": \"mono\", \"teacher\": \"CNN\","
                + " \"softWeight\": 0.7, \"featureWeight\": 0}");

    ExperimentOutcome outcome = TinyExperiments.run(experiment, out);

    RunInfo cnn = RunFolder.open(outcome.runs().get(0).folder()).info();
    RunInfo taught = RunFolder.open(outcome.runs().get(1).folder()).info();
    assertThat(cnn.recipe().decayScope()).isEqualTo(DecayScope.WEIGHTS);
    assertThat(taught.recipe().decayScope()).isEqualTo(DecayScope.ALL);
    assertThat(List.of(taught.softWeight(), taught.featureWeight())).containsExactly(0.7, 0.0);
  }

  @Test
  void refusesATeacherOfOtherStagesBeforeAnythingIsTrained() {
    Experiment experiment =
        TinyExperiments.of(CNN.replace("}", ", \"network\": \"resnet18\"}") + "," + TAUGHT);

    assertThat(catchThrowable(() -> TinyExperiments.run(experiment, out)))
        .isInstanceOfSatisfying(
            ExperimentException.class, e -> assertThat(e.code()).isEqualTo("experiment.malformed"))
        .hasMessageStartingWith(
            "trial.json is not an experiment: run \"taught\" cannot learn from \"CNN\": teacher and"
                + " student must have the same stages");
    assertThat(out).isEmptyDirectory();
  }

  @Test
  void refusesAFolderInWhichAnotherExperimentRuns() {
    TinyExperiments.run(TinyExperiments.of(CNN), out);
    ExperimentData data = TinyExperiments.setup().data();

    try (ExperimentFolder running = ExperimentFolder.open(out, "other", data, true)) {
      assertThat(catchThrowable(() -> start(TinyExperiments.dataset(), true)))
          .isInstanceOfSatisfying(
              ExperimentException.class, e -> assertThat(e.code()).isEqualTo("experiment.in-use"))
          .hasMessageContaining("another experiment is running in " + out);
      assertThat(running.run("0")).doesNotExist();
    }
    assertThat(catchThrowable(() -> start(TinyExperiments.dataset(), true))).isNull();
  }

  @Test
  void doesNotReplaceAFileThatIsNoReport() throws Exception {
    TinyExperiments.run(TinyExperiments.of(CNN), out);
    Path file = Files.writeString(out.resolve("trial.json"), "{\"title\": \"mine\"}");

    assertThat(catchThrowable(() -> start(TinyExperiments.dataset(), true)))
        .isInstanceOfSatisfying(
            ExperimentException.class, e -> assertThat(e.code()).isEqualTo("experiment.name"))
        .hasMessageStartingWith(file + " is not a report");
    assertThat(file).hasContent("{\"title\": \"mine\"}");
  }

  @Test
  void refusesAResultOfANewerVersionAndLeavesItAsItIs() throws Exception {
    ExperimentOutcome outcome = TinyExperiments.run(TinyExperiments.of(CNN), out);
    Path result = outcome.runs().get(0).folder().resolve("result.json");
    String newer =
        Files.readString(result).replace("\"formatVersion\" : 1", "\"formatVersion\" : 2");
    Files.writeString(result, newer);

    assertThat(catchThrowable(() -> start(TinyExperiments.dataset(), true)))
        .isInstanceOfSatisfying(
            ExperimentException.class, e -> assertThat(e.code()).isEqualTo("experiment.too-new"))
        .hasMessageStartingWith(result + ": format version 2");
    assertThat(result).hasContent(newer);
  }

  @Test
  void anInterruptedRunGoesOnWithTheThreadsOfTheOthers() throws Exception {
    Experiment experiment = TinyExperiments.of(CNN);
    List<Integer> threads = new ArrayList<>();
    Setup two = TinyExperiments.setup(2, 1);
    Throwable stop =
        catchThrowable(
            () ->
                ExperimentRunner.run(experiment, "tiny", two, out, false, new Threads(threads, 2)));

    ExperimentRunner.run(
        experiment, "tiny", TinyExperiments.setup(), out, true, new Threads(threads, 3));

    assertThat(stop).hasMessage("pulled the plug");
    assertThat(threads).containsExactly(2, 2, 1);
    assertThat(fact("trainings")).isEqualTo("1 at a time, first 2, then 1 threads each");
  }

  /** Notes libtorch's threads at the start of each epoch, and fails at the last. */
  private record Threads(List<Integer> noted, int last) implements ExperimentListener {
    @Override
    public TrainingListener training(Training training) {
      return new TrainingListener() {
        @Override
        public void epochStarted(int epoch, int epochs, int steps) {
          noted.add(torch.get_num_threads());
          if (epoch == last) {
            throw new IllegalStateException("pulled the plug");
          }
        }
      };
    }
  }

  @Test
  void refusesAFolderWithExperimentsUnlessTheyAreToBeUsed() {
    TinyExperiments.run(TinyExperiments.of(CNN), out);

    assertThat(catchThrowable(() -> start(TinyExperiments.dataset(), false)))
        .isInstanceOfSatisfying(
            ExperimentException.class, e -> assertThat(e.code()).isEqualTo("experiment.exists"))
        .hasMessageContaining("--resume");
  }

  @Test
  void refusesAFolderOfSomethingElse() throws Exception {
    Files.writeString(out.resolve("thesis.tex"), "");

    assertThat(catchThrowable(() -> start(TinyExperiments.dataset(), true)))
        .isInstanceOfSatisfying(
            ExperimentException.class,
            e -> assertThat(e.code()).isEqualTo("experiment.other-folder"));
    assertThat(out).isDirectoryContaining("glob:**/thesis.tex");
  }

  @Test
  void refusesOtherDataAndLeavesTheFolderAsItIs() throws Exception {
    TinyExperiments.run(TinyExperiments.of(CNN), out);
    List<Path> before = tree();
    Dataset other = new Shapes10(2, 20, 10).draw();

    assertThat(catchThrowable(() -> start(other, true)))
        .isInstanceOfSatisfying(
            ExperimentException.class, e -> assertThat(e.code()).isEqualTo("experiment.other-data"))
        .hasMessageContaining("10 classes, digest " + TinyExperiments.dataset().sha256())
        .hasMessageContaining("got shapes10 (10 classes, digest " + other.sha256());
    assertThat(tree()).isEqualTo(before);
  }

  @Test
  void refusesAnotherVersionsFolderAndLeavesItAsItIs() throws Exception {
    TinyExperiments.run(TinyExperiments.of(CNN), out);
    Path marker = out.resolve("experiments.json");
    Files.writeString(
        marker, Files.readString(marker).replace("\"formatVersion\" : 1", "\"formatVersion\" : 2"));
    List<Path> before = tree();

    assertThat(catchThrowable(() -> start(TinyExperiments.dataset(), true)))
        .isInstanceOfSatisfying(
            ExperimentException.class, e -> assertThat(e.code()).isEqualTo("experiment.too-new"))
        .hasMessageContaining("format version 2")
        .hasMessageContaining("this build reads 1");
    assertThat(tree()).isEqualTo(before);
  }

  @Test
  void refusesImagesThatANetworkDoesNotTakeBeforeAnythingIsTrained() {
    Dataset small = TinyExperiments.black(new ImageSize(3, 8, 8));

    assertThat(catchThrowable(() -> start(small, false)))
        .isInstanceOfSatisfying(
            ExperimentException.class, e -> assertThat(e.code()).isEqualTo("experiment.other-data"))
        .hasMessageStartingWith(
            "trial cannot be run on black, images of 3x8x8 and 2 classes: CNN: ");
    assertThat(out).isEmptyDirectory();
  }

  @Test
  void doesNotBlameTheDataForANetworkThatCannotBeBuiltForAny() {
    Experiment experiment =
        TinyExperiments.of(
            CNN
                + ",{\"label\": \"eight\", \"method\": \"mono\", \"options\": {\"seed-filters\": \"3\"}}");

    assertThat(
            catchThrowable(
                () ->
                    ExperimentRunner.run(
                        experiment,
                        "tiny",
                        TinyExperiments.setup(),
                        out,
                        false,
                        ExperimentListener.NONE)))
        .isInstanceOfSatisfying(
            ExperimentException.class, e -> assertThat(e.code()).isEqualTo("experiment.malformed"))
        .hasMessageStartingWith(
            "trial.json is not an experiment: run \"eight\" cannot be built at width 0.125 with seed 1: ");
    assertThat(out).isEmptyDirectory();
  }

  private void start(Dataset dataset, boolean resume) {
    ExperimentRunner.run(
        TinyExperiments.of(CNN),
        "tiny",
        TinyExperiments.setup(dataset, 1),
        out,
        resume,
        ExperimentListener.NONE);
  }

  private List<Path> folders() {
    try (Stream<Path> runs = Files.list(out.resolve("runs"))) {
      return runs.toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private List<Path> tree() throws IOException {
    try (Stream<Path> files = Files.walk(out)) {
      return files.sorted().toList();
    }
  }
}
