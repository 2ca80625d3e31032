package io.seedcast.experiment;

import io.seedcast.core.failure.SeedcastException.Kind;
import io.seedcast.core.regrow.RegrownNetwork;
import io.seedcast.experiment.judge.CorruptedInput;
import io.seedcast.experiment.judge.CorruptedTest;
import io.seedcast.experiment.judge.FinishedCells;
import io.seedcast.experiment.judge.JudgedCell;
import io.seedcast.experiment.judge.JudgedModel;
import io.seedcast.experiment.judge.Judgement;
import io.seedcast.experiment.judge.Sample;
import io.seedcast.vision.Images;
import io.seedcast.vision.corruption.Corruption;
import io.seedcast.vision.corruption.CorruptionScale;
import io.seedcast.vision.corruption.FrostTextures;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Judges networks by the test images, corrupted in nineteen ways at five severities. What is
 * finished stays in the run's folder, a file for each corruption and severity.
 */
final class CorruptionJudge {
  /** Of the corruptions and the choice of images, the same for every network. */
  static final long SEED = 1;

  private final Plan plan;
  private final ExperimentFolder folder;
  private final CorruptedTest test;
  private final Map<String, String> settings = new LinkedHashMap<>();

  /**
   * The parameters that suit an experiment's images.
   *
   * @throws ExperimentException {@code experiment.other-data} if none do
   */
  static CorruptionScale requireScale(Experiment experiment, ExperimentData data) {
    return CorruptionScale.suiting(data.imageSize())
        .orElseThrow(
            () ->
                new ExperimentException(
                    Kind.REFUSED,
                    "experiment.other-data",
                    experiment.name()
                        + " takes images whose shorter side has up to 48 pixels, or from 160: got "
                        + data.imageSize()
                        + "; a folder's are resized by folder:DIR?size=3x32x32"));
  }

  /** Prepares the test. */
  CorruptionJudge(Plan plan, ExperimentFolder folder) {
    this.plan = plan;
    this.folder = folder;
    Slice slice = plan.setup().data().slices(1).get(0);
    Images all = slice.dataset().test();
    int limit = plan.scale().corruptedImages();
    int[] sample = Sample.TEST.draw(all.count(), limit == Scale.ALL ? all.count() : limit, SEED);
    Images clean = all.select(sample);
    CorruptedInput corrupted =
        new CorruptedInput.Generated(
            clean,
            sample,
            SEED,
            requireScale(plan.experiment(), plan.setup().data()),
            FrostTextures.procedural(SEED),
            null,
            plan.setup().threadsEach());
    this.test =
        new CorruptedTest(
            clean,
            corrupted,
            List.of(Corruption.values()),
            IntStream.rangeClosed(1, Corruption.SEVERITIES).boxed().toList());
    settings.put("data", slice.digest());
    settings.put("images", clean.count() + " of " + all.count());
    settings.put("seed", String.valueOf(SEED));
    settings.put("corrupted input", corrupted.description());
  }

  CorruptedTest test() {
    return test;
  }

  /** What the folder holds of a run, if it is whole. */
  Optional<CorruptionTally> find(PlannedRun run, RunResult result) {
    if (!Files.isDirectory(path(run))) {
      return Optional.empty();
    }
    Map<String, JudgedCell> cells = cells(run).find(result.regrownDigest(), test.names());
    return cells.size() == test.names().size() ? Optional.of(tally(cells)) : Optional.empty();
  }

  /** Lets a network judge what it has not finished yet. */
  CorruptionTally judge(PlannedRun run, RegrownNetwork regrown, CorruptedTest.Listener listener) {
    FinishedCells finished = cells(run);
    Map<String, JudgedCell> cells = finished.find(regrown.digest(), test.names());
    try (JudgedModel model =
        JudgedModel.regrown(
            folder.run(run.digest()),
            regrown,
            plan.setup().data().classNames(),
            plan.setup().threadsEach())) {
      test.judge(List.of(model), List.of(cells), finished, listener);
    }
    return tally(cells);
  }

  private FinishedCells cells(PlannedRun run) {
    return FinishedCells.open(path(run), settings, test.clean().count(), true);
  }

  /** For each number of images a folder of its own, so that scales share a run. */
  private Path path(PlannedRun run) {
    return folder.run(run.digest()).resolve("corruptions-" + test.clean().count());
  }

  private CorruptionTally tally(Map<String, JudgedCell> cells) {
    return new CorruptionTally(new Judgement(test.clean().labels(), cells));
  }
}
