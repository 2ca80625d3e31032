package io.seedcast.train;

import io.seedcast.vision.Dataset;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What {@code run.json} says about a run: how it was made, on what, and what came out.
 *
 * @param formatVersion of the run folder, {@value RunFolder#FORMAT_VERSION}
 * @param command the command line that started it
 * @param data the dataset as named on the command line
 * @param dataName the dataset's name
 * @param dataDigest SHA-256 of the dataset
 * @param classNames the meaning of the network's outputs
 * @param recipe how it was trained
 * @param teacher folder of the run it was distilled from, if any
 * @param teacherDigest SHA-256 of the teacher's checkpoint, if any
 * @param softWeight weight of the teacher's softmax; 0 without a teacher
 * @param featureWeight weight of the teacher's stages; 0 without a teacher
 * @param provenance code version, JVM, operating system, processor, start time
 * @param testAccuracy of the last epoch, by the training graph; absent until the run is finished
 */
public record RunInfo(
    int formatVersion,
    String command,
    String data,
    String dataName,
    String dataDigest,
    List<String> classNames,
    Recipe recipe,
    @Nullable String teacher,
    @Nullable String teacherDigest,
    double softWeight,
    double featureWeight,
    Map<String, String> provenance,
    @Nullable Double testAccuracy) {
  public RunInfo {
    classNames = List.copyOf(classNames);
    provenance = Map.copyOf(provenance);
  }

  /** A run about to start, without a teacher. */
  public static RunInfo starting(
      String command, String data, Dataset dataset, Recipe recipe, Map<String, String> provenance) {
    return new RunInfo(
        RunFolder.FORMAT_VERSION,
        command,
        data,
        dataset.name(),
        dataset.sha256(),
        dataset.classNames(),
        recipe,
        null,
        null,
        0,
        0,
        provenance,
        null);
  }

  /** Returns the same run, distilled from a teacher. */
  public RunInfo withTeacher(
      Path folder, String checkpointDigest, double newSoftWeight, double newFeatureWeight) {
    return new RunInfo(
        formatVersion,
        command,
        data,
        dataName,
        dataDigest,
        classNames,
        recipe,
        folder.toString(),
        checkpointDigest,
        newSoftWeight,
        newFeatureWeight,
        provenance,
        testAccuracy);
  }

  /** Returns the same run, finished. */
  RunInfo withTestAccuracy(double accuracy) {
    return new RunInfo(
        formatVersion,
        command,
        data,
        dataName,
        dataDigest,
        classNames,
        recipe,
        teacher,
        teacherDigest,
        softWeight,
        featureWeight,
        provenance,
        accuracy);
  }

  /** What must be equal for an interrupted run to continue: everything that decides the outcome. */
  String configuration() {
    return String.join(
        "\n",
        dataDigest,
        recipe.configuration(),
        String.valueOf(teacherDigest),
        softWeight + " " + featureWeight);
  }
}
