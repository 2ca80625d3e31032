package io.seedcast.experiment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
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

  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY).build();

  private Experiments() {}

  /**
   * Finds an experiment.
   *
   * @param nameOrFile one of {@link #NAMES}, or a file whose name ends in {@code .json}
   * @throws IllegalArgumentException naming the accepted ones if there is none of that name
   * @throws ExperimentException {@code experiment.malformed} if a file is not an experiment
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
      runs.add(new Settings(id, network, id, own, null, null, null, null));
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
            Map.of(),
            List.of(),
            Map.of(GIVEN, scale)));
  }

  private static Experiment read(Path file) {
    try {
      String fileName = String.valueOf(file.getFileName());
      return parse(
          fileName.substring(0, fileName.length() - JSON.length()),
          Files.readAllBytes(file),
          file.toString());
    } catch (IOException e) {
      throw new ExperimentException(
          Kind.REFUSED, "experiment.malformed", file + " cannot be read: " + e, e);
    }
  }

  static Experiment parse(String name, byte[] json, String source) {
    try {
      ObjectNode tree = object(MAPPER.readTree(json));
      ObjectNode scales = object(MAPPER.readTree(resource("scales.json")));
      if (tree.has("scales")) {
        for (Map.Entry<String, JsonNode> change : object(tree.path("scales")).properties()) {
          String scale = Choices.find("scale", change.getKey(), SCALES, id -> id);
          object(scales.path(scale)).setAll(object(change.getValue()));
        }
      }
      tree.set("scales", scales);
      return new Experiment(name, MAPPER.treeToValue(tree, ExperimentFile.class));
    } catch (JsonProcessingException e) {
      throw malformed(source, e.getOriginalMessage(), e);
    } catch (IOException | IllegalArgumentException e) {
      throw malformed(source, String.valueOf(e.getMessage()), e);
    }
  }

  private static ObjectNode object(JsonNode node) {
    if (node instanceof ObjectNode object) {
      return object;
    }
    throw new IllegalArgumentException("expected an object: got " + node);
  }

  private static ExperimentException malformed(String source, String reason, Exception cause) {
    return new ExperimentException(
        Kind.REFUSED, "experiment.malformed", source + " is not an experiment: " + reason, cause);
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
