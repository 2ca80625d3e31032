package io.seedcast.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.seedcast.artifact.Keys;
import io.seedcast.artifact.SigningKey;
import io.seedcast.device.FaultyHub.Request;
import io.seedcast.device.Models.Flaws;
import io.seedcast.device.UpdateResult.UpToDate;
import io.seedcast.device.UpdateResult.Updated;
import io.seedcast.hub.StatusReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class UpdateTest extends FleetFixture {
  @ParameterizedTest
  @EnumSource
  void regrowsPredictsAndReportsWhatTheCloudHas(Mode mode) throws IOException {
    fleet.publish(1);

    try (DeviceAgent agent = fleet.open(mode, step -> {})) {
      UpdateResult result = agent.update();

      assertThat(result)
          .isInstanceOfSatisfying(
              Updated.class,
              updated -> {
                assertThat(updated.version()).isEqualTo(1);
                assertThat(updated.partsFetched()).isEqualTo(5);
              });
      Fleet.assertRuns(agent, 1);
      assertThat(agent.predictor().labels()).containsExactly("a", "b", "c", "d", "e");
      StatusReport report = fleet.lastReport();
      assertThat(report.state()).isEqualTo("running");
      assertThat(report.version()).isEqualTo("1");
      assertThat(report.mode()).isEqualTo(mode.id());
      assertThat(report.regrownDigest()).isEqualTo(Models.regrown(1).digest());
      assertThat(report.bytesFetched()).isEqualTo(((Updated) result).bytesFetched());
    }
    assertThat(fleet.files("regrown")).hasSize(mode == Mode.STORED ? 1 : 0);
    assertThat(fleet.files("partial")).isEmpty();
  }

  @Test
  void reportsPredictions() {
    fleet.publish(1);

    try (DeviceAgent agent = fleet.open()) {
      agent.update();
      Predictions predictions = agent.predictor().predict(Fleet.IMAGES, done -> {});
      double accuracy = predictions.accuracy(Models.predictions(1, Fleet.IMAGES));
      agent.send(agent.report().withPredictions(predictions, accuracy));

      StatusReport report = fleet.lastReport();
      assertThat(report.images()).isEqualTo(40);
      assertThat(report.accuracy()).isEqualTo(1.0);
      assertThat(report.predictionsDigest()).isEqualTo(predictions.digest());
      assertThat(report.latencyMillisPerImage()).isPositive();
    }
  }

  @Test
  void runsWithoutAHubOnceItHasAModel() throws IOException {
    fleet.install(1);
    fleet.hub.close();

    try (DeviceAgent agent = fleet.open()) {
      Fleet.assertRuns(agent, 1);

      assertThat(Fleet.codeOfFailure(agent)).isEqualTo("device.offline");

      Fleet.assertRuns(agent, 1);
    }
  }

  @Test
  void asksOnlyForTheManifestIfThereIsNothingNew() {
    fleet.install(1);

    try (DeviceAgent agent = fleet.open()) {
      assertThat(agent.update()).isEqualTo(new UpToDate(1));
    }

    List<Request> requests = fleet.hub.takeRequests();
    assertThat(requests).hasSize(2);
    assertThat(requests.get(0).isForManifest()).isTrue();
    assertThat(requests.get(0).headers()).containsKey("if-none-match");
    assertThat(requests.get(1).isReport()).isTrue();
  }

  @Test
  void fetchesOnlyThePartsThatItLacksAndDeletesThoseThatItNoLongerNeeds() throws IOException {
    fleet.install(1);
    List<Path> before = fleet.files("blobs");
    fleet.publish(2);

    try (DeviceAgent agent = fleet.open()) {
      UpdateResult result = agent.update();

      // Config, signature, weights and probe; the description is the same.
      assertThat(((Updated) result).partsFetched()).isEqualTo(4);
      Fleet.assertRuns(agent, 2);
    }
    List<Path> after = fleet.files("blobs");
    assertThat(after).hasSize(6);
    assertThat(after.stream().filter(before::contains)).hasSize(1);
    assertThat(fleet.files("regrown")).hasSize(1);
    assertThat(fleet.hub.takeRequests().stream().filter(Request::isForPart)).hasSize(4);
  }

  /** A version that must not be taken, and the code with which it is refused. */
  record Bad(String code, long version, String signer, Flaws flaws) {}

  static Stream<Bad> bad() {
    String wrong = "0".repeat(64);
    return Stream.of(
        new Bad("device.probe", 3, "known", Flaws.NONE.answeringWrongBy(0.5f)),
        new Bad("device.regrown", 3, "known", Flaws.NONE.regrowingTo(wrong)),
        new Bad("package.untrusted-key", 3, "stranger", Flaws.NONE),
        new Bad("package.unsigned", 3, "nobody", Flaws.NONE),
        new Bad("package.expired", 3, "known", Flaws.NONE.expiring(Fleet.NOW)),
        new Bad("package.rollback", 1, "known", Flaws.NONE.probing(3)));
  }

  @ParameterizedTest
  @MethodSource("bad")
  void keepsTheVersionInUseIfTheNextOneIsBad(Bad bad) {
    fleet.install(2);
    fleet.publish(bad.version(), signer(bad.signer()), bad.flaws());
    fleet.nameLatest(bad.version());

    try (DeviceAgent agent = fleet.open()) {
      assertThat(Fleet.codeOfFailure(agent)).isEqualTo(bad.code());

      Fleet.assertRuns(agent, 2);
      StatusReport report = fleet.lastReport();
      assertThat(report.state()).isEqualTo("failed");
      assertThat(report.activeVersion()).isEqualTo("2");
      assertThat(report.error())
          .isNotNull()
          .satisfies(error -> assertThat(error.code()).isEqualTo(bad.code()));
    }
    try (DeviceAgent agent = fleet.open()) {
      Fleet.assertRuns(agent, 2);
    }
  }

  private @Nullable SigningKey signer(String who) {
    return switch (who) {
      case "known" -> fleet.key;
      case "stranger" -> Keys.generate();
      default -> null;
    };
  }

  @Test
  void fetchesNoLargePartOfAPackageThatItWillNotTake() {
    fleet.install(2);
    fleet.publish(3, Keys.generate(), Flaws.NONE);

    try (DeviceAgent agent = fleet.open()) {
      assertThat(Fleet.codeOfFailure(agent)).isEqualTo("package.untrusted-key");
    }

    // Config and signature.
    assertThat(fleet.hub.takeRequests().stream().filter(Request::isForPart)).hasSize(2);
  }

  static Stream<Bad> badBeforeItIsFetched() {
    return bad().filter(bad -> bad.code().startsWith("package."));
  }

  @ParameterizedTest
  @MethodSource("badBeforeItIsFetched")
  void leavesNothingOnTheDiskOfAVersionThatItWillNotTake(Bad bad) {
    fleet.install(2);
    List<Path> before = fleet.files("blobs");
    fleet.publish(bad.version(), signer(bad.signer()), bad.flaws());
    fleet.nameLatest(bad.version());

    try (DeviceAgent agent = fleet.open()) {
      assertThat(Fleet.codeOfFailure(agent)).isEqualTo(bad.code());
    }

    assertThat(fleet.files("blobs")).isEqualTo(before);
    assertThat(fleet.files("partial")).isEmpty();
  }

  @Test
  void deletesTheVersionThatFailedHere() {
    fleet.install(1);
    List<Path> before = fleet.files("blobs");
    fleet.publish(2, fleet.key, Flaws.NONE.answeringWrongBy(1));

    try (DeviceAgent agent = fleet.open()) {
      assertThat(Fleet.codeOfFailure(agent)).isEqualTo("device.probe");

      assertThat(fleet.files("blobs")).isEqualTo(before);
    }
  }

  @Test
  void rejectsAVersionThatFailsForAReasonThatNobodyForesaw() {
    fleet.install(1);
    fleet.publish(2);
    Consumer<Step> mistake =
        step -> {
          if (step == Step.REGROW) {
            throw new IllegalStateException("a mistake somewhere");
          }
        };

    try (DeviceAgent agent = fleet.open(Mode.STORED, mistake)) {
      assertThat(Fleet.codeOfFailure(agent)).isEqualTo("device.install");

      Fleet.assertRuns(agent, 1);
      assertThat(fleet.lastReport().error())
          .isNotNull()
          .satisfies(error -> assertThat(error.message()).contains("a mistake somewhere"));
      assertThat(Fleet.codeOfFailure(agent)).isEqualTo("device.rejected");
    }
  }

  @Test
  void takesNoOtherModelThanItsOwn() throws IOException {
    fleet.publish(1, fleet.key, Flaws.NONE.withName("other"));
    Path models = directory.resolve("hub").resolve("models");
    fleet.server.close();
    Files.move(models.resolve("other"), models.resolve(Models.NAME));
    try (Fleet renamed = new Fleet(directory);
        DeviceAgent agent =
            Fleet.open(
                new DeviceConfig(
                    renamed.hub.uri(),
                    Models.NAME,
                    "camera-1",
                    renamed.state,
                    List.of(fleet.key.publicKey()),
                    Mode.STORED,
                    1,
                    RetryPolicy.DEFAULT),
                step -> {})) {
      assertThat(Fleet.codeOfFailure(agent)).isEqualTo("device.wrong-model");
    }
  }

  @Test
  void doesNotTryAVersionAgainThatFailedHereUntilThereIsANewerOne() {
    fleet.install(1);
    fleet.publish(2, fleet.key, Flaws.NONE.answeringWrongBy(1));

    try (DeviceAgent agent = fleet.open()) {
      assertThat(Fleet.codeOfFailure(agent)).isEqualTo("device.probe");
      fleet.hub.takeRequests();
      assertThat(Fleet.codeOfFailure(agent)).isEqualTo("device.rejected");
      assertThat(fleet.hub.takeRequests()).hasSize(1);

      fleet.publish(3);

      assertThat(agent.update().version()).isEqualTo(3);
      Fleet.assertRuns(agent, 3);
    }
  }

  @Test
  void keepsAModelThatExpiresWhileItIsInUse() {
    fleet.publish(1, fleet.key, Flaws.NONE.expiring(Fleet.NOW.plusSeconds(60)));
    try (DeviceAgent agent = fleet.open()) {
      agent.update();
    }

    Instant later = Fleet.NOW.plusSeconds(3600);
    try (DeviceAgent agent =
        DeviceAgent.open(
            fleet.config(Mode.STORED), Clock.fixed(later, ZoneOffset.UTC), step -> {})) {
      Fleet.assertRuns(agent, 1);
    }
  }

  @Test
  void goesBackIfANewVersionDoesNotStartFromWhatIsOnDisk() throws IOException {
    fleet.install(1);
    fleet.publish(2);
    List<Path> ofVersion1 = fleet.files("blobs");
    Consumer<Step> damage =
        step -> {
          if (step == Step.SWITCH) {
            fleet.files("blobs").stream()
                .filter(file -> !ofVersion1.contains(file))
                .forEach(file -> Fleet.flipBit(file, 9));
          }
        };

    try (DeviceAgent agent = fleet.open(Mode.STORED, damage)) {
      assertThat(Fleet.codeOfFailure(agent)).isEqualTo("package.checksum");

      Fleet.assertRuns(agent, 1);
      assertThat(fleet.lastReport().state()).isEqualTo("rolled-back");
      assertThat(fleet.lastReport().version()).isEqualTo("2");
      assertThat(fleet.lastReport().activeVersion()).isEqualTo("1");
      assertThat(Fleet.codeOfFailure(agent)).isEqualTo("device.rejected");
    }
    try (DeviceAgent agent = fleet.open()) {
      Fleet.assertRuns(agent, 1);
    }
  }

  @Test
  void triesAVersionAnotherTimeThatTheDiskFailed() throws IOException {
    fleet.install(1);
    fleet.publish(2);
    List<Path> ofVersion1 = fleet.files("blobs");
    List<Path> unreadable = new ArrayList<>();
    Consumer<Step> failure =
        step -> {
          if (step == Step.START && unreadable.isEmpty() && fleet.state().contains("previous")) {
            Path part =
                fleet.files("blobs").stream()
                    .filter(file -> !ofVersion1.contains(file))
                    .findFirst()
                    .orElseThrow();
            unreadable.add(Fleet.replaceByDirectory(part));
          }
        };

    try (DeviceAgent agent = fleet.open(Mode.STORED, failure)) {
      assertThat(Fleet.codeOfFailure(agent)).isEqualTo("package.unreadable");
      Fleet.assertRuns(agent, 1);
      Files.delete(unreadable.get(0));

      assertThat(agent.update().version()).isEqualTo(2);

      Fleet.assertRuns(agent, 2);
    }
  }

  @Test
  void goesOnWithAVersionWhoseConfirmationCannotBeWrittenYet() throws IOException {
    fleet.install(1);
    fleet.publish(2);
    Path inTheWay = fleet.state.resolve("state.json.tmp");
    Consumer<Step> obstacle =
        step -> {
          if (step == Step.CONFIRM) {
            Fleet.obstruct(inTheWay);
          }
        };

    try (DeviceAgent agent = fleet.open(Mode.STORED, obstacle)) {
      assertThat(agent.update().version()).isEqualTo(2);
      Fleet.assertRuns(agent, 2);
      assertThat(fleet.state()).contains("\"onTrial\" : true", "\"previous\"");
      Fleet.clear(inTheWay);

      assertThat(agent.update()).isEqualTo(new UpToDate(2));

      assertThat(fleet.state()).contains("\"onTrial\" : false").doesNotContain("\"previous\"");
    }
    assertThat(fleet.files("blobs")).hasSize(6);
  }

  @Test
  void goesBackEvenIfThatCannotBeWrittenYet() {
    fleet.install(1);
    fleet.publish(2);
    List<Path> ofVersion1 = fleet.files("blobs");
    Consumer<Step> damage =
        step -> {
          if (step == Step.START && fleet.state().contains("previous")) {
            Fleet.obstruct(fleet.state.resolve("state.json.tmp"));
            fleet.files("blobs").stream()
                .filter(file -> !ofVersion1.contains(file))
                .forEach(file -> Fleet.flipBit(file, 9));
          }
        };

    try (DeviceAgent agent = fleet.open(Mode.STORED, damage)) {
      assertThat(Fleet.codeOfFailure(agent)).isEqualTo("package.checksum");

      Fleet.assertRuns(agent, 1);
      assertThat(fleet.lastReport().state()).isEqualTo("rolled-back");
      assertThat(Fleet.codeOfFailure(agent)).isEqualTo("device.rejected");
    }
  }

  @Test
  void saysThatItHasNoModelYet() {
    try (DeviceAgent agent = fleet.open()) {
      assertThat(Fleet.codeOfFailure(agent)).isEqualTo("device.http");
      assertThatThrownBy(agent::predictor)
          .isInstanceOfSatisfying(
              DeviceException.class, e -> assertThat(e.code()).isEqualTo("device.no-model"))
          .hasMessage("no version of model \"mono\" has been put in use yet");
    }
  }
}
