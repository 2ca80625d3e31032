package io.seedcast.train;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * In which values one JSON document differs from another, for people: {@code recipe.seed is 1, not
 * 2}. Elements of arrays that have a name are called by it.
 */
final class Differences {
  private final List<String> found = new ArrayList<>();

  private Differences() {}

  /**
   * Returns the differences in the order of the documents' fields; empty if the documents are
   * equal.
   *
   * @param actual the document that is told of
   * @param expected what it would have to be
   */
  static List<String> between(JsonNode actual, JsonNode expected) {
    Differences differences = new Differences();
    differences.compare("", actual, expected);
    return differences.found;
  }

  private void compare(String path, JsonNode actual, JsonNode expected) {
    if (actual.equals(expected)) {
      return;
    }
    if (actual instanceof ObjectNode && expected instanceof ObjectNode) {
      Set<String> names = new LinkedHashSet<>();
      actual.fieldNames().forEachRemaining(names::add);
      expected.fieldNames().forEachRemaining(names::add);
      for (String name : names) {
        compare(path.isEmpty() ? name : path + "." + name, actual.path(name), expected.path(name));
      }
    } else if (actual instanceof ArrayNode && expected instanceof ArrayNode) {
      for (int i = 0; i < Math.min(actual.size(), expected.size()); i++) {
        String label = actual.path(i).path("name").asText(String.valueOf(i));
        compare(path + "[" + label + "]", actual.path(i), expected.path(i));
      }
      if (actual.size() != expected.size()) {
        found.add(path + " has " + actual.size() + " elements, not " + expected.size());
      }
    } else {
      found.add(path + " is " + text(actual) + ", not " + text(expected));
    }
  }

  private static String text(JsonNode node) {
    return node.isMissingNode() || node.isNull() ? "none" : node.toString();
  }
}
