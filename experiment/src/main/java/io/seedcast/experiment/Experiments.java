package io.seedcast.experiment;

import io.seedcast.core.failure.Choices;
import io.seedcast.core.failure.SeedcastException.Kind;
import io.seedcast.core.zoo.MethodOption;
import io.seedcast.core.zoo.Methods;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The experiments that come with the program, and those of a user's own files. */
public final class Experiments {
  /** The names of the experiments that come with the program. */
  public static final List<String> NAMES =
      List.of(
          "table1",
          "table7",
          "table8",
          "figure4",
          "figure5",
          "figure9",
          "figure12",
          "figure13",
          "reframe",
          "replace");

  /** The names of the scales, from the smallest to that of the papers. */
  public static final List<String> SCALES = List.of("tiny", "small", "paper");

  /** The name of the scale of an experiment made by {@link #holdOut}. */
  public static final String GIVEN = "given";

  /** The scale at which published figures were made. */
  static final String PAPER = "paper";

  private static final String JSON = ".json";

  private Experiments() {}

  /**
   * Finds an experiment.
   *
   * @param nameOrFile one of {@link #NAMES}, or a file whose name ends in {@code .json}
   * @throws IllegalArgumentException naming the accepted ones if there is none of that name
   * @throws ExperimentException {@code experiment.malformed} if a file is not an experiment, {@code
   *     experiment.name} if its name is one of the program's own
   */
  public static Experiment find(String nameOrFile) {
    if (nameOrFile.endsWith(JSON)) {
      return read(Path.of(nameOrFile));
    }
    String name = Choices.find("experiment", nameOrFile, NAMES, id -> id);
    return parse(name, resource(name + JSON), name + JSON);
  }

  /**
   * Makes an experiment that holds out each vendor in turn, for pictures by several vendors. Its
   * scale is called {@value #GIVEN}; the first method is the one that others are compared with.
   *
   * @param name of the report's files, without ending
   * @param network as {@code --network} takes it
   * @param methods as {@code --method} takes them
   * @param options of the methods, by name; each goes to those methods that have it
   * @throws IllegalArgumentException if there is no such network, method or option, a method is
   *     there twice, or a value is not accepted
   */
  public static Experiment holdOut(
      String name, String network, List<String> methods, Map<String, String> options, Scale scale) {
    List<Settings> runs = new ArrayList<>();
    Set<String> unused = new LinkedHashSet<>(options.keySet());
    for (String id : methods) {
      Map<String, String> own = new TreeMap<>();
      for (MethodOption option : Methods.named(id).options()) {
        String value = options.get(option.name());
        if (value != null) {
          own.put(option.name(), value);
          unused.remove(option.name());
        }
      }
      runs.add(Settings.of(id, network, id, own));
    }
    if (!unused.isEmpty()) {
      throw new IllegalArgumentException(
          "none of the methods "
              + String.join(", ", methods)
              + " has the option --"
              + String.join(", --", unused));
    }
    return new Experiment(
        name,
        "what the command line asks for",
        new ExperimentFile(
            "Accuracy on styles that were held out",
            "the protocol of MonoCNN, table 8",
            "Networks learn from the pictures of all vendors but one, and are tested on those of that one.",
            Protocol.STYLES,
            List.of("method"),
            Settings.NONE,
            List.of(List.of(runs)),
            runs.get(0).label(),
            List.of(new Plot(Plot.Kind.EPOCHS, "Accuracy on the vendor held out", null, false)),
            List.of(),
            List.of(),
            Map.of(),
            List.of(),
            Map.of(GIVEN, scale)));
  }

  private static Experiment read(Path file) {
    String fileName = String.valueOf(file.getFileName());
    String name = fileName.substring(0, fileName.length() - JSON.length());
    requireOwnName(name, file);
    try {
      return parse(name, Files.readAllBytes(file), file.toString());
    } catch (IOException e) {
      throw new ExperimentException(
          Kind.REFUSED, "experiment.malformed", file + " cannot be read: " + e, e);
    }
  }

  /** The report has the file's name: it must not replace what a folder needs, or another report. */
  private static void requireOwnName(String name, Path file) {
    boolean marker = name.equalsIgnoreCase(ExperimentFolder.MARKER_NAME);
    if (marker || name.isBlank() || NAMES.stream().anyMatch(name::equalsIgnoreCase)) {
      throw new ExperimentException(
          Kind.REFUSED,
          "experiment.name",
          file
              + ": its report would be called \""
              + name
              + JSON
              + "\", "
              + (marker
                  ? "as what every folder of experiments begins with"
                  : name.isBlank() ? "which is no name" : "as that of the program's own " + name)
              + "; rename the file");
    }
  }

  static Experiment parse(String name, byte[] json, String origin) {
    try {
      return new Experiment(name, origin, ExperimentJson.read(json, resource("scales.json")));
    } catch (IllegalArgumentException e) {
      throw ExperimentException.malformed(origin, String.valueOf(e.getMessage()), e);
    }
  }

  private static byte[] resource(String name) {
    try (InputStream stream = Experiments.class.getResourceAsStream(name)) {
      if (stream == null) {
        throw new IllegalStateException("the program is incomplete: it has no " + name);
      }
      return stream.readAllBytes();
    } catch (IOException e) {
      throw new IllegalStateException("the program is damaged: " + name + " cannot be read", e);
    }
  }
}
