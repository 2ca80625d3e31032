package io.seedcast.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Exit codes, messages and JSON documents of commands that end before any real work. */
class CommandLineTest {
  @TempDir Path dir;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "network",
        "network list",
        "network describe",
        "train",
        "evaluate",
        "corrupt",
        "experiment",
        "experiment list",
        "experiment run",
        "robustness",
        "robustness attacks",
        "pack",
        "inspect",
        "key",
        "key new",
        "hub",
        "hub serve",
        "publish",
        "device",
        "device run",
        "predict",
        "export",
        "demo",
      })
  void helpOpensWithAnExampleOfTheCommand(String command) {
    Invocation help = Invocation.of((command + " --help").trim());

    assertThat(help.exitCode()).isZero();
    assertThat(help.out()).startsWith(("Example: seedcast " + command).stripTrailing());
    assertThat(help.out()).contains("Usage: " + ("seedcast " + command).stripTrailing());
    assertThat(help.err()).isEmpty();
  }

  @Test
  void helpNamesEveryNetworkAndMethod() {
    String help = Invocation.of("train --help").out().replaceAll("\\s+", " ");

    assertThat(help)
        .contains("Architecture: vgg11, resnet18, resnet34, resnet50, resnet101, mobilenetv2, mlp")
        .contains(
            "built: standard, mono, lbcnn, pnn, shift, ghost, reframe, groupnl. Default: standard.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''                             | a command is missing; accepted: network, train, evaluate",
        "network                        | a command is missing; accepted: list, describe",
        "robustness                     | a command is missing; accepted: corruptions, styles, attacks",
        "robustness attack              | unknown command \"attack\"; did you mean \"attacks\"?",
        "netwrk                         | unknown command \"netwrk\"; did you mean \"network\"?",
        "hub sevre                      | unknown command \"sevre\"; did you mean \"serve\"?",
        "network describe               | Missing required option: '--network=NAME'",
        "network describe --netwrok x   | unknown option \"--netwrok\"; did you mean \"--network\"?",
        "network --hlep                 | unknown option \"--hlep\"; did you mean \"--help\"?",
        "network list extra             | unexpected argument \"extra\"",
        "demo --epochs many             | takes a whole number such as 3: got \"many\"",
        "network describe --network resnet18 --width wide | takes a number such as 0.25: got \"wide\"",
      })
  void wrongUsageIsExplainedOnStandardError(String command, String message) throws Exception {
    Invocation text = Invocation.of(command);
    Invocation json = Invocation.of((command + " --json").trim());

    assertThat(text.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(text.out()).isEmpty();
    assertThat(text.err()).startsWith("seedcast: ").contains(message).contains("--help");
    assertThat(json.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(json.err()).isEmpty();
    assertThat(json.document().path("ok").asBoolean(true)).isFalse();
    assertThat(json.document().at("/error/code").asText()).isEqualTo("usage");
    assertThat(json.document().at("/error/message").asText()).contains(message);
  }

  @ParameterizedTest
  @CsvSource({
    "--json network list, --json goes behind the command: seedcast network ... --json",
    "network --json list, --json goes behind the command: seedcast network list ... --json",
    "--json, a command is missing; accepted: network",
  })
  void saysWhereJsonGoes(String command, String message) throws Exception {
    Invocation invocation = Invocation.of(command);

    assertThat(invocation.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(invocation.document().at("/error/message").asText()).startsWith(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "resnet81 | unknown network \"resnet81\"; did you mean \"resnet18\"? Accepted: vgg11, resnet18, resnet34, resnet50",
        "resnet18 --method moon | unknown method \"moon\"; did you mean \"mono\"? Accepted: standard, mono",
        "resnet18 --method mono --function gausian | got \"gausian\"; did you mean \"gaussian\"?",
        "resnet18 --method mono --replace 4x4 | option \"replace\" takes stride1, 3x3, all: got \"4x4\"",
        "resnet18 --method mono --normalization l1 | did you mean \"l2\"?",
        "resnet18 --method mono --seed-map cubes | option \"seed-map\" takes eqdiff, const, multi10",
        "resnet18 --method mono --stream random | option \"stream\" takes philox4x32-10, mt19937-torch",
        "resnet18 --method mono --exponents 7 | option \"exponents\" takes a range such as 1..7: got \"7\"",
        "resnet18 --method mono --exponents 1.2.3..7 | option \"exponents\" takes a range such as 1..7",
        "resnet18 --method mono --terms 0 | terms must be 1 to 16: got 0",
        "resnet18 --method mono --terms 1000000 | terms must be 1 to 16: got 1000000",
        "resnet18 --method mono --filter-seed -1 | filter-seed must be 0 to 4294967295: got -1",
        "resnet18 --method mono --pointwise --no-pointwise | --pointwise may be given only once: got --pointwise and --no-pointwise",
        "resnet18 --method mono --no-pointwise --terms 2 --no-pointwise | got --no-pointwise and --no-pointwise",
        "resnet18 --method ghost --ratio 2 --ratio 4 | --ratio may be given only once: got 2 and 4",
        "resnet18 --method reframe --frozen-channels -1 | takes dw or a whole number of at least 1: got \"-1\"",
        "vgg11 --input 3x16x16 | vgg11 takes images of at least 32x32 pixels: got 16x16",
        "mlp --method reframe | reframe finds no convolution to replace in mlp",
        "resnet18 --terms 2 | option \"terms\" belongs to method mono: got method standard",
        "resnet18 --no-pointwise | option \"pointwise\" belongs to method mono: got method standard",
        "resnet18 --method ghost --ratio 1 | ratio must be at least 2: got 1",
        "resnet18 --method ghost --ratio 65 | ratio must be at most the 64 channels of layer1.0.conv1: got 65",
        "resnet18 --method groupnl --ratio 3 | ratio must divide the 64 channels of layer1.0.conv1: got 3",
        "mlp --method mono | mono finds no convolution to replace in mlp",
        "resnet18 --width -1 | width must be above 0 and at most 8: got -1.0",
        "resnet18 --classes 1 | classes must be at least 2: got 1",
        "resnet18 --input 32x32 | as in 3x32x32: got \"32x32\"",
        "resnet18 --input 3xAx32 | as in 3x32x32: got \"3xAx32\"",
      })
  void refusesNetworksThatCannotBe(String options, String message) {
    Invocation invocation = Invocation.of("network describe --network " + options);

    assertThat(invocation.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(invocation.out()).isEmpty();
    assertThat(invocation.err()).contains(message).doesNotContain("\tat ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--data mnist       | data source \"mnist\": unknown kind",
        "--data idx:        | the folder is missing; write idx:DIR",
        "--data shapes10 --epochs 0     | epochs must be at least 1: got 0",
        "--data shapes10 --precision float61 | unknown precision \"float61\"; did you mean \"float32\"?",
        "--data shapes10 --learning-rate Infinity | learningRate must be above 0 and at most 3.4028235E38: got Infinity",
        "--data shapes10 --learning-rate 1e39 | learningRate must be above 0 and at most 3.4028235E38: got 1.0E39",
        "--data shapes10 --limit 20001  | --limit must be 1 to 20000: got 20001",
        "--data shapes10 --soft-weight 1 | give --teacher RUN too",
        "--data shapes10 --epsilon 4/255 | --epsilon bounds adversarial examples: give --adversarial fgsm or pgd too",
        "--data shapes10 --adversarial-steps 3 | --adversarial-steps belongs to --adversarial pgd: give that too",
        "--data shapes10 --adversarial fgsm --adversarial-step 0.01 | --adversarial-step belongs to --adversarial pgd: fgsm steps",
        "--data shapes10 --adversarial pgd --adversarial-steps 0 | steps must be at least 1: got 0",
        "--data shapes10 --adversarial pgx | unknown attack to train on \"pgx\"; did you mean \"pgd\"?",
        "--data shapes10 --adversarial fgsm --epsilon 0 | epsilon must be above 0 and at most 1: got 0.0",
        "--data shapes10 --adversarial fgsm --epsilon 2 | a number from 0 to 1 such as 8/255 or 0.03: got \"2\"",
        "--data shapes10 --decay none   | unknown decay \"none\"; accepted: all, weights",
        "--data shapes10 --filter-bias  | option \"filter-bias\" belongs to method mono",
      })
  void refusesTrainingsThatMakeNoSense(String options, String message) {
    Path run = dir.resolve("run");

    Invocation invocation =
        Invocation.of("train --network resnet18 --out " + run + " " + options.trim());

    assertThat(invocation.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(invocation.err()).contains(message);
    assertThat(run).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "train --network resnet18 --data cifar10:DIR --out DIR/run  | data.missing     | DIR holds no CIFAR-10",
        "train --network resnet18 --data shapes10:train=1 --out DIR/run | data.too-few | at least 2 training images",
        "train --network resnet18 --data shapes10 --teacher DIR/x --out DIR/run | run.not-a-run | DIR/x is not a run folder",
        "evaluate DIR/none --data shapes10                          | model.missing    | DIR/none: there is no such run folder or package",
        "pack DIR --out DIR/a.seedcast                              | run.not-a-run    | it has no run.json",
        "inspect DIR                                                | package.not-a-package | not a package",
        "inspect DIR/text                                           | package.not-a-package | DIR/text: not a package",
        "predict DIR/text DIR/text                                  | package.not-a-package | DIR/text: not a package",
        "device run --hub http://127.0.0.1:1 --model m --state DIR/s --trust DIR/text --once | key.malformed | DIR/text",
        "corrupt --in DIR/none --out DIR/o                          | data.missing     | ?held-out=VENDOR, idx:",
      })
  void refusesInputThatIsNotWhatItShouldBe(String command, String code, String message)
      throws Exception {
    Files.writeString(dir.resolve("text"), "some text");

    Invocation invocation =
        Invocation.of((command.trim() + " --json").replace("DIR", dir.toString()));

    assertThat(invocation.document().at("/error/message").asText())
        .contains(message.replace("DIR", dir.toString()));
    assertThat(invocation.document().at("/error/code").asText()).isEqualTo(code);
    assertThat(invocation.exitCode()).isEqualTo(ExitCode.REFUSED);
    assertThat(dir.resolve("run")).doesNotExist();
  }

  @Test
  void doesNotOverwriteKeys() throws Exception {
    Path name = dir.resolve("team");

    Invocation first = Invocation.of("key new --out " + name);
    byte[] key = Files.readAllBytes(dir.resolve("team.key"));
    Invocation second = Invocation.of("key new --out " + name);
    Invocation nowhere = Invocation.of("key new --out " + dir.resolve("none").resolve("team"));

    assertThat(first.exitCode()).isZero();
    assertThat(second.exitCode()).isEqualTo(ExitCode.REFUSED);
    assertThat(second.err()).contains("team.key: already exists and is not overwritten");
    assertThat(dir.resolve("team.key")).hasBinaryContent(key);
    assertThat(nowhere.exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(nowhere.err()).contains("there is no folder " + dir.resolve("none"));
  }

  @Test
  void aPortInUseFailsWithOneMessage() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Invocation invocation =
          Invocation.of(
              "hub serve --dir " + dir.resolve("hub") + " --port " + taken.getLocalPort());

      assertThat(invocation.exitCode()).isEqualTo(ExitCode.FAILED);
      assertThat(invocation.err())
          .isEqualTo(
              "seedcast: the hub cannot listen on 127.0.0.1:%d: Address already in use%n"
                  .formatted(taken.getLocalPort()));
    }
  }

  @Test
  void showsStackTracesOnlyWhenAsked() {
    String command = "evaluate " + dir.resolve("none") + " --data shapes10";

    assertThat(Invocation.of(command).err()).doesNotContain("\tat ");
    assertThat(Invocation.of(command + " --verbose").err()).contains("\tat io.seedcast.cli.");
  }
}
