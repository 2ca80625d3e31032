package io.seedcast.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.seedcast.core.network.Cost;
import io.seedcast.core.network.Shape;
import io.seedcast.core.zoo.Dimensions;
import io.seedcast.experiment.Variant.Teaching;
import io.seedcast.train.DecayScope;
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

    assertThat(experiment.variant("ResNet34, MonoCNN, distilled").teaching())
        .isEqualTo(new Teaching("ResNet34, CNN", 0.4, 0.1));
    assertThat(experiment.variant("VGG11, MonoCNN").teaching()).isNull();
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
  void reframeIsTrainedByItsAuthorsRecipe() {
    assertThat(Experiments.find("reframe").variants())
        .allSatisfy(
            variant -> {
              assertThat(variant.learningRate()).isEqualTo(0.1);
              assertThat(variant.decay()).isEqualTo(DecayScope.WEIGHTS);
            });
    assertThat(Experiments.find("replace").variant("ReFrame").decay()).isEqualTo(DecayScope.ALL);
  }

  @Test
  void savingsAreJudgedByCounts() {
    Experiment experiment = Experiments.find("reframe");

    assertThat(experiment.file().savings())
        .hasSize(2)
        .allSatisfy(
            saving ->
                assertThat(verdict(experiment, saving).answer())
                    .as(saving.text())
                    .isEqualTo("holds"));
    assertThat(verdict(experiment, experiment.file().savings().get(1)).reason())
        .isEqualTo(
            "ReFrame, as many maps as channels 57.84 M, ResNet18 555.42 M: -89.6 % at full width");
    assertThat(verdict(experiment, new Saving("t", "ReFrame, 512 maps", "sent", 0.9)).answer())
        .isEqualTo("does not hold");
  }

  private static Verdict verdict(Experiment experiment, Saving saving) {
    return saving.verdict(
        Cost.of(experiment.variant(saving.run()).build(Dimensions.CIFAR10, 1)),
        "ResNet18",
        Cost.of(experiment.variant("ResNet18").build(Dimensions.CIFAR10, 1)));
  }

  @Test
  void weightsOfDistillationAreForPupils() {
    Experiment experiment =
        TinyExperiments.of(
            "{\"label\": \"CNN\", \"method\": \"standard\", \"featureWeight\": 0.3},"
                + "{\"label\": \"a\", \"method\": \"mono\", \"teacher\": \"CNN\", \"softWeight\": 0},"
                + "{\"label\": \"b\", \"method\": \"mono\", \"teacher\": \"CNN\", \"featureWeight\": 2}");

    assertThat(experiment.variant("CNN").teaching()).isNull();
    assertThat(experiment.variant("a").teaching()).isEqualTo(new Teaching("CNN", 0, 0.1));
    assertThat(experiment.variant("b").teaching()).isEqualTo(new Teaching("CNN", 0.4, 2));
  }

  @ParameterizedTest
  @CsvSource({
    "experiments, as what every folder of experiments begins with",
    "Table1, as that of the program's own Table1",
    "'', which is no name",
  })
  void refusesAFileWhoseReportWouldReplaceSomethingElse(
      String name, String reason, @TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve(name + ".json"), "{}");

    assertThat(catchThrowable(() -> Experiments.find(file.toString())))
        .isInstanceOfSatisfying(
            ExperimentException.class, e -> assertThat(e.code()).isEqualTo("experiment.name"))
        .hasMessageStartingWith(file + ": its report would be called \"" + name + ".json\"")
        .hasMessageContaining(reason);
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
        "{\"label\": \"a\", \"methods\": \"mono\"}; ; runs[0][0][0].methods: unknown field \"methods\"; did you mean \"method\"?",
        "null; ; runs[0][0][0]: null is not accepted",
        "{\"method\": \"mono\"}; ; every run needs a label on the axis \"network\": entry 1 has none",
        "{\"label\": \" \", \"method\": \"mono\"}; ; entry 1 has none",
        "{\"label\": \"a\", \"method\": \"mono\", \"options\": {\"terms\": null}}; ; runs[0][0][0].options.terms: null is not accepted",
        "{\"label\": \"a\", \"method\": \"mono\", \"fraction\": 0}; ; run \"a\": fraction must be above 0 and at most 1: got 0.0",
        "{\"label\": \"a\", \"method\": \"mono\", \"fraction\": -0.5}; ; run \"a\": fraction must be above 0 and at most 1: got -0.5",
        "{\"label\": \"a\", \"method\": \"mono\", \"fraction\": 2}; ; run \"a\": fraction must be above 0 and at most 1: got 2.0",
        "{\"label\": \"a\", \"method\": \"mono\", \"fraction\": \"half\"}; ; runs[0][0][0].fraction: expected a number: got \"half\"",
        "{\"label\": \"a\", \"method\": \"mono\", \"learningRate\": -1}; ; run \"a\": learningRate must be above 0 and at most 3.4e38: got -1.0",
        "{\"label\": \"a\", \"method\": \"mono\", \"learningRate\": 1e39}; ; run \"a\": learningRate must be above 0 and at most 3.4e38: got 1.0E39",
        "{\"label\": \"a\", \"method\": \"mono\", \"decay\": \"weigths\"}; ; run \"a\": unknown decay \"weigths\"; did you mean \"weights\"?",
        "{\"label\": \"a\", \"method\": \"mono\", \"x\": 1e999}; ; run \"a\": x must be a finite number: got Infinity",
        "{\"label\": \"a\", \"method\": \"mono\", \"softWeight\": 1}; ; softWeight and featureWeight weigh what is learned from a teacher: no run has one",
        "{\"label\": \"a\", \"method\": \"mono\", \"teacher\": \"b\", \"softWeight\": -1}, {\"label\": \"b\", \"method\": \"standard\"}; ; run \"a\": softWeight must be at least 0: got -1.0",
        "{\"label\": \"a\", \"method\": \"mono\", \"teacher\": \"b\"}, {\"label\": \"b\", \"method\": \"mono\", \"teacher\": \"a\"}; ; teacher of a: it must not be taught itself: got \"b\"",
        "{\"label\": \"a\", \"method\": \"mono\", \"teacher\": \"b\"}; ; teacher of a: unknown run \"b\"; accepted: a",
        "{\"label\": \"a\", \"method\": \"mono\"}, {\"label\": \"a\", \"method\": \"standard\"}; ; there are two runs \"a\"",
        "; ; at least one run",
        "{\"label\": \"a\", \"method\": \"mono\"}; , \"baseline\": \"b\"; baseline: unknown run \"b\"",
        "{\"label\": \"a\", \"method\": \"mono\"}; , \"claims\": [{\"text\": \"t\", \"better\": \"b\"}]; claim \"t\": unknown run \"b\"",
        "{\"label\": \"a\", \"method\": \"mono\"}; , \"claims\": [{\"text\": \"t\", \"better\": \"a\"}]; claim \"t\": it must be ahead of another run than itself: got a",
        "{\"label\": \"a\", \"method\": \"mono\"}, {\"label\": \"b\", \"method\": \"standard\"}; , \"claims\": [{\"text\": \"t\", \"better\": \"a\", \"figure\": \"noise\"}]; claim \"t\": unknown figure \"noise\"; accepted: accuracy",
        "{\"label\": \"a\", \"method\": \"mono\"}, {\"label\": \"b\", \"method\": \"standard\"}; , \"claims\": [{\"text\": \"t\", \"better\": \"a\"}, {\"text\": \"t\", \"better\": \"b\"}]; claim \"t\" is there twice",
        "{\"label\": \"a\", \"method\": \"mono\"}; , \"savings\": [{\"text\": \"t\", \"run\": \"a\", \"indicator\": \"sent\", \"atLeast\": 0.5}]; claim \"t\": it saves against another run, the baseline: got null",
        "{\"label\": \"a\", \"method\": \"mono\"}; , \"savings\": [{\"text\": \"t\", \"run\": \"a\", \"indicator\": \"accuracy\", \"atLeast\": 0.5}]; savings[0]: a saving is in what a network costs: got accuracy",
        "{\"label\": \"a\", \"method\": \"mono\"}; , \"savings\": [{\"text\": \"t\", \"run\": \"a\", \"indicator\": \"sent\"}]; savings[0]: atLeast must be above 0 and below 1: got 0.0",
        "{\"label\": \"a\", \"method\": \"mono\"}; , \"published\": {\"cifar10\": {\"b\": {}}}; published: unknown run \"b\"",
        "{\"label\": \"a\", \"method\": \"mono\"}; , \"published\": {\"cifar10\": {\"a\": {\"size\": \"1\"}}}; unknown column \"size\"",
        "{\"label\": \"a\", \"method\": \"mono\"}; , \"protocol\": \"noise\"; protocol: expected one of test, corruptions, styles: got \"noise\"",
        "{\"label\": \"a\", \"method\": \"mono\"}; , \"plots\": [{\"kind\": \"sweep\", \"title\": \"t\"}]; needs xAxis",
        "{\"label\": \"a\", \"method\": \"mono\"}; , \"plots\": [{\"kind\": \"pie\", \"title\": \"t\"}]; plots[0].kind: expected one of epochs, sweep, pareto, severities: got \"pie\"",
        "{\"label\": \"a\", \"method\": \"mono\"}; , \"plots\": [null]; plots[0]: null is not accepted",
        "{\"label\": \"a\", \"method\": \"mono\"}; , \"plots\": [{\"kind\": \"sweep\", \"title\": \"t\", \"xAxis\": \"x\"}]; plot \"t\": a sweep shows the runs that have x: none has",
        "{\"label\": \"a\", \"method\": \"mono\", \"x\": 0}; , \"plots\": [{\"kind\": \"sweep\", \"title\": \"t\", \"xAxis\": \"x\", \"logarithmic\": true}]; plot \"t\": run \"a\": x must be above 0 on a logarithmic axis: got 0.0",
        "{\"label\": \"a\", \"method\": \"mono\"}; , \"plots\": [{\"kind\": \"pareto\", \"title\": \"t\", \"logarithmic\": true}]; plots[0]: plot \"t\": only a sweep may say whether it is logarithmic",
        "{\"label\": \"a\", \"method\": \"mono\"}; , \"plots\": [{\"kind\": \"severities\", \"title\": \"t\"}]; plot \"t\": there are severities only with \"protocol\": \"corruptions\"",
        "{\"label\": \"a\", \"method\": \"mono\"}; , \"scales\": {\"huge\": {}}; unknown scale \"huge\"",
        "{\"label\": \"a\", \"method\": \"mono\"}; , \"scales\": {\"tiny\": {\"epochs\": 0}}; epochs must be at least 1: got 0",
        "{\"label\": \"a\", \"method\": \"mono\"}; , \"scales\": {\"tiny\": {\"width\": 9}}; width must be above 0 and at most 8: got 9.0",
        "{\"label\": \"a\", \"method\": \"mono\"}; , \"scales\": {\"tiny\": {\"epochs\": 1.5}}; scales.tiny.epochs: expected a whole number: got 1.5",
        "{\"label\": \"a\", \"method\": \"mono\"}; , \"scales\": {\"tiny\": 3}; scales.tiny: expected an object: got 3",
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

  @ParameterizedTest
  @CsvSource({"'', [[]]", "' ', [[[{}]]]"})
  void refusesAFileWithoutAnAxisToNameRunsOn(String axis, String runs) {
    String json =
        """
        {"title": "t", "source": "s", "purpose": "p", "axes": [%s], "runs": %s,
         "common": {"network": "vgg11", "method": "mono"}}"""
            .formatted(axis.isEmpty() ? "" : '"' + axis + '"', runs);

    assertThat(
            catchThrowable(
                () -> Experiments.parse("x", json.getBytes(StandardCharsets.UTF_8), "x.json")))
        .isInstanceOfSatisfying(
            ExperimentException.class, e -> assertThat(e.code()).isEqualTo("experiment.malformed"))
        .hasMessage(
            "x.json is not an experiment: axes must have at least one heading, and none that is"
                + " blank: got ["
                + axis
                + "]");
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
