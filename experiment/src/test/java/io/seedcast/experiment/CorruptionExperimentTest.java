package io.seedcast.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.seedcast.experiment.TinyExperiments.Recorder;
import io.seedcast.vision.ImageSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CorruptionExperimentTest {
  private static final int SETS = 1 + 19 * 5;
  private static final String RUNS =
      "{\"label\": \"CNN\", \"method\": \"standard\"}, {\"label\": \"MonoCNN\", \"method\": \"mono\"}";

  @TempDir Path out;

  private static Experiment corruptions() {
    return TinyExperiments.of(
        RUNS,
        ", \"protocol\": \"corruptions\", \"baseline\": \"CNN\"",
        ", \"plots\": [{\"kind\": \"severities\", \"title\": \"S\"}]",
        ", \"claims\": [{\"text\": \"Ahead on noise.\", \"better\": \"MonoCNN\", \"figure\": \"noise\"}]",
        ", \"published\": {\"shapes10\": {\"CNN\": {\"noise\": \"57.05 %\"}}}",
        ", \"scales\": {\"tiny\": {\"corruptedImages\": 6}}");
  }

  @Test
  void judgesRunsThatOtherExperimentsHaveTrained() throws Exception {
    TinyExperiments.run(TinyExperiments.of(RUNS), out);
    Recorder recorder = new Recorder();

    ExperimentOutcome outcome =
        ExperimentRunner.run(corruptions(), "tiny", TinyExperiments.setup(), out, true, recorder);

    assertThat(recorder.epochs).isEmpty();
    assertThat(recorder.judged).hasSize(2 * SETS).contains("CNN, seed 1: fog_5 of " + SETS);
    assertThat(outcome.trained()).isEqualTo(2);
    assertThat(outcome.standings().get(0).figures().keySet())
        .containsExactly(
            "clean",
            "noise",
            "blur",
            "weather",
            "digital",
            "mean of groups",
            "mean of corruptions",
            "mean of benchmark");
    assertThat(Files.readString(out.resolve("trial.md")))
        .contains("6 of 40 test images, drawn with seed 1")
        .contains("| mean of groups | mean of corruptions | mean of benchmark | against CNN |")
        .contains("| network | mCE | mCE of benchmark | relative mCE (", " of 19) |")
        .contains("| CNN | 100.00 % | 100.00 % | ")
        .contains("## Spread over corruptions", "| CNN | 57.05 % |", "| gaussian_noise | noise |")
        .contains("from the images alone, by how much the difference varies over them")
        .contains(
            "- **corrupted**: 6 of 40 test images, drawn with seed 1; made with the parameters")
        .contains("test images of 3x32x32", "trained by test; reported by test")
        .doesNotContain("different versions");
    assertThat(Files.readString(out.resolve("trial.html")))
        .contains("linear-gradient", "<h2>Worst cases</h2>", "alt=\"fog_3\"");
    assertThat(out.resolve("trial-severities.png")).isNotEmptyFile();
    assertThat(Files.readAllLines(out.resolve("trial.csv")).get(0))
        .endsWith(
            ",clean,noise,blur,weather,digital,mean_of_groups,mean_of_corruptions,mean_of_benchmark");
    List<String> cells = Files.readAllLines(out.resolve("trial-cells.csv"));
    assertThat(cells).hasSize(1 + 2 * SETS);
    assertThat(cells.get(0))
        .isEqualTo("network,seed,corruption,group,severity,accuracy,calibration_error,images,run");
    assertThat(cells.get(1)).startsWith("CNN,1,clean,,0,0.");
    assertThat(cells.get(2)).startsWith("CNN,1,gaussian_noise,noise,1,0.");
    JsonNode document = new JsonMapper().readTree(out.resolve("trial.json").toFile());
    assertThat(document.path("cells")).hasSize(2 * SETS);
    assertThat(document.at("/cells/96/name").asText()).isEqualTo("MonoCNN");
    assertThat(document.at("/errors/0/meanCorruptionError").asDouble()).isEqualTo(1);
    assertThat(document.at("/errors/1/calibrationError").isNumber()).isTrue();
  }

  @Test
  void continuesWithTheSetsThatAreMissing() throws Exception {
    ExperimentOutcome first = TinyExperiments.run(corruptions(), out);
    List<Path> fog = files("fog_5.json");
    assertThat(fog).hasSize(2);
    Files.delete(fog.get(0));
    Recorder recorder = new Recorder();

    ExperimentOutcome second =
        ExperimentRunner.run(corruptions(), "tiny", TinyExperiments.setup(), out, true, recorder);
    ExperimentOutcome third = TinyExperiments.run(corruptions(), out);

    assertThat(recorder.epochs).isEmpty();
    assertThat(second.cached()).isEqualTo(1);
    assertThat(second.standings()).isEqualTo(first.standings());
    assertThat(third.cached()).isEqualTo(2);
    assertThat(files("fog_5.json")).hasSize(2);
  }

  private List<Path> files(String ending) throws IOException {
    try (Stream<Path> files = Files.walk(out)) {
      return new ArrayList<>(files.filter(file -> file.toString().endsWith(ending)).toList());
    }
  }

  @Test
  void refusesImagesOfNoScaleBeforeTheFolderIsMadeTheirs() {
    Setup between = TinyExperiments.setup(TinyExperiments.black(new ImageSize(3, 96, 96)), 1);

    assertThat(
            catchThrowable(
                () ->
                    ExperimentRunner.run(
                        corruptions(), "tiny", between, out, false, ExperimentListener.NONE)))
        .isInstanceOfSatisfying(
            ExperimentException.class, e -> assertThat(e.code()).isEqualTo("experiment.other-data"))
        .hasMessageContaining("up to 48 pixels, or from 160: got 3x96x96; a folder's are resized");
    assertThat(out).isEmptyDirectory();
  }

  @Test
  void refusesAClaimAboutAFigureThatThereIsNot() {
    assertThat(
            catchThrowable(
                () ->
                    TinyExperiments.of(
                        RUNS,
                        ", \"protocol\": \"corruptions\"",
                        ", \"claims\": [{\"text\": \"t\", \"better\": \"CNN\", \"figure\": \"nois\"}]")))
        .isInstanceOfSatisfying(
            ExperimentException.class, e -> assertThat(e.code()).isEqualTo("experiment.malformed"))
        .hasMessageContaining("claim \"t\": unknown figure \"nois\"; did you mean \"noise\"?");
  }
}
