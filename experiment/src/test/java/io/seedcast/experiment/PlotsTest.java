package io.seedcast.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import io.seedcast.core.network.Shape;
import io.seedcast.core.zoo.Dimensions;
import io.seedcast.experiment.report.Chart;
import io.seedcast.experiment.report.Chart.Series;
import io.seedcast.train.Recipe;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PlotsTest {
  private static final Experiment SWEEP =
      Experiments.parse(
          "sweep",
          """
          {"title": "t", "source": "s", "purpose": "p", "axes": ["method", "terms"],
           "common": {"network": "vgg11", "method": "mono"},
           "runs": [[
             [{"label": "with 1x1"}, {"label": "without", "options": {"pointwise": "false"}}],
             [{"label": "two", "x": 2, "options": {"terms": "2"}},
              {"label": "one", "x": 1, "options": {"terms": "1"}}]]]}
          """
              .getBytes(StandardCharsets.UTF_8),
          "sweep.json");

  @Test
  void aSweepHasALineForAllThatDifferInXAloneFromLeftToRight() {
    Chart chart =
        Plots.draw(
                new Plot(Plot.Kind.SWEEP, "t", "terms", true),
                rows(List.of(0.2, 0.4), List.of(0.1, 0.1), List.of(0.5, 0.5), List.of(0.6, 0.6)))
            .orElseThrow();

    assertThat(chart.logarithmicX()).isTrue();
    assertThat(chart.series()).extracting(Series::name).containsExactly("with 1x1", "without");
    assertThat(chart.series().get(0).x()).containsExactly(1.0, 2.0);
    assertThat(chart.series().get(0).y().get(1)).isBetween(29.999, 30.001);
    assertThat(chart.series().get(0).deviations().get(1)).isBetween(14.142, 14.143);
  }

  @Test
  void theFrontHasWhatNothingElseBeatsInBoth() {
    // Without 1x1 convolutions less is sent; the number of terms does not count.
    Chart chart =
        Plots.draw(
                new Plot(Plot.Kind.PARETO, "t", null, false),
                rows(List.of(0.7), List.of(0.8), List.of(0.6), List.of(0.5)))
            .orElseThrow();

    assertThat(chart.series()).hasSize(3);
    Series front = chart.series().get(2);
    assertThat(front.mark()).isEqualTo(Chart.Mark.GUIDE);
    assertThat(front.y()).containsExactly(60.0, 80.0);
    assertThat(front.x()).isSorted();
  }

  @Test
  void epochsShowTheMeanOverSeeds() {
    Chart chart =
        Plots.draw(
                new Plot(Plot.Kind.EPOCHS, "t", null, false),
                rows(List.of(0.25, 0.75), List.of(), List.of(), List.of()))
            .orElseThrow();

    assertThat(chart.series()).hasSize(1);
    assertThat(chart.series().get(0).x()).containsExactly(1.0, 2.0);
    assertThat(chart.series().get(0).y()).containsExactly(0.0, 50.0);
  }

  @Test
  void thereIsNoPlotBeforeThereIsAResult() {
    assertThat(
            Plots.draw(
                new Plot(Plot.Kind.EPOCHS, "t", null, false),
                rows(List.of(), List.of(), List.of(), List.of())))
        .isEmpty();
  }

  /** One list of accuracies for each variant; training goes from nothing to there in two epochs. */
  @SafeVarargs
  private static List<Row> rows(List<Double>... accuracies) {
    List<Row> rows = new ArrayList<>();
    for (Variant variant : SWEEP.variants()) {
      List<Trial> trials = new ArrayList<>();
      for (double accuracy : accuracies[rows.size()]) {
        RunResult result =
            new RunResult(1, accuracy, List.of(0.0, accuracy), 1, null, "", Map.of());
        trials.add(
            new Trial(
                trials.size() + 1,
                List.of(result),
                Map.of(Protocol.TEST.headline(), accuracy),
                null));
      }
      PlannedRun planned =
          PlannedRun.of(
              variant,
              1,
              TinyExperiments.setup().data().slices(1).get(0),
              variant.build(new Dimensions(Shape.of(3, 32, 32), 10, 0.125), 1),
              Recipe.of(1, 1),
              1,
              null);
      rows.add(new Row(variant, List.of(planned), Protocol.TEST.headline(), trials));
    }
    return rows;
  }
}
