package io.seedcast.vision.metrics;

import io.seedcast.vision.corruption.Corruption;
import io.seedcast.vision.corruption.CorruptionGroup;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
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
 */
public record CorruptionScores(double cleanAccuracy, List<Cell> cells) {
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

  public CorruptionScores {
    requireFraction(cleanAccuracy);
    cells = List.copyOf(cells);
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
   * The corruption error CE: the sum of E(s, c) over the severities, divided by the baseline's.
   *
   * @param baseline of the same corruptions and severities
   * @return 1 if as bad as the baseline; nothing if the baseline makes no error
   */
  public OptionalDouble corruptionError(Corruption corruption, CorruptionScores baseline) {
    requireComparable(baseline);
    return ratio(1 - accuracy(corruption), 1 - baseline.accuracy(corruption));
  }

  /**
   * The relative corruption error: the sum over the severities of what is lost against clean
   * images, divided by the baseline's.
   *
   * @param baseline of the same corruptions and severities
   * @return 1 if as much is lost as by the baseline; nothing if the baseline loses nothing
   */
  public OptionalDouble relativeCorruptionError(Corruption corruption, CorruptionScores baseline) {
    requireComparable(baseline);
    return ratio(
        cleanAccuracy - accuracy(corruption),
        baseline.cleanAccuracy - baseline.accuracy(corruption));
  }

  /** mCE: the mean of {@link #corruptionError}; nothing if one of them is not defined. */
  public OptionalDouble meanCorruptionError(
      Collection<Corruption> corruptions, CorruptionScores baseline) {
    return meanOf(corruptions.stream().map(one -> corruptionError(one, baseline)).toList());
  }

  /**
   * Relative mCE: the mean of {@link #relativeCorruptionError}; nothing if one of them is not
   * defined.
   */
  public OptionalDouble relativeMeanCorruptionError(
      Collection<Corruption> corruptions, CorruptionScores baseline) {
    return meanOf(corruptions.stream().map(one -> relativeCorruptionError(one, baseline)).toList());
  }

  private static OptionalDouble meanOf(List<OptionalDouble> values) {
    return values.stream().allMatch(OptionalDouble::isPresent)
        ? values.stream().mapToDouble(OptionalDouble::getAsDouble).average()
        : OptionalDouble.empty();
  }

  /** Accuracies are fractions of whole images: a smaller difference is rounding. */
  private static OptionalDouble ratio(double value, double baseline) {
    return baseline > 1e-12 ? OptionalDouble.of(value / baseline) : OptionalDouble.empty();
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
