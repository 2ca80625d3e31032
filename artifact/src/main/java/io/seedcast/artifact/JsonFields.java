package io.seedcast.artifact;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A JSON object that is read property by property. Whatever is missing or of another type is a
 * {@code package.malformed} that names the place.
 */
final class JsonFields {
  private final JsonNode object;
  private final String place;

  private JsonFields(JsonNode object, String place) {
    this.object = object;
    this.place = place;
  }

  /**
   * Parses a document that must be an object.
   *
   * @param place names the document in failures
   */
  static JsonFields parse(JsonMapper mapper, byte[] json, String place) {
    try {
      return new JsonFields(Json.readObject(mapper, json), place);
    } catch (IOException e) {
      throw PackageException.refused("package.malformed", place + ": " + Json.explain(e), e);
    }
  }

  String text(String name) {
    return convert(name, "text", JsonNode::isTextual, JsonNode::textValue);
  }

  @Nullable String optionalText(String name) {
    return object.has(name) ? text(name) : null;
  }

  /** A whole number of at least 0. */
  long whole(String name) {
    return convert(
        name,
        "a whole number of at least 0",
        node -> node.isIntegralNumber() && node.canConvertToLong() && node.longValue() >= 0,
        JsonNode::longValue);
  }

  JsonNode wholeOfAnySize(String name) {
    return convert(name, "a whole number", JsonNode::isIntegralNumber, node -> node);
  }

  Digest digest(String name) {
    return parsed(name, Digest::parse);
  }

  /** A time in the one form in which {@link Instant#toString} writes it. */
  Instant instant(String name) {
    return parsed(
        name,
        text -> {
          try {
            Instant instant = Instant.parse(text);
            if (instant.toString().equals(text)) {
              return instant;
            }
          } catch (DateTimeException e) {
            throw new IllegalArgumentException(notATime(text), e);
          }
          throw new IllegalArgumentException(notATime(text));
        });
  }

  /** Text that becomes a value; what the conversion refuses is malformed. */
  <T> T parsed(String name, Function<String, T> conversion) {
    try {
      return conversion.apply(text(name));
    } catch (IllegalArgumentException e) {
      throw PackageException.refused(
          "package.malformed", place + ": " + name + ": " + e.getMessage(), e);
    }
  }

  JsonFields object(String name) {
    return new JsonFields(
        convert(name, "an object", JsonNode::isObject, node -> node), place + ": " + name);
  }

  List<JsonFields> objects(String name, int atMost) {
    JsonNode array =
        convert(
            name,
            "an array of at most " + atMost + " objects",
            node -> node.isArray() && node.size() <= atMost,
            node -> node);
    List<JsonFields> objects = new ArrayList<>();
    for (JsonNode element : array) {
      if (!element.isObject()) {
        throw malformed(name + " must hold objects: got " + element.getNodeType());
      }
      objects.add(new JsonFields(element, place + ": " + name + "[" + objects.size() + "]"));
    }
    return objects;
  }

  /** An object of text by name. */
  SortedMap<String, String> texts(String name) {
    SortedMap<String, String> texts = new TreeMap<>();
    JsonFields fields = object(name);
    fields.object.fieldNames().forEachRemaining(key -> texts.put(key, fields.text(key)));
    return texts;
  }

  /** Refuses every property but these. */
  void requireOnly(Set<String> names) {
    object
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (!names.contains(name)) {
                throw malformed("unknown property \"" + name + "\"");
              }
            });
  }

  boolean has(String name) {
    return object.has(name);
  }

  PackageException malformed(String what) {
    return PackageException.refused("package.malformed", place + ": " + what);
  }

  private <T> T convert(
      String name,
      String expected,
      Predicate<JsonNode> accepted,
      Function<JsonNode, T> conversion) {
    JsonNode node = object.path(name);
    if (!accepted.test(node)) {
      throw malformed(
          name
              + " must be "
              + expected
              + ": got "
              + (node.isMissingNode() ? "nothing" : abbreviate(node)));
    }
    return conversion.apply(node);
  }

  private static String abbreviate(JsonNode node) {
    String text = node.toString();
    return text.length() <= 60 ? text : text.substring(0, 60) + "...";
  }

  private static String notATime(String text) {
    return "a time is written as 2026-01-31T12:00:00Z: got \"" + text + "\"";
  }
}
