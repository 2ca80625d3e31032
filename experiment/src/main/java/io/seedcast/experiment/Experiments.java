package io.seedcast.experiment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.seedcast.core.failure.Choices;
import io.seedcast.core.failure.SeedcastException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The experiments that come with the program, and those of a user's own files. */
public final class Experiments {
  /** The names of the experiments that come with the program. */
  public static final List<String> NAMES =
      List.of(
          "table1", "figure4", "figure5", "figure9", "figure12", "figure13", "reframe", "replace");

  /** The names of the scales, from the smallest to that of the papers. */
  public static final List<String> SCALES = List.of("tiny", "small", "paper");

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
