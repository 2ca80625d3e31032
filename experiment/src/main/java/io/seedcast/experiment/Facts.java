package io.seedcast.experiment;

import io.seedcast.experiment.judge.CorruptedTest;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a report says of how it was made.
 *
 * @param versions of this program that trained the runs
 * @param lines what is said, by what it is about
 */
record Facts(List<String> versions, Map<String, String> lines) {
  private static final String STARTED = "started";
  private static final String CODE_VERSION = "codeVersion";
  private static final String UNKNOWN = "unknown";

  /**
   * Gathers the facts.
   *
   * @param test on corrupted images, where the networks are judged by one
   * @param results of the runs that are finished
   */
  static Facts of(Plan plan, @Nullable CorruptedTest test, Collection<RunResult> results) {
    Setup setup = plan.setup();
    ExperimentData data = setup.data();
    Map<String, String> lines = new LinkedHashMap<>();
    lines.put("command", "`" + setup.command() + "`");
    lines.put("scale", plan.scaleName() + ": " + Notes.describe(plan.scale()));
    lines.put("data", data.name() + ", " + data.description() + ", SHA-256 " + data.sha256());
    if (test != null) {
      lines.put("corrupted", Notes.corruptedImages(plan) + "; " + test.corrupted().description());
    }
    List<String> versions = entries(results, CODE_VERSION);
    lines.put(
        "code",
        "trained by "
            + String.join("; ", versions)
            + "; reported by "
            + setup.provenance().getOrDefault(CODE_VERSION, UNKNOWN));
    lines.put("trained", started(entries(results, STARTED)));
    lines.put(
        "processor",
        String.join("; ", entries(results, "processor"))
            + ", "
            + String.join("; ", entries(results, "processors"))
            + " processors");
    lines.put(
        "trainings",
        String.join(
            "; ", distinct(results, result -> MachineShare.in(result.provenance()).describe())));
    lines.put(
        "system",
        String.join("; ", entries(results, "os"))
            + "; "
            + String.join("; ", entries(results, "jvm")));
    double hours = results.stream().mapToDouble(RunResult::trainingSeconds).sum() / 3600;
    lines.put("training time", Figures.format("%.2f hours, all runs together", hours));
    waiting(results).ifPresent(waiting -> lines.put("waiting for data", waiting));
    return new Facts(versions, lines);
  }

  /** All values of an entry of the runs' provenance. */
  private static List<String> entries(Collection<RunResult> results, String entry) {
    return distinct(results, result -> result.provenance().getOrDefault(entry, UNKNOWN));
  }

  private static List<String> distinct(
      Collection<RunResult> results, Function<RunResult, String> text) {
    return results.stream().map(text).distinct().sorted().toList();
  }

  private static String started(List<String> days) {
    if (days.isEmpty()) {
      return "";
    }
    String started = "started " + days.get(0);
    return days.size() == 1 ? started : started + " to " + days.get(days.size() - 1);
  }

  /** How long trainings waited for data, at most; empty if none was trained to its end. */
  private static Optional<String> waiting(Collection<RunResult> results) {
    double most = 0;
    int trained = 0;
    int unknown = 0;
    for (RunResult result : results) {
      if (result.accuracy() == null) {
        continue;
      }
      trained++;
      Double waiting = result.waiting();
      if (waiting == null) {
        unknown++;
      } else {
        most = Math.max(most, waiting);
      }
    }
    if (trained == 0) {
      return Optional.empty();
    }
    if (unknown == trained) {
      return Optional.of(UNKNOWN);
    }
    String known = Figures.format("at most %.2f %% of the time of any epoch", 100 * most);
    return Optional.of(
        unknown == 0
            ? known
            : known + "; unknown of " + unknown + (unknown == 1 ? " run" : " runs"));
  }
}
