package io.seedcast.experiment;

import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/** How often pictures of each class were tested, and how often right. */
final class ClassTally {
  private final int[] tested;
  private final int[] right;

  ClassTally(int classes) {
    this.tested = new int[classes];
    this.right = new int[classes];
  }

  void add(int label, boolean correct) {
    tested[label]++;
    right[label] += correct ? 1 : 0;
  }

  /** The accuracy on a class; empty if no picture of it was tested. */
  OptionalDouble accuracy(int label) {
    return tested[label] == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(right[label] / (double) tested[label]);
  }

  /** The classes that were tested, those with the lowest accuracy first. */
  List<Integer> worst(int limit) {
    return IntStream.range(0, tested.length)
        .filter(label -> tested[label] > 0)
        .boxed()
        .sorted(Comparator.comparingDouble(label -> right[label] / (double) tested[label]))
        .limit(limit)
        .toList();
  }

  /** How many classes were not tested. */
  int untested() {
    return (int) IntStream.of(tested).filter(count -> count == 0).count();
  }
}
