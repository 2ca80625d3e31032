package io.seedcast.experiment;

import io.seedcast.experiment.report.Table;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What came out of an experiment.
 *
 * @param trained how many runs were trained or judged now
 * @param cached how many the folder held already
 * @param runs every run, in the order of the report
 * @param standings every variant that has figures, in the order of the report
 * @param table the report's table
 * @param page the report as one HTML page
 * @param files all files of the report
 */
public record ExperimentOutcome(
    int trained,
    int cached,
    List<Run> runs,
    List<Standing> standings,
    Table table,
    Path page,
    List<Path> files) {
  public ExperimentOutcome {
    runs = List.copyOf(runs);
    standings = List.copyOf(standings);
    files = List.copyOf(files);
  }

  /**
   * A run.
   *
   * @param vendor whose pictures were held out; empty if none
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
      String vendor,
      @Nullable Double accuracy,
      long learned,
      long sentBytes,
      long macs,
      long storedBytes,
      Path folder) {}

  /**
   * How a variant stands.
   *
   * @param name of the variant
   * @param figures by name, in the order of the table
   * @param ahead of the baseline in the figure that sums up; null of the baseline itself, or if it
   *     is not finished
   */
  public record Standing(String name, Map<String, Figure> figures, @Nullable Ahead ahead) {
    public Standing {
      figures = Collections.unmodifiableMap(new LinkedHashMap<>(figures));
    }
  }

  /**
   * A fraction.
   *
   * @param mean over the seeds
   * @param deviation sample standard deviation over the seeds; null of a single one
   */
  public record Figure(double mean, @Nullable Double deviation) {}

  /**
   * A difference of fractions.
   *
   * @param difference above the baseline, below it if negative
   * @param margin a smaller one may be chance
   * @param basis what the margin was found from
   */
  public record Ahead(double difference, double margin, String basis) {}
}
