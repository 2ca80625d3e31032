package io.seedcast.experiment;

import io.seedcast.experiment.report.Document;
import io.seedcast.experiment.report.Table;
import io.seedcast.vision.Images;
import io.seedcast.vision.style.StyledImages;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The classes of styled pictures that go wrong most, each with the picture that does. Where symbols
 * are held out, a fold may have none of a class: it is not among them.
 */
final class WorstClasses {
  private static final int LISTED = 10;

  private final StyledImages images;
  private final ClassTally all;
  private final Map<String, ClassTally> byVariant = new LinkedHashMap<>();
  private final List<Map<String, Case>> cases = new ArrayList<>();
  private final Map<String, Images> tests = new HashMap<>();

  /**
   * Counts what the networks took the test images for.
   *
   * @param finished by digest
   */
  WorstClasses(Plan plan, StyledImages images, Map<String, Finished> finished) {
    this.images = images;
    this.all = new ClassTally(images.classes());
    images.classNames().forEach(name -> cases.add(new LinkedHashMap<>()));
    for (PlannedRun run : plan.runs()) {
      Finished one = finished.get(run.digest());
      Predictions predictions = one == null ? null : one.predictions();
      if (predictions != null) {
        count(run, predictions.classes());
      }
    }
  }

  /** What the runs made of one picture. */
  private static final class Case {
    private final Slice slice;
    private final int index;
    private final List<Integer> mistakes = new ArrayList<>();
    private int tested;

    Case(Slice slice, int index) {
      this.slice = slice;
      this.index = index;
    }

    /** The class that it was taken for most often. */
    int mistake() {
      Map<Integer, Integer> counts = new LinkedHashMap<>();
      mistakes.forEach(label -> counts.merge(label, 1, Integer::sum));
      return counts.entrySet().stream()
          .max(Map.Entry.comparingByValue())
          .map(Map.Entry::getKey)
          .orElseThrow();
    }
  }

  private void count(PlannedRun run, List<Integer> predictions) {
    Slice slice = run.slice();
    Images test = tests.computeIfAbsent(slice.digest(), digest -> slice.dataset().test());
    ClassTally ofVariant =
        byVariant.computeIfAbsent(run.variant().name(), name -> new ClassTally(images.classes()));
    for (int i = 0; i < test.count(); i++) {
      int label = test.label(i);
      int index = i;
      boolean right = predictions.get(i) == label;
      all.add(label, right);
      ofVariant.add(label, right);
      Case picture =
          cases.get(label).computeIfAbsent(slice.digest() + i, key -> new Case(slice, index));
      picture.tested++;
      if (!right) {
        picture.mistakes.add(predictions.get(i));
      }
    }
  }

  /** Appends them; nothing if no network has been tested. */
  void append(Document document) {
    if (byVariant.isEmpty()) {
      return;
    }
    List<Integer> worst = all.worst(LISTED);
    document
        .heading("Worst classes")
        .paragraph(
            "Accuracy over all vendors and seeds of the classes that go wrong most." + untested())
        .table(table(images.classNames(), worst, byVariant));
    StringBuilder html =
        new StringBuilder(
            "<p>Of each, the picture that most trainings get wrong.</p>\n<div class=\"pictures\">\n");
    for (int label : worst) {
      cases.get(label).values().stream()
          .filter(one -> !one.mistakes.isEmpty())
          .max(Comparator.comparingDouble(one -> one.mistakes.size() / (double) one.tested))
          .ifPresent(one -> html.append(figure(label, one)));
    }
    document.html(html.append("</div>\n").toString());
  }

  private String untested() {
    int untested = all.untested();
    return untested == 0
        ? ""
        : " Not tested, so not among them: " + untested + " of " + images.classes() + " classes.";
  }

  private String figure(int label, Case one) {
    return StyleSection.figure(
        Optional.ofNullable(tests.get(one.slice.digest())).orElseThrow(),
        one.index,
        "%s by %s: taken for %s; wrong in %d of %d"
            .formatted(
                images.classNames().get(label),
                one.slice.vendor(),
                images.classNames().get(one.mistake()),
                one.mistakes.size(),
                one.tested),
        true);
  }

  /** A line for each class; a cell is empty where a variant has not been tested on it. */
  static Table table(
      List<String> classNames, List<Integer> worst, Map<String, ClassTally> byVariant) {
    List<String> header = new ArrayList<>(List.of("class"));
    header.addAll(byVariant.keySet());
    List<List<String>> rows = new ArrayList<>();
    for (int label : worst) {
      List<String> row = new ArrayList<>(List.of(classNames.get(label)));
      byVariant.values().forEach(tally -> row.add(percent(tally.accuracy(label))));
      rows.add(row);
    }
    return new Table(header, 1, rows);
  }

  private static String percent(OptionalDouble accuracy) {
    return accuracy.isPresent() ? Figures.percent(accuracy.getAsDouble()) : "";
  }
}
