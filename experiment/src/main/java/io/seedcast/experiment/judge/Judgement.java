package io.seedcast.experiment.judge;

import io.seedcast.vision.corruption.Corruption;
import io.seedcast.vision.metrics.CorruptionScores;
import io.seedcast.vision.metrics.CorruptionScores.Answers;
import io.seedcast.vision.metrics.CorruptionScores.Cell;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** What one network made of a sample of images, as they are and corrupted, image by image. */
public final class Judgement {
  private final int[] labels;
  private final Map<String, JudgedCell> cells;
  private final CorruptionScores scores;

  /**
   * Takes what is finished.
   *
   * @param labels of the images
   * @param cells by name: the clean ones, and some corruptions, all at the same severities
   * @throws IllegalArgumentException if one is missing
   */
  public Judgement(int[] labels, Map<String, JudgedCell> cells) {
    this.labels = labels.clone();
    this.cells = Map.copyOf(cells);
    List<Answers> answers = new ArrayList<>();
    for (Corruption corruption : Corruption.values()) {
      for (int severity = 1; severity <= Corruption.SEVERITIES; severity++) {
        JudgedCell cell = cells.get(CorruptedTest.name(corruption, severity));
        if (cell != null) {
          answers.add(new Answers(corruption, severity, cell.predictions()));
        }
      }
    }
    this.scores = CorruptionScores.of(labels, cell(JudgedCell.CLEAN).predictions(), answers);
  }

  /** How much it got right. */
  public CorruptionScores scores() {
    return scores;
  }

  /**
   * What it made of one set of images.
   *
   * @throws IllegalArgumentException if it has not judged that
   */
  public JudgedCell cell(String name) {
    JudgedCell cell = cells.get(name);
    if (cell == null) {
      throw new IllegalArgumentException("there is no result for " + name);
    }
    return cell;
  }

  private JudgedCell cell(Cell scored) {
    return cell(CorruptedTest.name(scored.corruption(), scored.severity()));
  }

  /** The expected calibration error on a corruption: the mean over its severities. */
  public double calibrationError(Corruption corruption) {
    return scores.severities().stream()
        .mapToDouble(severity -> cell(CorruptedTest.name(corruption, severity)).calibrationError())
        .average()
        .orElseThrow();
  }

  /** For each image 1 if it is right as it is, otherwise 0. */
  public int[] cleanRight() {
    int[] right = new int[labels.length];
    countRight(cell(JudgedCell.CLEAN), right);
    return right;
  }

  /** For each image in how many of these sets it is right. */
  public int[] right(Collection<Cell> of) {
    int[] right = new int[labels.length];
    of.forEach(scored -> countRight(cell(scored), right));
    return right;
  }

  private void countRight(JudgedCell cell, int[] right) {
    for (int i = 0; i < labels.length; i++) {
      right[i] += cell.predictions().get(i) == labels[i] ? 1 : 0;
    }
  }

  /** The images that it gets right as they are, and wrong most often, the worst first. */
  public List<WorstCase> worstCases(int count) {
    List<Cell> ordered = new ArrayList<>(scores.cells());
    ordered.sort(Comparator.comparingInt(Cell::severity));
    int[] cleanRight = cleanRight();
    int[] right = right(ordered);
    List<WorstCase> cases = new ArrayList<>();
    for (int i = 0; i < labels.length; i++) {
      int image = i;
      int wrong = ordered.size() - right[i];
      if (cleanRight[i] == 1 && wrong > 0) {
        Cell mildest =
            ordered.stream()
                .filter(one -> cell(one).predictions().get(image) != labels[image])
                .findFirst()
                .orElseThrow();
        cases.add(
            new WorstCase(
                i,
                wrong,
                ordered.size(),
                mildest.corruption(),
                mildest.severity(),
                cell(mildest).predictions().get(i)));
      }
    }
    cases.sort(Comparator.comparingInt(WorstCase::wrong).reversed());
    return List.copyOf(cases.subList(0, Math.min(count, cases.size())));
  }
}
