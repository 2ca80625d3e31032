package io.seedcast.experiment;

import io.seedcast.vision.corruption.Corruption;
import io.seedcast.vision.corruption.CorruptionGroup;
import io.seedcast.vision.metrics.CorruptionScores;
import io.seedcast.vision.metrics.CorruptionScores.Cell;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one network made of corrupted images, image by image, so that two networks can be compared
 * on the same images.
 *
 * @param scores by corruption and severity
 * @param clean for each image, 1 if it is classified correctly as it is, otherwise 0
 * @param correct for each group and image, in how many of the group's cells it is
 */
record CorruptionTally(
    CorruptionScores scores, List<Integer> clean, Map<CorruptionGroup, List<Integer>> correct) {
  CorruptionTally {
    clean = List.copyOf(clean);
    correct = Collections.unmodifiableMap(new EnumMap<>(correct));
  }

  /**
   * What a network takes the images of a corruption at a severity for.
   *
   * @param classes in the order of the images
   */
  record Answers(Corruption corruption, int severity, List<Integer> classes) {}

  /**
   * Tallies answers.
   *
   * @param labels of the images
   * @param clean what the network takes the images for as they are
   */
  static CorruptionTally of(int[] labels, List<Integer> clean, List<Answers> answers) {
    List<Integer> cleanCorrect = correct(labels, clean);
    Map<CorruptionGroup, List<Integer>> counts = new EnumMap<>(CorruptionGroup.class);
    List<Cell> cells = new ArrayList<>();
    for (Answers one : answers) {
      List<Integer> right = correct(labels, one.classes());
      cells.add(new Cell(one.corruption(), one.severity(), mean(right)));
      counts.merge(one.corruption().group(), right, CorruptionTally::sum);
    }
    return new CorruptionTally(
        new CorruptionScores(mean(cleanCorrect), cells), cleanCorrect, counts);
  }

  private static List<Integer> correct(int[] labels, List<Integer> classes) {
    if (classes.size() != labels.length) {
      throw new IllegalArgumentException(
          "there must be an answer for each of "
              + labels.length
              + " images: got "
              + classes.size());
    }
    List<Integer> correct = new ArrayList<>();
    for (int i = 0; i < labels.length; i++) {
      correct.add(classes.get(i) == labels[i] ? 1 : 0);
    }
    return correct;
  }

  private static List<Integer> sum(List<Integer> a, List<Integer> b) {
    List<Integer> sum = new ArrayList<>();
    for (int i = 0; i < a.size(); i++) {
      sum.add(a.get(i) + b.get(i));
    }
    return sum;
  }

  private static double mean(List<Integer> values) {
    return values.stream().mapToInt(Integer::intValue).sum() / (double) values.size();
  }

  int images() {
    return clean.size();
  }

  /** The figures of {@link Protocol#CORRUPTIONS}. */
  Map<String, Double> figures() {
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put(Protocol.CLEAN, scores.cleanAccuracy());
    scores.groups().forEach(group -> figures.put(group.id(), scores.accuracy(group)));
    figures.put(Protocol.CORRUPTIONS.headline(), scores.meanOfGroups());
    figures.put(Protocol.MEAN_OF_CORRUPTIONS, scores.mean());
    return figures;
  }

  /** One image's part in a figure, 0 to 1; the figure is the mean over the images. */
  double imageScore(String figure, int image) {
    if (figure.equals(Protocol.CLEAN)) {
      return clean.get(image);
    }
    double shares = 0;
    int right = 0;
    for (CorruptionGroup group : scores.groups()) {
      int ofGroup = correct.getOrDefault(group, clean).get(image);
      double share = ofGroup / (double) cells(group);
      if (figure.equals(group.id())) {
        return share;
      }
      shares += share;
      right += ofGroup;
    }
    return figure.equals(Protocol.MEAN_OF_CORRUPTIONS)
        ? right / (double) scores.cells().size()
        : shares / scores.groups().size();
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

  private int cells(CorruptionGroup group) {
    return scores.corruptions(group).size() * scores.severities().size();
  }
}
