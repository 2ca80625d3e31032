package io.seedcast.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import io.seedcast.experiment.judge.CorruptedTest;
import io.seedcast.experiment.judge.JudgedCell;
import io.seedcast.experiment.judge.Judgement;
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

    // One of four images differs, in all cells: error 0.25; t of three degrees of freedom.
    assertThat(comparison.difference()).isCloseTo(0.25, offset(1e-12));
    assertThat(comparison.margin()).isCloseTo(3.182 * 0.25, offset(1e-12));
    assertThat(comparison.overRuns()).isFalse();
    assertThat(comparison.basis())
        .startsWith("from the images alone")
        .endsWith("how much runs differ is not in it");
  }

  @Test
  void takesTheRunsAsTheSampleIfThereAreSeveral() {
    Row ahead = plain(0.90, 0.92, 0.94);
    Row behind = plain(0.80, 0.90);

    Comparison comparison =
        Comparison.of(Protocol.TEST, ahead, behind, "accuracy", 10_000).orElseThrow();

    // Squared errors 0.0004 / 3 and 0.005 / 2; Welch's degrees of freedom are 1.1, so t of 1.
    assertThat(comparison.difference()).isCloseTo(0.07, offset(1e-12));
    assertThat(comparison.margin())
        .isCloseTo(12.706 * StrictMath.sqrt(0.0004 / 3 + 0.0025), offset(1e-9));
    assertThat(comparison.overRuns()).isTrue();
    assertThat(comparison.basis())
        .isEqualTo("by how much the runs differ (Welch's t, 1 degree of freedom)");
  }

  @Test
  void threeRunsOfTheSameDeviationHaveFourDegreesOfFreedom() {
    Comparison comparison =
        Comparison.of(
                Protocol.TEST, plain(0.90, 0.92, 0.94), plain(0.80, 0.82, 0.84), "accuracy", 1)
            .orElseThrow();

    assertThat(comparison.margin())
        .isCloseTo(2.776 * StrictMath.sqrt(2 * 0.0004 / 3), offset(1e-9));
  }

  @Test
  void aSingleRunIsComparedByTheImagesEvenWithSeveral() {
    Comparison comparison =
        Comparison.of(Protocol.TEST, plain(0.9), plain(0.8, 0.8), "accuracy", 100).orElseThrow();

    // Of 100 images t of 99 degrees of freedom, looked up for 60.
    assertThat(comparison.margin())
        .isCloseTo(2.000 * StrictMath.sqrt((0.09 + 0.16) / 100), offset(1e-9));
    assertThat(comparison.overRuns()).isFalse();
  }

  @Test
  void studentsTIsNeverTooSmall() {
    assertThat(Student.t(0.5)).isEqualTo(12.706);
    assertThat(Student.t(4.9)).isEqualTo(2.776);
    assertThat(Student.t(30)).isEqualTo(Student.t(39)).isEqualTo(2.042);
    assertThat(Student.t(40)).isEqualTo(2.021);
    assertThat(Student.t(1e9)).isEqualTo(1.962);
  }

  @Test
  void thereIsNoneWhereAFigureIsMissing() {
    Row open = new Row(VARIANT, List.of(), Protocol.STYLES.headline(), List.of());

    assertThat(
            Comparison.of(
                Protocol.STYLES, styles(Map.of("x", 0.9, "y", 0.5)), open, "mean of vendors", 9))
        .isEmpty();
  }

  private static Row plain(double... accuracies) {
    List<Trial> trials = new ArrayList<>();
    for (double accuracy : accuracies) {
      trials.add(new Trial(trials.size() + 1, List.of(), Map.of("accuracy", accuracy), null));
    }
    return new Row(VARIANT, List.of(), "accuracy", trials);
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
    List<Integer> classes = IntStream.of(right).map(one -> 1 - one).boxed().toList();
    Map<String, JudgedCell> cells = new HashMap<>();
    cells.put("clean", new JudgedCell("clean", "", 0, classes));
    for (Corruption corruption : Corruption.values()) {
      String name = CorruptedTest.name(corruption, 1);
      cells.put(name, new JudgedCell(name, "", 0, classes));
    }
    return new CorruptionTally(new Judgement(new int[right.length], cells));
  }
}
