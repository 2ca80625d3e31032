package io.seedcast.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import io.seedcast.experiment.report.Document;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NotesTest {
  private static final String THREE_RUNS =
      "{\"label\": \"CNN\", \"method\": \"standard\"}, {\"label\": \"one\", \"method\": \"mono\"},"
          + "{\"label\": \"two\", \"method\": \"mono\", \"options\": {\"terms\": \"2\"}}";

  @Test
  void tellsOfEachMarginWhatItWasFoundFrom() {
    List<Double> baseline = List.of(0.1, 0.2, 0.3);

    assertThat(comparison(baseline, List.of(0.5, 0.6, 0.7), List.of(0.5, 0.5, 0.5)))
        .contains(
            "may be chance. Of \"one\" it was found by how much the runs differ (Welch's t, 4 degrees"
                + " of freedom). Of \"two\" it was found by how much the runs differ (Welch's t, 2"
                + " degrees of freedom).");
    assertThat(comparison(baseline, List.of(0.5, 0.6, 0.7), List.of(0.4, 0.5, 0.6)))
        .contains(
            "may be chance; it was found by how much the runs differ (Welch's t, 4 degrees of"
                + " freedom).");
    assertThat(comparison(baseline, List.of(), List.of())).doesNotContain("may be chance");
  }

  /** Accuracies of the runs of each network, in the mean of groups. */
  @SafeVarargs
  private static String comparison(List<Double>... accuracies) {
    Experiment experiment =
        TinyExperiments.of(THREE_RUNS, ", \"protocol\": \"corruptions\", \"baseline\": \"CNN\"");
    String headline = Protocol.CORRUPTIONS.headline();
    List<Row> rows = new ArrayList<>();
    for (Variant variant : experiment.variants()) {
      List<Trial> trials = new ArrayList<>();
      for (double accuracy : accuracies[rows.size()]) {
        trials.add(new Trial(trials.size() + 1, List.of(), Map.of(headline, accuracy), null));
      }
      rows.add(new Row(variant, List.of(), headline, trials));
    }
    Document document = new Document("t");
    new Notes(TinyExperiments.plan(experiment, TinyExperiments.setup().data()))
        .comparison(document, rows);
    return document.toMarkdown();
  }

  @Test
  void tellsWhenMeansAreOverOtherVendors(@TempDir Path dir) {
    ExperimentData data =
        TinyExperiments.styles(dir.resolve("icons"), Map.of("moon", 1, "sun", 1), false);

    assertThat(published(data, "\"North\": \"90 %\", \"South\": \"80 %\""))
        .doesNotContain("vendors");
    assertThat(published(data, "\"North\": \"90 %\""))
        .contains("not all the same: here are also figures of south. So the means are not");
    assertThat(published(data, "\"North\": \"90 %\", \"East\": \"80 %\""))
        .contains("published are also figures of East, here of south. So the means are not");
    assertThat(published(data, "\"mean of vendors\": \"85 %\"")).doesNotContain("not all the same");
  }

  private static String published(ExperimentData data, String figures) {
    Experiment experiment =
        TinyExperiments.of(
            "{\"label\": \"CNN\", \"method\": \"standard\"}",
            ", \"protocol\": \"styles\", \"published\": {\"%s\": {\"CNN\": {%s}}}"
                .formatted(data.name(), figures));
    Document document = new Document("t");
    new Notes(TinyExperiments.plan(experiment, data)).published(document);
    return document.toMarkdown();
  }
}
