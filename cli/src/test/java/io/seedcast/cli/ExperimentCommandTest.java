package io.seedcast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExperimentCommandTest {
  @TempDir Path dir;

  @Test
  void listsExperimentsWithTheirRunsAtEveryScale() throws Exception {
    Invocation text = Invocation.of("experiment list");
    JsonNode document = Invocation.of("experiment list --json").document();

    assertThat(text.exitCode()).isZero();
    assertThat(text.out()).containsPattern("table1 +21 +21 +105  Methods and networks");
    assertThat(document.at("/experiments/0/name").asText()).isEqualTo("table1");
    assertThat(document.at("/experiments/0/runs/paper").asInt()).isEqualTo(105);
  }

  @Test
  void runsAnExperimentAndThenUsesWhatItHasTrained() throws Exception {
    Path file =
        Files.writeString(
            dir.resolve("one.json"),
            """
            {"title": "One", "source": "none", "purpose": "To be quick.", "axes": ["network"],
             "runs": [[[{"label": "CNN", "network": "vgg11", "method": "standard"}]]]}""");
    String command =
        "experiment run "
            + file
            + " --scale tiny --data shapes10:train=800,test=20 --out "
            + dir
            + "/out";

    Invocation first = Invocation.of(command + " --json");
    Invocation refused = Invocation.of(command + " --json");
    Invocation second = Invocation.of(command + " --resume");

    assertThat(first.exitCode()).isZero();
    assertThat(first.document().path("trained").asInt()).isEqualTo(1);
    assertThat(first.document().at("/runs/0/accuracy").isNumber()).isTrue();
    assertThat(Path.of(first.document().path("page").asText())).content().contains(command);
    assertThat(first.err())
        .contains("1 run to do, 0 already there")
        .contains("CNN, seed 1  epoch 2/2")
        .contains("1/1  CNN, seed 1  accuracy");
    assertThat(refused.exitCode()).isEqualTo(ExitCode.REFUSED);
    assertThat(refused.document().at("/error/code").asText()).isEqualTo("experiment.exists");
    assertThat(second.exitCode()).isZero();
    assertThat(second.err()).contains("0 runs to do, 1 already there").doesNotContain("epoch");
    assertThat(second.out()).contains("| CNN | ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "run tabel1                         | unknown experiment \"tabel1\"; did you mean \"table1\"?",
        "run table1 --scale large           | unknown scale \"large\"",
        "run table1 --threads 2 --parallel 3 | parallel must be 1 to the number of threads, 2: got 3",
        "run table1 --threads 0             | threads must be at least 1: got 0",
      })
  void refusesWhatMakesNoSenseBeforeAnythingIsTrained(String options, String message) {
    Path out = dir.resolve("out");

    Invocation refused =
        Invocation.of("experiment " + options + " --data shapes10:train=20,test=10 --out " + out);

    assertThat(refused.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(refused.err()).contains(message);
    assertThat(out).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource({
    "mine.json, experiment.malformed, 'run \"CNN\": fraction must be above 0 and at most 1: got 2.0'",
    "table1.json, experiment.name, rename the file",
  })
  void refusesAFileBeforeAnythingIsTrained(String name, String code, String reason)
      throws Exception {
    Path file =
        Files.writeString(
            dir.resolve(name),
            """
            {"title": "One", "source": "none", "purpose": "To be refused.", "axes": ["network"],
             "runs": [[[{"label": "CNN", "network": "vgg11", "method": "standard", "fraction": 2}]]]}""");
    Path out = dir.resolve("out");

    Invocation refused =
        Invocation.of(
            "experiment run " + file + " --json --data shapes10:train=20,test=10 --out " + out);

    assertThat(refused.exitCode()).isEqualTo(ExitCode.REFUSED);
    assertThat(refused.document().at("/error/code").asText()).isEqualTo(code);
    assertThat(refused.document().at("/error/message").asText())
        .startsWith(file.toString())
        .contains(reason);
    assertThat(out).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource({
    "10, 0, 4, unknown time",
    "10, 1, 4, 30 s",
    "300, 1, 3, 10 min",
    "3600, 1, 3.5, 2 h 30 min"
  })
  void estimatesTheTimeLeftByWork(long seconds, double done, double all, String left) {
    assertThat(Progress.left(Duration.ofSeconds(seconds), done, all)).isEqualTo(left);
  }
}
