package io.seedcast.experiment;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.seedcast.vision.corruption.CorruptionGroup;
import io.seedcast.vision.style.StyledImages;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** By what an experiment's networks are judged: which figures there are of each. */
enum Protocol {
  /** Accuracy on the test images. */
  @JsonProperty("test")
  TEST("accuracy"),
  /** Accuracy on the test images, corrupted in nineteen ways at five severities. */
  @JsonProperty("corruptions")
  CORRUPTIONS("mean of groups"),
  /** Accuracy on the pictures of each vendor, held out in turn. */
  @JsonProperty("styles")
  STYLES("mean of vendors");

  /** Of {@link #CORRUPTIONS}: accuracy on the same images as they are. */
  static final String CLEAN = "clean";

  /** Of {@link #CORRUPTIONS}: every corruption has the same weight. */
  static final String MEAN_OF_CORRUPTIONS = "mean of corruptions";

  /** Of {@link #CORRUPTIONS}: over the fifteen that the benchmark's own mean is taken over. */
  static final String MEAN_OF_BENCHMARK = "mean of benchmark";

  private final String headline;

  Protocol(String headline) {
    this.headline = headline;
  }

  /** The figure that sums it up; claims and plots are about it if they do not say otherwise. */
  String headline() {
    return headline;
  }

  /** The names of all figures, in the order of the table. */
  List<String> figures(ExperimentData data) {
    StyledImages styled = data.styled();
    return figures(styled == null ? List.of() : styled.vendors());
  }

  /**
   * The names of all figures, in the order of the table.
   *
   * @param vendors whose pictures are held out, if any
   */
  List<String> figures(List<String> vendors) {
    List<String> figures = new ArrayList<>();
    if (this == CORRUPTIONS) {
      figures.add(CLEAN);
      Arrays.stream(CorruptionGroup.values()).map(CorruptionGroup::id).forEach(figures::add);
    }
    figures.addAll(vendors);
    figures.add(headline);
    if (this == CORRUPTIONS) {
      figures.add(MEAN_OF_CORRUPTIONS);
      figures.add(MEAN_OF_BENCHMARK);
    }
    return figures;
  }
}
