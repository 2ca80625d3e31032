package io.seedcast.experiment;

import io.seedcast.experiment.judge.CorruptedTest;
import io.seedcast.experiment.judge.JudgedCell;
import io.seedcast.experiment.judge.Judgement;
import io.seedcast.experiment.judge.WorstCase;
import io.seedcast.vision.corruption.Corruption;
import io.seedcast.vision.corruption.CorruptionGroup;
import io.seedcast.vision.metrics.CorruptionScores;
import io.seedcast.vision.metrics.CorruptionScores.Cell;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a report needs of what one network made of corrupted images; for two networks to be compared
 * on the same images, each image's part in every figure.
 */
final class CorruptionTally {
  /** How many of the images that are wrong most often are kept. */
  private static final int WORST_CASES = 3;

  private final CorruptionScores scores;
  private final Map<String, Double> calibrationErrors = new LinkedHashMap<>();
  private final List<WorstCase> worstCases;
  private final Map<String, double[]> imageScores = new LinkedHashMap<>();

  /** Tallies what a network made of all corruptions. */
  CorruptionTally(Judgement judgement) {
    scores = judgement.scores();
    worstCases = judgement.worstCases(WORST_CASES);
    calibrationErrors.put(JudgedCell.CLEAN, judgement.cell(JudgedCell.CLEAN).calibrationError());
    for (Cell cell : scores.cells()) {
      String name = CorruptedTest.name(cell.corruption(), cell.severity());
      calibrationErrors.put(name, judgement.cell(name).calibrationError());
    }
    imageScores.put(Protocol.CLEAN, shares(judgement.cleanRight(), 1));
    double[] ofGroups = new double[judgement.cleanRight().length];
    for (CorruptionGroup group : scores.groups()) {
      double[] ofGroup = shares(judgement, scores.corruptions(group));
      for (int i = 0; i < ofGroup.length; i++) {
        ofGroups[i] += ofGroup[i] / scores.groups().size();
      }
      imageScores.put(group.id(), ofGroup);
    }
    imageScores.put(Protocol.CORRUPTIONS.headline(), ofGroups);
    imageScores.put(Protocol.MEAN_OF_CORRUPTIONS, shares(judgement, scores.corruptions()));
    imageScores.put(Protocol.MEAN_OF_BENCHMARK, shares(judgement, scores.benchmarked()));
  }

  /** For each image in what share of the corruptions' sets it is right. */
  private static double[] shares(Judgement judgement, Collection<Corruption> corruptions) {
    List<Cell> cells =
        judgement.scores().cells().stream()
            .filter(cell -> corruptions.contains(cell.corruption()))
            .toList();
    return shares(judgement.right(cells), cells.size());
  }

  private static double[] shares(int[] right, int of) {
    double[] shares = new double[right.length];
    for (int i = 0; i < right.length; i++) {
      shares[i] = right[i] / (double) of;
    }
    return shares;
  }

  /** By corruption and severity. */
  CorruptionScores scores() {
    return scores;
  }

  int images() {
    return imageScores(Protocol.CLEAN).length;
  }

  /** The figures of {@link Protocol#CORRUPTIONS}. */
  Map<String, Double> figures() {
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put(Protocol.CLEAN, scores.cleanAccuracy());
    scores.groups().forEach(group -> figures.put(group.id(), scores.accuracy(group)));
    figures.put(Protocol.CORRUPTIONS.headline(), scores.meanOfGroups());
    figures.put(Protocol.MEAN_OF_CORRUPTIONS, scores.mean());
    figures.put(Protocol.MEAN_OF_BENCHMARK, scores.mean(scores.benchmarked()));
    return figures;
  }

  /** Each image's part in a figure, 0 to 1; the figure is their mean. */
  double[] imageScores(String figure) {
    return Optional.ofNullable(imageScores.get(figure)).orElseThrow().clone();
  }

  /** Accuracy at a severity, the mean of the groups; that on the images as they are at 0. */
  double atSeverity(int severity) {
    return severity == 0
        ? scores.cleanAccuracy()
        : scores.groups().stream()
            .mapToDouble(group -> scores.accuracy(group, severity))
            .average()
            .orElseThrow();
  }

  /** The expected calibration error on a set of images, as {@link CorruptedTest} names it. */
  double calibrationError(String set) {
    return Optional.ofNullable(calibrationErrors.get(set)).orElseThrow();
  }

  /** The mean over all corrupted sets. */
  double meanCalibrationError() {
    return scores.cells().stream()
        .mapToDouble(
            cell -> calibrationError(CorruptedTest.name(cell.corruption(), cell.severity())))
        .average()
        .orElseThrow();
  }

  /** The images that it gets right as they are and wrong most often, the worst first. */
  List<WorstCase> worstCases() {
    return worstCases;
  }
}
