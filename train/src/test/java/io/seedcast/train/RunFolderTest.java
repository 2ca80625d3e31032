package io.seedcast.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.seedcast.core.file.FolderLock;
import io.seedcast.core.network.FloatTensor;
import io.seedcast.core.network.NamedTensors;
import io.seedcast.core.network.Network;
import io.seedcast.core.network.Shape;
import io.seedcast.core.zoo.Architecture;
import io.seedcast.core.zoo.Dimensions;
import io.seedcast.core.zoo.LocalBinaryStyle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFolderTest {
  private static final List<EpochMetrics> METRICS =
      List.of(new EpochMetrics(1, 0.05, 2.25, 1 / 3.0, 1 / 7.0, 1.5, 66.5, 0.03125, 512));

  @TempDir Path dir;

  @Test
  void opensWhatItCreated() {
    Network network = TinyRun.mono();
    RunInfo info = TinyRun.info(TinyRun.recipe());
    RunFolder.create(dir.resolve("run"), network, info);

    RunFolder opened = RunFolder.open(dir.resolve("run"));

    assertThat(opened.network()).isEqualTo(network);
    assertThat(opened.info()).isEqualTo(info);
  }

  @Test
  void readsTheCheckpointThatItWrote() {
    RunFolder folder = TinyRun.create(dir.resolve("run"), TinyRun.mono());
    RunFolder.Checkpoint checkpoint = checkpoint(TinyRun.mono());
    folder.writeCheckpoint(checkpoint);

    RunFolder opened = RunFolder.open(folder.path());

    assertThat(opened.tensors()).isEqualTo(checkpoint.state());
    assertThat(opened.metrics()).isEqualTo(checkpoint.metrics());
    assertThat(opened.path().resolve("metrics.csv"))
        .hasContent(EpochMetrics.toTable(checkpoint.metrics()));
  }

  @Test
  void refusesAFolderThatHoldsNoRun() {
    assertFailure(
        () -> RunFolder.open(dir),
        "run.not-a-run",
        dir + " is not a run folder: it has no run.json");
  }

  @Test
  void refusesToStartOverAnotherRun() {
    TinyRun.create(dir, TinyRun.mono());

    assertFailure(
        () -> TinyRun.create(dir, TinyRun.mono()), "run.exists", dir + " already holds a run");
  }

  @Test
  void refusesANetworkThatItCouldNotReadAgain() {
    Network wide =
        Architecture.RESNET34.build(
            LocalBinaryStyle.DEFAULT, new Dimensions(Shape.of(3, 32, 32), 10, 4));
    Path run = dir.resolve("run");

    assertFailure(
        () -> TinyRun.create(run, wide),
        "run.too-large",
        run + ": the network resnet34-lbcnn is too large for a run folder: it has 37");
    assertThat(run).doesNotExist();
  }

  @Test
  void refusesToStartARunWhereOneIsBeingStarted() throws Exception {
    try (FolderLock lock = FolderLock.tryTake(dir).orElseThrow()) {
      assertFailure(
          () -> TinyRun.create(dir, TinyRun.mono()),
          "run.in-use",
          "another training is running in " + dir);
      assertThat(FolderLock.tryTake(dir)).isEmpty();
      assertThat(RunFolder.holdsRun(dir)).isFalse();
    }

    TinyRun.create(dir, TinyRun.mono());
  }

  @Test
  void refusesARunWithoutACheckpoint() {
    RunFolder folder = TinyRun.create(dir, TinyRun.mono());

    assertFailure(folder::tensors, "run.no-checkpoint", dir + " has no checkpoint yet");
  }

  @Test
  void refusesARunOfALaterFormat() throws Exception {
    TinyRun.create(dir, TinyRun.mono());
    Path json = dir.resolve("run.json");
    String text = Files.readString(json);
    Files.writeString(json, text.replace("\"formatVersion\" : 1", "\"formatVersion\" : 2"));

    assertFailure(
        () -> RunFolder.open(dir),
        "run.too-new",
        json + ": format version 2 is too new (this build reads 1)");
  }

  @Test
  void refusesADamagedDescription() throws Exception {
    TinyRun.create(dir, TinyRun.mono());
    Files.writeString(dir.resolve("run.json"), "{\"formatVersion\" : 1,");

    assertFailure(() -> RunFolder.open(dir), "run.malformed", "run.json cannot be used");
  }

  @Test
  void refusesToContinueWithAnotherNetworkOrRecipe() {
    RunInfo info = TinyRun.info(TinyRun.recipe());
    RunFolder.create(dir, TinyRun.mono(), info);

    assertFailure(
        () -> RunFolder.resume(dir, TinyRun.standard(), info),
        "run.other-configuration",
        "holds a run of another network: method is \"mono\", not \"standard\"; resume it with");
    assertFailure(
        () -> RunFolder.resume(dir, TinyRun.mono(7), info),
        "run.other-configuration",
        "nodes[layer1.0.conv1].operation.weight.seed.value is 1, not 7; resume");
    assertFailure(
        () -> RunFolder.resume(dir, TinyRun.mono(), TinyRun.info(TinyRun.recipe(0.05, 2, 2))),
        "run.other-configuration",
        "was started with another configuration: recipe.seed is 1, not 2, recipe.threads is 1, not 2; resume");
  }

  @Test
  void refusesTheCheckpointOfAnotherNetworkEvenOfTheSameShapes() throws Exception {
    Network other = TinyRun.mono(5);
    RunFolder folder = TinyRun.create(dir.resolve("run"), TinyRun.mono());
    RunFolder otherFolder = TinyRun.create(dir.resolve("other"), other);
    otherFolder.writeCheckpoint(checkpoint(other));
    assertThat(other.learnedShapes()).isEqualTo(folder.network().learnedShapes());

    copyCheckpoint(otherFolder, folder);

    assertFailure(folder::tensors, "run.malformed", "it belongs to another network");
  }

  @Test
  void refusesTheCheckpointOfAnotherRun() throws Exception {
    RunFolder folder = TinyRun.create(dir.resolve("run"), TinyRun.mono());
    RunInfo otherInfo = TinyRun.info(TinyRun.recipe(0.05, 2, 1));
    RunFolder other = RunFolder.create(dir.resolve("other"), TinyRun.mono(), otherInfo);
    other.writeCheckpoint(checkpoint(TinyRun.mono()));

    copyCheckpoint(other, folder);

    assertFailure(folder::tensors, "run.malformed", "it belongs to another run");
  }

  @Test
  void refusesACheckpointCutShort() throws Exception {
    RunFolder folder = TinyRun.create(dir, TinyRun.mono());
    folder.writeCheckpoint(checkpoint(TinyRun.mono()));
    Path file = dir.resolve("checkpoint.safetensors");
    byte[] bytes = Files.readAllBytes(file);

    for (int length : List.of(0, 7, 100, bytes.length / 2, bytes.length - 1)) {
      Files.write(file, Arrays.copyOf(bytes, length));

      assertFailure(folder::tensors, "run.malformed", "checkpoint.safetensors cannot be used");
    }
  }

  @Test
  void refusesTheTensorsOfATrainingThatDiverged() {
    Map<String, FloatTensor> tensors =
        new LinkedHashMap<>(TinyRun.state(TinyRun.standard()).asMap());
    tensors.put(
        "linear.bias",
        FloatTensor.of(
            Shape.of(10), new float[] {0, 0, 0, 0, 0, 0, 0, 0, 0, Float.NEGATIVE_INFINITY}));
    RunFolder folder = TinyRun.create(dir, TinyRun.standard());
    folder.writeCheckpoint(new RunFolder.Checkpoint(1, NamedTensors.of(tensors), METRICS));

    assertFailure(
        folder::tensors,
        "train.diverged",
        "the tensor \"linear.bias\" holds values that are not finite; train with a lower");
  }

  private static void copyCheckpoint(RunFolder from, RunFolder to) throws Exception {
    String name = "checkpoint.safetensors";
    Files.copy(
        from.path().resolve(name), to.path().resolve(name), StandardCopyOption.REPLACE_EXISTING);
  }

  private static RunFolder.Checkpoint checkpoint(Network network) {
    return new RunFolder.Checkpoint(1, TinyRun.state(network), METRICS);
  }

  private static void assertFailure(ThrowingCallable call, String code, String message) {
    TrainException thrown = catchThrowableOfType(TrainException.class, call);
    assertThat(thrown).as("failure with code %s", code).isNotNull();
    assertThat(thrown.code()).isEqualTo(code);
    assertThat(thrown).hasMessageContaining(message);
  }
}
