package io.seedcast.experiment;

import io.seedcast.core.failure.Choices;
import io.seedcast.experiment.Variant.Sweep;
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
  private final ExperimentFile file;
  private final Map<String, Variant> variants = new LinkedHashMap<>();

  /**
   * Makes sense of a file.
   *
   * @throws IllegalArgumentException if it contradicts itself or names what there is not
   */
  Experiment(String name, ExperimentFile file) {
    this.name = name;
    this.file = file;
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
    for (Claim claim : file.claims()) {
      requireRun("claim", claim.better());
      claim.than().forEach(other -> requireRun("claim", other));
    }
    file.published().values().forEach(runs -> runs.forEach(this::requirePublished));
    Set<String> plots = new HashSet<>();
    for (Plot plot : file.plots()) {
      if (!plots.add(plot.id())) {
        throw new IllegalArgumentException("there are two plots of the kind " + plot.id());
      }
    }
  }

  /** A run on its way from axis to axis. */
  private record Draft(
      List<String> labels,
      Settings settings,
      @Nullable Sweep sweep,
      @Nullable List<String> teacher) {

    Draft with(Settings place) {
      List<String> pupil = and(labels, place.label());
      @Nullable List<String> teaching = teacher == null ? null : and(teacher, place.label());
      if (place.teacher() != null) {
        teaching = and(labels, place.teacher());
      }
      return new Draft(
          pupil,
          place.over(settings),
          place.x() == null ? sweep : new Sweep(labels.size(), place.x()),
          teaching);
    }

    private static List<String> and(List<String> labels, String label) {
      List<String> longer = new ArrayList<>(labels);
      longer.add(label);
      return longer;
    }
  }

  private List<Variant> expand(List<List<Settings>> matrix) {
    if (matrix.size() != file.axes().size()) {
      throw new IllegalArgumentException(
          "every matrix of runs needs the axes " + file.axes() + ": got " + matrix.size());
    }
    List<Draft> drafts = List.of(new Draft(List.of(), file.common(), null, null));
    for (List<Settings> axis : matrix) {
      drafts = drafts.stream().flatMap(draft -> axis.stream().map(draft::with)).toList();
    }
    return drafts.stream()
        .map(
            draft ->
                Variant.of(
                    draft.labels(),
                    draft.settings(),
                    draft.sweep(),
                    draft.teacher() == null ? null : Variant.nameOf(draft.teacher())))
        .toList();
  }

  private void requireTeachers() {
    for (Variant variant : variants.values()) {
      if (variant.teacher() != null
          && requireRun("teacher of " + variant.name(), variant.teacher()).teacher() != null) {
        throw new IllegalArgumentException(
            "a teacher must not be taught itself: got " + variant.teacher());
      }
    }
  }

  private void requirePublished(String run, Map<String, String> figures) {
    requireRun("published", run);
    if (file.protocol() == Protocol.TEST) {
      figures.keySet().forEach(Column::named);
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
