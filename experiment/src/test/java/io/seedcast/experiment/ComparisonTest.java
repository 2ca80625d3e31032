package io.seedcast.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import io.seedcast.experiment.CorruptionTally.Answers;
import io.seedcast.vision.corruption.Corruption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ComparisonTest {
  private static final Variant VARIANT =
      TinyExperiments.of("{\"label\": \"a\", \"method\": \"standard\"}").variant("a");

  @Test
  void takesTheVendorsAsTheSample() {
    Row ahead = styles(Map.of("x", 0.9, "y", 0.5, "z", 0.4), Map.of("x", 0.7, "y", 0.7, "z", 0.6));
    Row behind = styles(Map.of("x", 0.7, "y", 0.5, "z", 0.5));

    Comparison comparison =
        Comparison.of(Protocol.STYLES, ahead, behind, Protocol.STYLES.headline(), 30).orElseThrow();

    // Differences of the means over the seeds: 0.1, 0.1 and 0; t of two degrees of freedom.
    double deviation = StrictMath.sqrt(2 * 0.0333333 * 0.0333333 + 0.0666667 * 0.0666667);
    assertThat(comparison.difference()).isCloseTo(0.2 / 3, offset(1e-9));
    assertThat(comparison.margin())
        .isCloseTo(4.303 * deviation / StrictMath.sqrt(2) / StrictMath.sqrt(3), offset(1e-5));
    assertThat(comparison.basis()).contains("over the 3 vendors", "2 degrees of freedom");
  }

  @Test
  void comparesSingleRunsOnTheSameCorruptedImages() {
    Row ahead = corrupted(1, 1, 1, 0);
    Row behind = corrupted(1, 0, 1, 0);

    Comparison comparison =
        Comparison.of(Protocol.CORRUPTIONS, ahead, behind, "mean of corruptions", 4).orElseThrow();

    // One of four images differs, in all cells: deviation 0.5, so two errors are 0.5.
    assertThat(comparison.difference()).isCloseTo(0.25, offset(1e-12));
    assertThat(comparison.margin()).isCloseTo(0.5, offset(1e-12));
    assertThat(comparison.basis()).contains("over the images", "leaves out how much runs differ");
  }

  @Test
  void thereIsNoneWhereAFigureIsMissing() {
    Row open = new Row(VARIANT, List.of(), Protocol.STYLES.headline(), List.of());

    assertThat(
            Comparison.of(
                Protocol.STYLES, styles(Map.of("x", 0.9, "y", 0.5)), open, "mean of vendors", 9))
        .isEmpty();
  }

  @SafeVarargs
  private static Row styles(Map<String, Double>... vendors) {
    List<Trial> trials = new ArrayList<>();
    for (Map<String, Double> accuracies : vendors) {
      Map<String, Double> figures = new HashMap<>(accuracies);
      figures.put(
          Protocol.STYLES.headline(),
          accuracies.values().stream().mapToDouble(Double::doubleValue).average().orElseThrow());
      trials.add(new Trial(trials.size() + 1, List.of(), figures, null));
    }
    return new Row(VARIANT, List.of(), Protocol.STYLES.headline(), trials);
  }

  /** An image is right in all cells or in none. */
  private static Row corrupted(int... right) {
    CorruptionTally tally = tally(right);
    return new Row(
        VARIANT,
        List.of(),
        Protocol.CORRUPTIONS.headline(),
        List.of(new Trial(1, List.of(), tally.figures(), tally)));
  }

  private static CorruptionTally tally(int... right) {
    int[] labels = new int[right.length];
    List<Integer> classes = IntStream.of(right).map(one -> 1 - one).boxed().toList();
    List<Answers> answers = new ArrayList<>();
    for (Corruption corruption : Corruption.values()) {
      answers.add(new Answers(corruption, 1, classes));
    }
    return CorruptionTally.of(labels, classes, answers);
  }
}
