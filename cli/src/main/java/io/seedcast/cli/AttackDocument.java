package io.seedcast.cli;

import io.seedcast.core.network.Cost;
import io.seedcast.experiment.report.Table;
import io.seedcast.train.TrainedClassifier;
import io.seedcast.train.attack.AttackOutcome;
import io.seedcast.train.attack.AttackResult;
import io.seedcast.train.attack.SanityRule;
import io.seedcast.train.attack.WorstCase;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What {@code report.json} and {@code report.csv} say of attacks. */
final class AttackDocument {
  private static final String FORMAT = "seedcast-attacks";
  private static final int FORMAT_VERSION = 1;
  private static final List<String> PARAMETERS =
      List.of(
          "steps", "restarts", "stepSize", "loss", "queries", "initialFraction", "sourceDigest");

  private final AttackedRun attacked;
  private final AttackOutcome outcome;
  private final List<WorstCase> worstCases;

  AttackDocument(AttackedRun attacked, AttackOutcome outcome, List<WorstCase> worstCases) {
    this.attacked = attacked;
    this.outcome = outcome;
    this.worstCases = worstCases;
  }

  /** Everything, with what became of each image. */
  Map<String, @Nullable Object> toMap() {
    Map<String, @Nullable Object> document = new LinkedHashMap<>();
    document.put("format", FORMAT);
    document.put("formatVersion", FORMAT_VERSION);
    document.put("command", attacked.command());
    document.putAll(summary());
    document.put("classNames", attacked.dataset().classNames());
    document.put("imagesInData", attacked.sample().numbers());
    document.put("labels", attacked.sample().images().labels());
    document.put("cleanPredictions", outcome.cleanPredictions());
    document.put(
        "predictions",
        outcome.results().stream()
            .map(
                result -> {
                  Map<String, Object> one = new LinkedHashMap<>();
                  one.put("attack", result.attack().id());
                  one.put("epsilon", result.epsilon().value());
                  one.put("classes", result.predictions());
                  return one;
                })
            .toList());
    document.put("provenance", new TreeMap<>(attacked.provenance()));
    return document;
  }

  /** What the command prints. */
  Map<String, @Nullable Object> summary() {
    Map<String, @Nullable Object> summary = new LinkedHashMap<>();
    summary.put("run", attacked.run().path().toString());
    summary.put("checkpointDigest", attacked.run().checkpointDigest());
    summary.putAll(Indicators.of(Cost.of(attacked.run().network())).fields());
    summary.put("data", attacked.data());
    summary.put("dataDigest", attacked.dataset().sha256());
    summary.put("images", attacked.sample().images().count());
    summary.put("seed", attacked.seed());
    summary.put("threads", attacked.threads());
    summary.put("libtorch", TrainedClassifier.libtorchVersion());
    summary.put("cleanAccuracy", outcome.cleanAccuracy());
    summary.put("results", outcome.results().stream().map(this::result).toList());
    summary.put("rules", outcome.rules().stream().map(AttackDocument::rule).toList());
    summary.put("worstCases", worstCases.stream().map(this::worstCase).toList());
    return summary;
  }

  private Map<String, Object> result(AttackResult result) {
    Map<String, Object> one = new LinkedHashMap<>();
    one.put("attack", result.attack().id());
    one.put("description", result.attack().description());
    one.put("epsilon", result.epsilon().value());
    one.put("accuracy", result.accuracy());
    one.putAll(result.attack().parameters(result.epsilon()));
    one.put("codeVersion", attacked.codeVersion(result));
    return one;
  }

  private static Map<String, Object> rule(SanityRule rule) {
    Map<String, Object> one = new LinkedHashMap<>();
    one.put("name", rule.name());
    one.put("state", rule.state().text());
    one.put("detail", rule.detail());
    return one;
  }

  private Map<String, Object> worstCase(WorstCase worst) {
    Map<String, Object> one = new LinkedHashMap<>();
    one.put("imageInData", attacked.sample().numbers().get(worst.example().image()));
    one.put("label", worst.example().label());
    one.put("attack", worst.attack().id());
    one.put("epsilon", worst.epsilon().value());
    one.put("prediction", worst.example().prediction());
    one.put("change", worst.example().change());
    return one;
  }

  /**
   * A line for each result, the clean accuracy first, each with what it takes to make it again.
   *
   * @param results those there are so far
   */
  static String csv(AttackedRun attacked, double cleanAccuracy, List<AttackResult> results) {
    List<String> head =
        new ArrayList<>(List.of("attack", "epsilon", "accuracy", "images", "correct"));
    head.addAll(PARAMETERS);
    head.addAll(List.of("run", "checkpointDigest", "dataDigest", "seed", "codeVersion"));
    List<List<String>> rows = new ArrayList<>();
    String thisVersion = attacked.provenance().getOrDefault("codeVersion", "");
    rows.add(row(attacked, "none", 0, cleanAccuracy, Map.of(), thisVersion));
    for (AttackResult result : results) {
      rows.add(
          row(
              attacked,
              result.attack().id(),
              result.epsilon().value(),
              result.accuracy(),
              result.attack().parameters(result.epsilon()),
              attacked.codeVersion(result)));
    }
    return new Table(head, 1, rows).toCsv();
  }

  private static List<String> row(
      AttackedRun attacked,
      String attack,
      double epsilon,
      double accuracy,
      Map<String, Object> parameters,
      String codeVersion) {
    int images = attacked.sample().images().count();
    List<String> row = new ArrayList<>();
    row.add(attack);
    row.add(String.valueOf(epsilon));
    row.add(String.valueOf(accuracy));
    row.add(String.valueOf(images));
    row.add(String.valueOf(Math.round(accuracy * images)));
    PARAMETERS.forEach(name -> row.add(String.valueOf(parameters.getOrDefault(name, ""))));
    row.add(attacked.run().path().toString());
    row.add(attacked.run().checkpointDigest());
    row.add(attacked.dataset().sha256());
    row.add(String.valueOf(attacked.seed()));
    row.add(codeVersion);
    return row;
  }
}
