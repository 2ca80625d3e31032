package io.seedcast.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.seedcast.core.network.Cost;
import io.seedcast.core.network.Shape;
import io.seedcast.core.zoo.Dimensions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

class ExperimentsTest {
  static final List<String> NAMES = Experiments.NAMES;

  @ParameterizedTest
  @FieldSource("NAMES")
  void everyNetworkOfEveryExperimentCanBeBuiltAtEveryScale(String name) {
    Experiment experiment = Experiments.find(name);

    for (String scale : Experiments.SCALES) {
      double width = experiment.scale(scale).width();
      for (Variant variant : experiment.variants()) {
        assertThat(variant.build(new Dimensions(Shape.of(3, 32, 32), 10, width), 1).outputShape())
            .as("%s at %s: %s", name, scale, variant.name())
            .isEqualTo(Shape.of(10));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "table1, 21, 105",
    "table7, 7, 35",
    "table8, 7, 35",
    "figure4, 3, 15",
    "figure5, 5, 25",
    "figure9, 12, 60",
    "figure12, 5, 25",
    "figure13, 9, 45",
    "reframe, 4, 20",
    "replace, 12, 60",
  })
  void countsTheRunsOfEveryScale(String name, int small, int paper) {
    Experiment experiment = Experiments.find(name);

    assertThat(experiment.runs(experiment.scale("tiny"))).isEqualTo(small);
    assertThat(experiment.runs(experiment.scale("small"))).isEqualTo(small);
    assertThat(experiment.runs(experiment.scale("paper"))).isEqualTo(paper);
  }

  @Test
  void thePapersScaleIsThePapersProtocol() {
    assertThat(Experiments.find("table1").scale("paper")).isEqualTo(new Scale(1, 200, 5, 1));
  }

  /** Of the counts, those that follow from a choice of layers; see the notes in the file. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "VGG11, CNN; 9228362",
        "VGG11, LBCNN; 1208394",
        "VGG11, PNN; 1036362",
        "VGG11, GhostNet; 4924746",
        "VGG11, MonoCNN, distilled; 2432330",
        "ResNet18, LBCNN; 2785354",
        "ResNet18, GhostNet; 4298570",
        "ResNet18, MonoCNN; 2817738",
        "ResNet34, CNN; 21282122",
        "ResNet34, ShiftNet; 3915082",
        "ResNet34, MonoCNN, distilled; 3988298",
      })
  void tableOneHasTheCountsOfThePaper(String run, long learnable) {
    Variant variant = Experiments.find("table1").variant(run);

    assertThat(Cost.of(variant.build(Dimensions.CIFAR10, 1)).learnable()).isEqualTo(learnable);
  }

  @Test
  void aPupilIsTaughtByTheRunWithTheSameOtherLabels() {
    Experiment experiment = Experiments.find("table1");

    assertThat(experiment.variant("ResNet34, MonoCNN, distilled").teacher())
        .isEqualTo("ResNet34, CNN");
    assertThat(experiment.variant("VGG11, MonoCNN").teacher()).isNull();
  }

  @Test
  void runsOfSeveralSeedsHaveOtherFrozenValues() {
    Variant mono = Experiments.find("figure4").variant("MonoCNN");
    Dimensions small = new Dimensions(Shape.of(3, 32, 32), 10, 0.25);

    assertThat(mono.build(small, 1).nodes())
        .isEqualTo(mono.build(small, 1).nodes())
        .isNotEqualTo(mono.build(small, 2).nodes());
  }

  @Test
  void anExperimentMayBeAFileOfOnesOwn(@TempDir Path folder) throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("mine.json"),
            """
            {"title": "Mine", "source": "me", "purpose": "To see.", "axes": ["network"],
             "common": {"network": "resnet18"},
             "runs": [[[{"label": "CNN", "method": "standard"}]]],
             "scales": {"small": {"epochs": 3}}}""");

    Experiment experiment = Experiments.find(file.toString());

    assertThat(experiment.name()).isEqualTo("mine");
    assertThat(experiment.scale("small")).isEqualTo(new Scale(0.25, 3, 1, 1, 2000));
    assertThat(experiment.scale("tiny").epochs()).isEqualTo(2);
  }

  @Test
  void theExampleInTheManualIsAnExperiment() throws Exception {
    String example =
        Files.readString(Path.of("..", "docs", "how-to", "run-experiments.md"))
            .lines()
            .dropWhile(line -> !line.equals("    {"))
            .takeWhile(line -> line.startsWith("    "))
            .collect(Collectors.joining("\n"));

    Experiment experiment =
        Experiments.parse("seeds", example.getBytes(StandardCharsets.UTF_8), "seeds.json");

    assertThat(experiment.variants())
        .extracting(Variant::name)
        .containsExactly("ResNet18, 1", "ResNet18, 4", "ResNet34, 1", "ResNet34, 4");
  }

  @Test
  void refusesUnknownNames() {
    assertThat(catchThrowable(() -> Experiments.find("tabel1")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("unknown experiment \"tabel1\"; did you mean \"table1\"?")
        .hasMessageEndingWith("reframe, replace");
    assertThat(catchThrowable(() -> Experiments.find("table1").scale("big")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("unknown scale \"big\"; accepted: tiny, small, paper");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '#',
      value = {
        "{\"label\": \"a\", \"method\": \"nomo\"}; ; run \"a\": unknown method \"nomo\"; did you mean \"mono\"?",
        "{\"label\": \"a\", \"method\": \"mono\", \"options\": {\"ratio\": \"2\"}}; ; option \"ratio\" belongs to method",
        "{\"label\": \"a\", \"method\": \"mono\", \"options\": {\"terms\": \"0\"}}; ; terms",
        "{\"label\": \"a\", \"method\": \"mono\", \"network\": \"vgg12\"}; ; unknown network \"vgg12\"",
        "{\"label\": \"a\"}; ; run \"a\" needs a network and a method",
        "{\"label\": \"a\", \"methods\": \"mono\"}; ; Unrecognized field \"methods\"",
        "{\"label\": \"a\", \"method\": \"mono\", \"teacher\": \"b\"}; ; teacher of a: unknown run \"b\"; accepted: a",
        "{\"label\": \"a\", \"method\": \"mono\"}, {\"label\": \"a\", \"method\": \"standard\"}; ; there are two runs \"a\"",
        "; ; at least one run",
        "{\"label\": \"a\", \"method\": \"mono\"}; , \"baseline\": \"b\"; baseline: unknown run \"b\"",
        "{\"label\": \"a\", \"method\": \"mono\"}; , \"claims\": [{\"text\": \"t\", \"better\": \"b\"}]; claim: unknown run \"b\"",
        "{\"label\": \"a\", \"method\": \"mono\"}; , \"published\": {\"cifar10\": {\"b\": {}}}; published: unknown run \"b\"",
        "{\"label\": \"a\", \"method\": \"mono\"}; , \"published\": {\"cifar10\": {\"a\": {\"size\": \"1\"}}}; unknown column \"size\"",
        "{\"label\": \"a\", \"method\": \"mono\"}; , \"protocol\": \"noise\"; noise",
        "{\"label\": \"a\", \"method\": \"mono\"}; , \"plots\": [{\"kind\": \"sweep\", \"title\": \"t\"}]; needs xAxis",
        "{\"label\": \"a\", \"method\": \"mono\"}; , \"plots\": [{\"kind\": \"pie\", \"title\": \"t\"}]; pie",
        "{\"label\": \"a\", \"method\": \"mono\"}; , \"scales\": {\"huge\": {}}; unknown scale \"huge\"",
        "{\"label\": \"a\", \"method\": \"mono\"}; , \"scales\": {\"tiny\": {\"epochs\": 0}}; epochs must be at least 1: got 0",
      })
  void refusesAFileThatMakesNoSense(String runs, String fields, String reason) {
    Throwable thrown =
        catchThrowable(
            () -> TinyExperiments.of(runs == null ? "" : runs, fields == null ? "" : fields));

    assertThat(thrown)
        .isInstanceOfSatisfying(
            ExperimentException.class, e -> assertThat(e.code()).isEqualTo("experiment.malformed"))
        .hasMessageStartingWith("trial.json is not an experiment: ")
        .hasMessageContaining(reason);
  }

  @Test
  void refusesAFileThatIsNotJson() {
    assertThat(
            catchThrowable(
                () -> Experiments.parse("x", "# x".getBytes(StandardCharsets.UTF_8), "x.json")))
        .isInstanceOf(ExperimentException.class)
        .hasMessageStartingWith("x.json is not an experiment: ");
  }
}
