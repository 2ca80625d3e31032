package io.seedcast.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.seedcast.device.UpdateResult.Updated;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class StartTest extends FleetFixture {
  @Test
  void regrowsIfTheRegrownTensorsWereAltered() throws IOException {
    fleet.install(1);
    Path tensors = fleet.files("regrown").get(0);
    byte[] intact = Files.readAllBytes(tensors);
    Fleet.flipBit(tensors, intact.length - 3);

    try (DeviceAgent agent = fleet.open()) {
      Fleet.assertRuns(agent, 1);
    }
    assertThat(tensors).hasBinaryContent(intact);
  }

  @Test
  void regrowsIfTheRegrownTensorsWereCutShort() throws IOException {
    fleet.install(1);
    Path tensors = fleet.files("regrown").get(0);
    byte[] intact = Files.readAllBytes(tensors);
    Files.write(tensors, Arrays.copyOf(intact, intact.length / 2));

    try (DeviceAgent agent = fleet.open()) {
      Fleet.assertRuns(agent, 1);
    }
    assertThat(tensors).hasBinaryContent(intact);
  }

  @Test
  void startsWhatItHasRegrownEvenIfItCannotStoreIt() {
    fleet.install(1);
    Path tensors = fleet.files("regrown").get(0);
    Fleet.flipBit(tensors, 500);
    Fleet.obstruct(tensors.resolveSibling(tensors.getFileName() + ".tmp"));

    try (DeviceAgent agent = fleet.open()) {
      Fleet.assertRuns(agent, 1);
    }
  }

  @Test
  void deletesWhatAKilledProcessLeftAndNothingOfOthers() throws IOException {
    fleet.install(1);
    String hex = "ab".repeat(32);
    List<Path> left =
        List.of(
            fleet.state.resolve("blobs").resolve(hex),
            fleet.state.resolve("blobs").resolve(hex + ".tmp"),
            fleet.state.resolve("partial").resolve(hex),
            fleet.state.resolve("regrown").resolve(hex + ".safetensors"),
            fleet.state.resolve("regrown").resolve(hex + ".safetensors.tmp"));
    List<Path> ofOthers =
        List.of(
            fleet.state.resolve("notes.txt"),
            fleet.state.resolve("blobs").resolve("notes.txt"),
            fleet.state.resolve("partial").resolve("notes.tmp"),
            fleet.state.resolve("regrown").resolve("mine.safetensors"));
    for (Path file : left) {
      Files.writeString(file, "left");
    }
    for (Path file : ofOthers) {
      Files.writeString(file, "somebody else's");
    }
    fleet.publish(2);

    try (DeviceAgent agent = fleet.open()) {
      assertThat(left).allSatisfy(file -> assertThat(file).doesNotExist());
      Fleet.assertRuns(agent, 1);
      agent.update();
      Fleet.assertRuns(agent, 2);
    }

    assertThat(ofOthers).allSatisfy(file -> assertThat(file).hasContent("somebody else's"));
  }

  @Test
  void readsTheRegrownTensorsOrRegrowsAsItIsTold() {
    fleet.install(1);

    try (DeviceAgent agent = fleet.open(Mode.DYNAMIC, step -> {})) {
      Fleet.assertRuns(agent, 1);
    }
    try (DeviceAgent agent = fleet.open(Mode.STORED, step -> {})) {
      Fleet.assertRuns(agent, 1);
    }
  }

  @Test
  void fetchesAnewThePartThatWasDamagedOnDisk() {
    fleet.install(1);
    for (Path part : fleet.files("blobs")) {
      Fleet.flipBit(part, 5);

      try (DeviceAgent agent = fleet.open()) {
        assertThatThrownBy(agent::predictor)
            .isInstanceOf(DeviceException.class)
            .hasMessageStartingWith("the installed version does not start");

        Updated repaired = (Updated) agent.update();

        assertThat(repaired.version()).isEqualTo(1);
        assertThat(repaired.partsFetched()).isLessThanOrEqualTo(1);
        Fleet.assertRuns(agent, 1);
      }
    }
  }

  /** What a process that is killed as a step begins would leave on the disk. */
  private List<Path> snapshotsOf(Mode mode, long version) {
    List<Path> snapshots = new ArrayList<>();
    fleet.publish(version);
    Consumer<Step> photographer =
        step -> {
          Path snapshot = directory.resolve("killed-" + snapshots.size() + "-" + step);
          Fleet.copy(fleet.state, snapshot);
          snapshots.add(snapshot);
        };
    try (DeviceAgent watched = fleet.open(mode, photographer)) {
      watched.update();
    }
    return snapshots;
  }

  @ParameterizedTest
  @EnumSource
  void hasAWorkingVersionWheneverItIsKilled(Mode mode) {
    fleet.install(1);

    List<Path> snapshots = snapshotsOf(mode, 2);

    assertThat(snapshots).hasSize(mode == Mode.STORED ? 13 : 12);
    for (Path snapshot : snapshots) {
      boolean switched = snapshots.indexOf(snapshot) > indexOf(snapshots, Step.SWITCH);
      try (DeviceAgent agent =
          Fleet.open(fleet.config(fleet.hub.uri(), snapshot, mode, Fleet.PATIENT), step -> {})) {
        Fleet.assertRuns(agent, switched ? 2 : 1);
        agent.update();
        Fleet.assertRuns(agent, 2);
      }
    }
  }

  private static int indexOf(List<Path> snapshots, Step step) {
    for (int i = 0; i < snapshots.size(); i++) {
      if (snapshots.get(i).toString().endsWith("-" + step)) {
        return i;
      }
    }
    throw new IllegalArgumentException("no snapshot of " + step);
  }

  /** Stands for a kill: nothing may catch it. */
  private static final class Killed extends Error {
    private static final long serialVersionUID = 1;
  }

  @Test
  void goesBackIfANewVersionKillsTheProcessWheneverItStarts() {
    fleet.install(1);
    fleet.publish(2);
    Consumer<Step> killer =
        step -> {
          if (step == Step.START && fleet.state().contains("\"version\" : 2")) {
            throw new Killed();
          }
        };
    try (DeviceAgent agent = fleet.open(Mode.STORED, killer)) {
      assertThat(catchThrowable(agent::update)).isInstanceOf(Killed.class);
    }
    assertThat(catchThrowable(() -> fleet.open(Mode.STORED, killer))).isInstanceOf(Killed.class);

    try (DeviceAgent agent = fleet.open(Mode.STORED, killer)) {
      Fleet.assertRuns(agent, 1);
      assertThat(Fleet.codeOfFailure(agent)).isEqualTo("device.rejected");
      assertThat(fleet.lastReport().activeVersion()).isEqualTo("1");
    }
  }

  @Test
  void sharesItsDirectoryWithNoOtherAgent() {
    try (DeviceAgent agent = fleet.open()) {
      assertThat(agent).isNotNull();
      assertThatThrownBy(fleet::open)
          .isInstanceOfSatisfying(
              DeviceException.class, e -> assertThat(e.code()).isEqualTo("device.state-in-use"));
    }
  }

  @Test
  void leavesADirectoryOfAnotherModelAlone() throws IOException {
    Files.createDirectories(fleet.state);
    Files.writeString(
        fleet.state.resolve("state.json"),
        "{\"format\":1,\"model\":\"other\",\"onTrial\":false,\"starts\":0}");

    assertThatThrownBy(fleet::open)
        .isInstanceOfSatisfying(
            DeviceException.class, e -> assertThat(e.code()).isEqualTo("device.state"))
        .hasMessageContaining("belongs to model \"other\"");
  }

  @Test
  void leavesADirectoryOfANewerProgramAlone() throws IOException {
    Files.createDirectories(fleet.state);
    Files.writeString(fleet.state.resolve("state.json"), "{\"format\":2}");

    assertThatThrownBy(fleet::open).hasMessageContaining("format 2 is not the one");
  }

  @Test
  void saysThatAnEmptyStateIsDamaged() throws IOException {
    Files.createDirectories(fleet.state);
    Files.createFile(fleet.state.resolve("state.json"));

    assertThatThrownBy(fleet::open)
        .isInstanceOfSatisfying(
            DeviceException.class, e -> assertThat(e.code()).isEqualTo("device.state"))
        .hasMessageContaining("state.json: damaged: it holds no JSON object");
  }

  @ParameterizedTest
  @ValueSource(strings = {"blobs", "notes"})
  void leavesADirectoryOfSomethingElseAsItIs(String folder) throws IOException {
    Path blob = fleet.state.resolve(folder).resolve("ab".repeat(32));
    Files.createDirectories(blob.getParent());
    Files.writeString(blob, "somebody else's");

    assertThatThrownBy(fleet::open)
        .isInstanceOfSatisfying(
            DeviceException.class, e -> assertThat(e.code()).isEqualTo("device.state"))
        .hasMessageContaining("it holds \"" + folder + "\"; choose a new or empty directory");

    assertThat(blob).hasContent("somebody else's");
    assertThat(fleet.files("."))
        .extracting(file -> file.getFileName().toString())
        .containsExactly(folder);
  }

  @Test
  void takesTheRootOfAFileSystemAndWhatItLeftBeforeItsFirstVersion() throws IOException {
    Files.createDirectories(fleet.state.resolve("lost+found"));
    fleet.open().close();

    fleet.install(1);

    try (DeviceAgent agent = fleet.open()) {
      Fleet.assertRuns(agent, 1);
    }
  }
}
