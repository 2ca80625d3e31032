package io.seedcast.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import io.seedcast.experiment.report.Document;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorstClassesTest {
  private static final int BRIGHT = 0;

  @Test
  void ranksNoClassThatTheFoldHasNoPictureOf(@TempDir Path dir) {
    // The first fold has two symbols of bright, one of dark and none of rare.
    ExperimentData data =
        TinyExperiments.styles(
            dir.resolve("icons"), Map.of("bright", 6, "dark", 6, "rare", 2), true);
    Plan plan =
        TinyExperiments.plan(
            TinyExperiments.of(
                "{\"label\": \"CNN\", \"method\": \"standard\"}", ", \"protocol\": \"styles\""),
            data);
    Map<String, Finished> finished = new HashMap<>();
    plan.runs().forEach(run -> finished.put(run.digest(), takingAllFor(BRIGHT, run.slice())));
    Document document = new Document("t");

    new StyleSection(plan, finished).append(document, List.of());

    assertThat(document.toMarkdown())
        .contains("Not tested, so not among them: 1 of 3 classes.")
        .endsWith("| dark | 0.00 % |\n| bright | 100.00 % |\n");
    assertThat(document.toHtml()).contains("dark by north: taken for bright; wrong in 1 of 1");
  }

  private static Finished takingAllFor(int label, Slice slice) {
    Integer[] classes = new Integer[slice.testImages()];
    Arrays.fill(classes, label);
    return new Finished(
        new RunResult(1, 0.5, List.of(), 1, null, "", Map.of()),
        new Predictions(Predictions.FORMAT_VERSION, List.of(classes)),
        null);
  }

  @Test
  void aCellIsEmptyWhereAVariantHasNotBeenTested() {
    ClassTally here = new ClassTally(2);
    here.add(0, true);
    here.add(1, false);
    ClassTally there = new ClassTally(2);
    there.add(0, false);
    Map<String, ClassTally> byVariant = new LinkedHashMap<>();
    byVariant.put("here", here);
    byVariant.put("there", there);

    assertThat(WorstClasses.table(List.of("a", "b"), List.of(1, 0), byVariant).toCsv())
        .isEqualTo("class,here,there\nb,0.00 %,\na,100.00 %,0.00 %\n");
  }
}
