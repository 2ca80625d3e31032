package io.seedcast.vision.metrics;

import io.seedcast.vision.corruption.Corruption;
import io.seedcast.vision.corruption.CorruptionGroup;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;

/**
 * One classifier's accuracy on corrupted images, and what follows from it (Hendrycks and
 * Dietterich, "Benchmarking Neural Network Robustness to Common Corruptions and Perturbations",
 * ICLR 2019). The error E(s, c) on corruption c at severity s is 1 - accuracy.
 *
 * @param cleanAccuracy on the same images as they are, 0 to 1
 * @param cells at least one; every corruption at the same severities, each once
 * @param lossErrors the standard error of {@link #loss}, by corruption, where it is known: how much
 *     the loss varies over the images
 */
public record CorruptionScores(
    double cleanAccuracy, List<Cell> cells, Map<Corruption, Double> lossErrors) {
  /** A baseline that loses less, half a percentage point, is not divided by. */
  public static final double LEAST_LOSS = 0.005;

  /** A loss of so many standard errors is taken for real. */
  private static final int CERTAIN = 2;

  /**
   * One corruption at one severity.
   *
   * @param severity 1 to {@value Corruption#SEVERITIES}
   * @param accuracy 0 to 1
   */
  public record Cell(Corruption corruption, int severity, double accuracy) {
    public Cell {
      if (severity < 1 || severity > Corruption.SEVERITIES) {
        throw new IllegalArgumentException(
            "severity must be 1 to " + Corruption.SEVERITIES + ": got " + severity);
      }
      requireFraction(accuracy);
    }
  }

  /**
   * What a classifier takes the images of a corruption at a severity for.
   *
   * @param classes in the order of the images
   */
  public record Answers(Corruption corruption, int severity, List<Integer> classes) {
    public Answers {
      classes = List.copyOf(classes);
    }
  }

  public CorruptionScores {
    requireFraction(cleanAccuracy);
    cells = List.copyOf(cells);
    EnumMap<Corruption, Double> errors = new EnumMap<>(Corruption.class);
    errors.putAll(lossErrors);
    lossErrors = Collections.unmodifiableMap(errors);
    for (double error : lossErrors.values()) {
      if (!(error >= 0 && error < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException("a standard error must be 0 or more: got " + error);
      }
    }
    if (cells.isEmpty()) {
      throw new IllegalArgumentException("there must be at least one corruption: got none");
    }
    Set<String> found = new LinkedHashSet<>();
    for (Cell cell : cells) {
      if (!found.add(cell.corruption().id() + "_" + cell.severity())) {
        throw new IllegalArgumentException(
            "%s at severity %d must be there once: got it twice"
                .formatted(cell.corruption().id(), cell.severity()));
      }
    }
    int expected = corruptions(cells).size() * severities(cells).size();
    if (cells.size() != expected) {
      throw new IllegalArgumentException(
          "every corruption must have the same severities, %s: got %s"
              .formatted(severities(cells), found));
    }
  }

  /**
   * Scores of which the accuracies alone are known: as a baseline, errors are relative to it, but
   * not losses.
   */
  public CorruptionScores(double cleanAccuracy, List<Cell> cells) {
    this(cleanAccuracy, cells, Map.of());
  }

  /**
   * Scores a classifier's answers. The standard error of a loss is that of the difference between
   * clean and corrupted, image by image, so that both being of the same images counts.
   *
   * @param labels of the images, at least one
   * @param clean what the images are taken for as they are
   * @throws IllegalArgumentException if there is not an answer for each image
   */
  public static CorruptionScores of(int[] labels, List<Integer> clean, List<Answers> corrupted) {
    int[] cleanRight = new int[labels.length];
    double cleanAccuracy = count(labels, clean, cleanRight);
    Map<Corruption, int[]> right = new EnumMap<>(Corruption.class);
    Map<Corruption, Integer> severities = new EnumMap<>(Corruption.class);
    List<Cell> cells = new ArrayList<>();
    for (Answers one : corrupted) {
      int[] counts = right.computeIfAbsent(one.corruption(), key -> new int[labels.length]);
      cells.add(new Cell(one.corruption(), one.severity(), count(labels, one.classes(), counts)));
      severities.merge(one.corruption(), 1, Integer::sum);
    }
    Map<Corruption, Double> errors = new EnumMap<>(Corruption.class);
    if (labels.length > 1) {
      severities.forEach(
          (corruption, count) ->
              errors.put(
                  corruption,
                  lossError(cleanRight, right.getOrDefault(corruption, cleanRight), count)));
    }
    return new CorruptionScores(cleanAccuracy, cells, errors);
  }

  /** Adds 1 for each image that is right, and returns their share. */
  private static double count(int[] labels, List<Integer> classes, int[] right) {
    if (classes.size() != labels.length) {
      throw new IllegalArgumentException(
          "there must be an answer for each of %d images: got %d"
              .formatted(labels.length, classes.size()));
    }
    int correct = 0;
    for (int i = 0; i < labels.length; i++) {
      if (classes.get(i) == labels[i]) {
        right[i]++;
        correct++;
      }
    }
    return correct / (double) labels.length;
  }

  private static double lossError(int[] cleanRight, int[] right, int severities) {
    int images = right.length;
    double[] losses = new double[images];
    double sum = 0;
    for (int i = 0; i < images; i++) {
      losses[i] = cleanRight[i] - right[i] / (double) severities;
      sum += losses[i];
    }
    double squares = 0;
    for (double loss : losses) {
      squares += (loss - sum / images) * (loss - sum / images);
    }
    return StrictMath.sqrt(squares / (images - 1) / images);
  }

  /**
   * The mean of several runs' scores. The standard errors are the runs' means, which the mean's own
   * do not exceed.
   *
   * @param runs at least one, all of the same corruptions and severities
   */
  public static CorruptionScores meanOf(List<CorruptionScores> runs) {
    List<Cell> cells = new ArrayList<>();
    for (Cell cell : runs.get(0).cells) {
      cells.add(
          new Cell(
              cell.corruption(),
              cell.severity(),
              meanOf(runs, run -> run.accuracy(cell.corruption(), cell.severity()))));
    }
    Map<Corruption, Double> errors = new EnumMap<>(Corruption.class);
    for (Corruption corruption : runs.get(0).lossErrors.keySet()) {
      errors.put(
          corruption, meanOf(runs, run -> run.lossErrors.getOrDefault(corruption, Double.NaN)));
    }
    errors.values().removeIf(error -> error.isNaN());
    return new CorruptionScores(meanOf(runs, CorruptionScores::cleanAccuracy), cells, errors);
  }

  private static double meanOf(
      List<CorruptionScores> runs, ToDoubleFunction<CorruptionScores> figure) {
    return runs.stream().mapToDouble(figure).sum() / runs.size();
  }

  private static void requireFraction(double accuracy) {
    if (!(accuracy >= 0 && accuracy <= 1)) {
      throw new IllegalArgumentException("accuracy must be 0 to 1: got " + accuracy);
    }
  }

  private static Set<Corruption> corruptions(List<Cell> cells) {
    Set<Corruption> corruptions = new LinkedHashSet<>();
    cells.forEach(cell -> corruptions.add(cell.corruption()));
    return corruptions;
  }

  private static Set<Integer> severities(List<Cell> cells) {
    Set<Integer> severities = new TreeSet<>();
    cells.forEach(cell -> severities.add(cell.severity()));
    return severities;
  }

  /** The corruptions, in the order of the cells. */
  public List<Corruption> corruptions() {
    return List.copyOf(corruptions(cells));
  }

  /** The corruptions of the benchmark's own mean that are here; of the whole set fifteen. */
  public List<Corruption> benchmarked() {
    return corruptions().stream().filter(Corruption::isBenchmarked).toList();
  }

  /** The corruptions of a group that are here. */
  public List<Corruption> corruptions(CorruptionGroup group) {
    return corruptions().stream().filter(corruption -> corruption.group() == group).toList();
  }

  /** The groups of which there is a corruption. */
  public List<CorruptionGroup> groups() {
    return Arrays.stream(CorruptionGroup.values())
        .filter(group -> !corruptions(group).isEmpty())
        .toList();
  }

  /** The severities, ascending. */
  public List<Integer> severities() {
    return List.copyOf(new ArrayList<>(severities(cells)));
  }

  /**
   * Accuracy on one corruption at one severity.
   *
   * @throws IllegalArgumentException if it is not here
   */
  public double accuracy(Corruption corruption, int severity) {
    return cells.stream()
        .filter(cell -> cell.corruption() == corruption && cell.severity() == severity)
        .mapToDouble(Cell::accuracy)
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there is no " + corruption.id() + " at severity " + severity));
  }

  /** Accuracy on one corruption: the mean over its severities. */
  public double accuracy(Corruption corruption) {
    return severities().stream()
        .mapToDouble(severity -> accuracy(corruption, severity))
        .average()
        .orElseThrow();
  }

  /**
   * Accuracy on a group: the mean over its corruptions.
   *
   * @throws IllegalArgumentException if none of them is here
   */
  public double accuracy(CorruptionGroup group) {
    return mean(corruptions(group));
  }

  /** Accuracy on a group at one severity: the mean over its corruptions. */
  public double accuracy(CorruptionGroup group, int severity) {
    return mean(corruptions(group), corruption -> accuracy(corruption, severity));
  }

  /** The mean over all corruptions that are here, each of the same weight. */
  public double mean() {
    return mean(corruptions());
  }

  /** The mean of the groups' means: a corruption of a smaller group weighs more. */
  public double meanOfGroups() {
    return groups().stream().mapToDouble(this::accuracy).average().orElseThrow();
  }

  /**
   * The mean over some corruptions.
   *
   * @param corruptions at least one
   */
  public double mean(Collection<Corruption> corruptions) {
    return mean(corruptions, this::accuracy);
  }

  private static double mean(
      Collection<Corruption> corruptions, ToDoubleFunction<Corruption> accuracy) {
    return corruptions.stream()
        .mapToDouble(accuracy)
        .average()
        .orElseThrow(
            () -> new IllegalArgumentException("a mean is over at least one corruption: got none"));
  }

  /**
   * The sample standard deviation (n - 1) of the accuracies on some corruptions: how much harder
   * one is than another, not how sure their mean is; nothing of fewer than two.
   */
  public OptionalDouble deviation(Collection<Corruption> corruptions) {
    return deviation(corruptions.stream().mapToDouble(this::accuracy).toArray());
  }

  /** The same of the accuracies on the groups. */
  public OptionalDouble deviationOfGroups() {
    return deviation(groups().stream().mapToDouble(this::accuracy).toArray());
  }

  private static OptionalDouble deviation(double[] values) {
    if (values.length < 2) {
      return OptionalDouble.empty();
    }
    double mean = Arrays.stream(values).sum() / values.length;
    double squares = Arrays.stream(values).map(value -> (value - mean) * (value - mean)).sum();
    return OptionalDouble.of(StrictMath.sqrt(squares / (values.length - 1)));
  }

  /** What is lost on a corruption against clean images; negative if there is a gain. */
  public double loss(Corruption corruption) {
    return cleanAccuracy - accuracy(corruption);
  }

  /**
   * Those of some corruptions on which so much is lost that another's loss can be divided by it: at
   * least {@link #LEAST_LOSS} and two standard errors, which must be known. The quotient of next to
   * nothing would say nothing.
   */
  public List<Corruption> losing(Collection<Corruption> corruptions) {
    return corruptions.stream().filter(this::isLosing).toList();
  }

  private boolean isLosing(Corruption corruption) {
    Double error = lossErrors.get(corruption);
    return error != null && loss(corruption) >= Math.max(LEAST_LOSS, CERTAIN * error);
  }

  /**
   * The corruption error CE: the sum of E(s, c) over the severities, divided by the baseline's.
   *
   * @param baseline of the same corruptions and severities
   * @return 1 if as bad as the baseline; nothing if the baseline makes no error
   */
  public OptionalDouble corruptionError(Corruption corruption, CorruptionScores baseline) {
    requireComparable(baseline);
    double error = 1 - baseline.accuracy(corruption);
    // Accuracies are fractions of whole images: a smaller difference is rounding.
    return error > 1e-12
        ? OptionalDouble.of((1 - accuracy(corruption)) / error)
        : OptionalDouble.empty();
  }

  /**
   * The relative corruption error: the sum over the severities of what is lost against clean
   * images, divided by the baseline's.
   *
   * @param baseline of the same corruptions and severities
   * @return 1 if as much is lost as by the baseline; nothing if the baseline is not {@link #losing}
   */
  public OptionalDouble relativeCorruptionError(Corruption corruption, CorruptionScores baseline) {
    requireComparable(baseline);
    return baseline.isLosing(corruption)
        ? OptionalDouble.of(loss(corruption) / baseline.loss(corruption))
        : OptionalDouble.empty();
  }

  /** mCE: the mean of {@link #corruptionError}; nothing if one of them is not defined. */
  public OptionalDouble meanCorruptionError(
      Collection<Corruption> corruptions, CorruptionScores baseline) {
    List<OptionalDouble> errors =
        corruptions.stream().map(one -> corruptionError(one, baseline)).toList();
    return errors.stream().allMatch(OptionalDouble::isPresent)
        ? errors.stream().mapToDouble(OptionalDouble::getAsDouble).average()
        : OptionalDouble.empty();
  }

  /**
   * Relative mCE: the mean of {@link #relativeCorruptionError} over those of some corruptions on
   * which the baseline is {@link #losing}. Say with it how many of how many these are.
   *
   * @return nothing if there are none
   */
  public OptionalDouble relativeMeanCorruptionError(
      Collection<Corruption> corruptions, CorruptionScores baseline) {
    return baseline.losing(corruptions).stream()
        .map(one -> relativeCorruptionError(one, baseline))
        .mapToDouble(OptionalDouble::getAsDouble)
        .average();
  }

  private void requireComparable(CorruptionScores baseline) {
    if (!corruptions(cells).equals(corruptions(baseline.cells))
        || !severities(cells).equals(severities(baseline.cells))) {
      throw new IllegalArgumentException(
          "a baseline must be of the same corruptions and severities: got %s at %s for %s at %s"
              .formatted(
                  baseline.corruptions(), baseline.severities(), corruptions(), severities()));
    }
  }
}
