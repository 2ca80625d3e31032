package io.seedcast.experiment;

import io.seedcast.experiment.report.Table;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came out of an experiment.
 *
 * @param trained how many runs were trained now
 * @param cached how many the folder held already
 * @param runs every run, in the order of the report
 * @param table the report's table
 * @param page the report as one HTML page
 * @param files all files of the report
 */
public record ExperimentOutcome(
    int trained, int cached, List<Run> runs, Table table, Path page, List<Path> files) {
  public ExperimentOutcome {
    runs = List.copyOf(runs);
    files = List.copyOf(files);
  }

  /**
   * A run.
   *
   * @param accuracy of the regrown network; null if training diverged
   * @param learned values
   * @param sentBytes the learned values as float32, learned shifts as int8
   * @param macs multiply-accumulates for one image
   * @param storedBytes the regrown network as float32
   * @param folder its run folder
   */
  public record Run(
      String name,
      int seed,
      @Nullable Double accuracy,
      long learned,
      long sentBytes,
      long macs,
      long storedBytes,
      Path folder) {}
}
