package io.seedcast.experiment;

import io.seedcast.core.failure.Choices;
import io.seedcast.experiment.Variant.Sweep;
import io.seedcast.experiment.Variant.Teaching;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A table or figure of the papers: which networks are trained for it, and what it shows. */
public final class Experiment {
  private final String name;
  private final String origin;
  private final ExperimentFile file;
  private final Map<String, Variant> variants = new LinkedHashMap<>();

  /**
   * Makes sense of a file. Whatever can be known to be wrong without data is found here.
   *
   * @param origin the file, for messages
   * @throws IllegalArgumentException if it contradicts itself or names what there is not
   */
  Experiment(String name, String origin, ExperimentFile file) {
    this.name = name;
    this.origin = origin;
    this.file = file;
    requireAxes();
    requireCommon();
    for (List<List<Settings>> matrix : file.runs()) {
      for (Variant variant : expand(matrix)) {
        if (variants.put(variant.name(), variant) != null) {
          throw new IllegalArgumentException("there are two runs \"" + variant.name() + "\"");
        }
      }
    }
    if (variants.isEmpty()) {
      throw new IllegalArgumentException("an experiment has at least one run");
    }
    requireTeachers();
    if (file.baseline() != null) {
      requireRun("baseline", file.baseline());
    }
    requireClaims();
    file.published().values().forEach(runs -> runs.forEach(this::requirePublished));
    requirePlots();
  }

  /** A run on its way from axis to axis. */
  private record Draft(
      List<String> labels, Settings settings, int sweptAxis, @Nullable List<String> teacher) {

    Draft with(Settings place) {
      List<String> pupil = and(labels, place.label());
      @Nullable List<String> teaching = teacher == null ? null : and(teacher, place.label());
      if (place.teacher() != null) {
        teaching = and(labels, place.teacher());
      }
      return new Draft(
          pupil, place.over(settings), place.x() == null ? sweptAxis : labels.size(), teaching);
    }

    private static List<String> and(List<String> labels, String label) {
      List<String> longer = new ArrayList<>(labels);
      longer.add(label);
      return longer;
    }
  }

  private void requireAxes() {
    if (file.axes().isEmpty() || file.axes().stream().anyMatch(String::isBlank)) {
      throw new IllegalArgumentException(
          "axes must have at least one heading, and none that is blank: got " + file.axes());
    }
  }

  private void requireCommon() {
    Settings common = file.common();
    if (!common.label().isEmpty() || common.teacher() != null || common.x() != null) {
      throw new IllegalArgumentException(
          "label, teacher and x are of single runs: \"common\" must not have them");
    }
  }

  private List<Variant> expand(List<List<Settings>> matrix) {
    if (matrix.size() != file.axes().size()) {
      throw new IllegalArgumentException(
          "every matrix of runs needs the axes " + file.axes() + ": got " + matrix.size());
    }
    List<Draft> drafts = List.of(new Draft(List.of(), file.common(), -1, null));
    for (int i = 0; i < matrix.size(); i++) {
      List<Settings> axis = matrix.get(i);
      requireLabels(file.axes().get(i), axis);
      drafts = drafts.stream().flatMap(draft -> axis.stream().map(draft::with)).toList();
    }
    return drafts.stream()
        .map(
            draft ->
                Variant.of(
                    draft.labels(),
                    draft.settings(),
                    draft.sweptAxis(),
                    draft.teacher() == null ? null : Variant.nameOf(draft.teacher())))
        .toList();
  }

  private static void requireLabels(String axis, List<Settings> entries) {
    for (int i = 0; i < entries.size(); i++) {
      if (entries.get(i).label().isBlank()) {
        throw new IllegalArgumentException(
            "every run needs a label on the axis \"%s\": entry %d has none".formatted(axis, i + 1));
      }
    }
  }

  private void requireTeachers() {
    boolean taught = false;
    for (Variant variant : variants.values()) {
      Teaching teaching = variant.teaching();
      if (teaching == null) {
        continue;
      }
      taught = true;
      if (requireRun("teacher of " + variant.name(), teaching.teacher()).teaching() != null) {
        throw new IllegalArgumentException(
            "teacher of %s: it must not be taught itself: got \"%s\""
                .formatted(variant.name(), teaching.teacher()));
      }
    }
    boolean weighed =
        file.common().weighsTeacher()
            || file.runs().stream()
                .flatMap(List::stream)
                .flatMap(List::stream)
                .anyMatch(Settings::weighsTeacher);
    if (weighed && !taught) {
      throw new IllegalArgumentException(
          "softWeight and featureWeight weigh what is learned from a teacher: no run has one");
    }
  }

  private void requireClaims() {
    Set<String> texts = new HashSet<>();
    for (Claim claim : file.claims()) {
      String where = claimed(claim.text(), texts);
      requireRun(where, claim.better());
      claim.than().forEach(other -> requireRun(where, other));
      if (claim.than().contains(claim.better()) || variants.size() == 1) {
        throw new IllegalArgumentException(
            where + ": it must be ahead of another run than itself: got " + claim.better());
      }
      if (claim.figure() != null && file.protocol() != Protocol.STYLES) {
        List<String> figures = file.protocol().figures(List.of());
        if (!figures.contains(claim.figure())) {
          throw new IllegalArgumentException(
              where + ": " + Choices.unknown("figure", claim.figure(), figures));
        }
      }
    }
    for (Saving saving : file.savings()) {
      String where = claimed(saving.text(), texts);
      requireRun(where, saving.run());
      if (file.baseline() == null || file.baseline().equals(saving.run())) {
        throw new IllegalArgumentException(
            where + ": it saves against another run, the baseline: got " + file.baseline());
      }
    }
  }

  private static String claimed(String text, Set<String> texts) {
    String where = "claim \"" + text + "\"";
    if (!texts.add(text)) {
      throw new IllegalArgumentException(where + " is there twice");
    }
    return where;
  }

  private void requirePublished(String run, Map<String, String> figures) {
    requireRun("published", run);
    if (file.protocol() == Protocol.TEST) {
      figures.keySet().forEach(Column::named);
    }
  }

  private void requirePlots() {
    Set<String> plots = new HashSet<>();
    for (Plot plot : file.plots()) {
      if (!plots.add(plot.id())) {
        throw new IllegalArgumentException("there are two plots of the kind " + plot.id());
      }
      switch (plot.kind()) {
        case EPOCHS, PARETO -> {}
        case SWEEP -> requireSweep(plot);
        case SEVERITIES -> {
          if (file.protocol() != Protocol.CORRUPTIONS) {
            throw new IllegalArgumentException(
                "plot \"%s\": there are severities only with \"protocol\": \"corruptions\""
                    .formatted(plot.title()));
          }
        }
      }
    }
  }

  private void requireSweep(Plot plot) {
    int places = 0;
    for (Variant variant : variants.values()) {
      Sweep sweep = variant.sweep();
      if (sweep == null) {
        continue;
      }
      places++;
      if (plot.logarithmic() && sweep.x() <= 0) {
        throw new IllegalArgumentException(
            "plot \"%s\": run \"%s\": x must be above 0 on a logarithmic axis: got %s"
                .formatted(plot.title(), variant.name(), sweep.x()));
      }
    }
    if (places == 0) {
      throw new IllegalArgumentException(
          "plot \"%s\": a sweep shows the runs that have x: none has".formatted(plot.title()));
    }
  }

  private Variant requireRun(String where, String run) {
    Variant variant = variants.get(run);
    if (variant == null) {
      throw new IllegalArgumentException(
          where + ": " + Choices.unknown("run", run, List.copyOf(variants.keySet())));
    }
    return variant;
  }

  /** The failure that says what is wrong with the file. */
  ExperimentException malformed(String reason, Exception cause) {
    return ExperimentException.malformed(origin, reason, cause);
  }

  /** What it is called on the command line. */
  public String name() {
    return name;
  }

  /** What it is about, a phrase. */
  public String title() {
    return file.title();
  }

  /** The table or figure of a paper that it repeats. */
  public String source() {
    return file.source();
  }

  /** How many networks it trains at a scale; of styles, for each vendor. */
  public int runs(Scale scale) {
    return variants.size() * scale.seeds();
  }

  /**
   * How much is done at a scale, as far as this experiment is concerned.
   *
   * @throws IllegalArgumentException naming the accepted ones if there is no such scale
   */
  public Scale scale(String scale) {
    Scale known = file.scales().get(scale);
    if (known == null) {
      throw new IllegalArgumentException(Choices.unknown("scale", scale, Experiments.SCALES));
    }
    return known;
  }

  Protocol protocol() {
    return file.protocol();
  }

  ExperimentFile file() {
    return file;
  }

  /** In the order of the file. */
  List<Variant> variants() {
    return List.copyOf(variants.values());
  }

  /** One of {@link #variants}. */
  Variant variant(String run) {
    return requireRun("variant", run);
  }
}
