package io.seedcast.experiment;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonMappingException.Reference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.InvalidNullException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.seedcast.core.failure.Choices;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads experiments from JSON; says of what is wrong where it stands and what was found. */
final class ExperimentJson {
  private static final String SCALES = "scales";
  private static final int LONGEST_QUOTE = 80;

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(
              DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY,
              DeserializationFeature.FAIL_ON_TRAILING_TOKENS,
              DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .defaultSetterInfo(JsonSetter.Value.forContentNulls(Nulls.FAIL))
          .build();

  private ExperimentJson() {}

  /**
   * Reads a file.
   *
   * @param scales every scale, of which the file may change parts
   * @throws IllegalArgumentException if it is not JSON, or says something that is not accepted
   */
  static ExperimentFile read(byte[] json, byte[] scales) {
    ObjectNode document = object("the file", tree(json));
    ObjectNode completed = object(SCALES, tree(scales));
    if (document.has(SCALES)) {
      for (Map.Entry<String, JsonNode> change :
          object(SCALES, document.path(SCALES)).properties()) {
        String name = Choices.find("scale", change.getKey(), Experiments.SCALES, id -> id);
        String where = SCALES + "." + name;
        object(where, completed.path(name)).setAll(object(where, change.getValue()));
      }
    }
    document.set(SCALES, completed);
    try {
      return MAPPER.treeToValue(document, ExperimentFile.class);
    } catch (JsonMappingException e) {
      String where = path(e);
      throw new IllegalArgumentException(
          (where.isEmpty() ? "" : where + ": ") + reason(e, document), e);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e.getOriginalMessage(), e);
    }
  }

  private static JsonNode tree(byte[] json) {
    try {
      return MAPPER.readTree(json);
    } catch (JsonProcessingException e) {
      String where = e.getLocation() == null ? "" : "line " + e.getLocation().getLineNr() + ": ";
      throw new IllegalArgumentException(where + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new IllegalArgumentException(String.valueOf(e.getMessage()), e);
    }
  }

  private static ObjectNode object(String where, JsonNode node) {
    if (node instanceof ObjectNode object) {
      return object;
    }
    throw new IllegalArgumentException(where + ": expected an object: got " + quote(node));
  }

  /** As in {@code runs[0][1][2].fraction}. */
  private static String path(JsonMappingException e) {
    StringBuilder path = new StringBuilder();
    for (Reference reference : e.getPath()) {
      if (reference.getFieldName() == null) {
        path.append('[').append(reference.getIndex()).append(']');
      } else {
        path.append(path.isEmpty() ? "" : ".").append(reference.getFieldName());
      }
    }
    return path.toString();
  }

  private static String reason(JsonMappingException e, JsonNode document) {
    if (e.getCause() instanceof IllegalArgumentException refused && refused.getMessage() != null) {
      return refused.getMessage();
    }
    if (e instanceof UnrecognizedPropertyException unknown) {
      return Choices.unknown(
          "field",
          unknown.getPropertyName(),
          unknown.getKnownPropertyIds().stream().map(String::valueOf).sorted().toList());
    }
    if (e instanceof InvalidNullException) {
      return "null is not accepted";
    }
    if (e instanceof MismatchedInputException mismatch) {
      return "expected "
          + expected(mismatch.getTargetType())
          + ": got "
          + quote(found(e, document));
    }
    return e.getOriginalMessage();
  }

  private static String expected(@Nullable Class<?> type) {
    if (type == null) {
      return "something else";
    }
    if (type.isEnum()) {
      return "one of "
          + String.join(
              ", ",
              Arrays.stream(type.getEnumConstants())
                  .map(constant -> MAPPER.convertValue(constant, String.class))
                  .toList());
    }
    if (type == String.class) {
      return "text";
    }
    if (type == int.class) {
      return "a whole number";
    }
    if (type == double.class || type == Double.class) {
      return "a number";
    }
    if (type == boolean.class) {
      return "true or false";
    }
    return List.class.isAssignableFrom(type) ? "a list" : "an object";
  }

  private static JsonNode found(JsonMappingException e, JsonNode document) {
    JsonNode node = document;
    for (Reference reference : e.getPath()) {
      node =
          reference.getFieldName() == null
              ? node.path(reference.getIndex())
              : node.path(reference.getFieldName());
    }
    return node;
  }

  private static String quote(JsonNode node) {
    String text = node.isMissingNode() ? "nothing" : node.toString();
    return text.length() <= LONGEST_QUOTE ? text : text.substring(0, LONGEST_QUOTE) + "...";
  }
}
