package io.seedcast.hub;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonMappingException.Reference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.stream.Collectors;

/** Device statuses as JSON: the report's own names, {@code id} and {@code receivedAt}. */
final class StatusDocument {
  private StatusDocument() {}

  static ObjectNode format(JsonMapper json, DeviceStatus status) {
    ObjectNode document = json.createObjectNode();
    document.put("id", status.id());
    document.put("receivedAt", status.receivedAt().toString());
    document.setAll((ObjectNode) json.valueToTree(status.report()));
    return document;
  }

  /**
   * Reads a status.
   *
   * @throws IllegalArgumentException if it is none; its message says what is wrong
   */
  static DeviceStatus parse(JsonMapper json, JsonNode document) {
    StatusReport report = report(json, document);
    return new DeviceStatus(document.path("id").asText(), receivedAt(document), report);
  }

  private static Instant receivedAt(JsonNode document) {
    String text = document.path("receivedAt").asText();
    try {
      return Instant.parse(text);
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          "receivedAt must be a time like 2026-01-31T12:00:00Z: got " + Names.quote(text), e);
    }
  }

  /**
   * Reads the report alone, as a device sends it.
   *
   * @throws IllegalArgumentException if it is none; its message says what is wrong
   */
  static StatusReport report(JsonMapper json, JsonNode document) {
    if (!document.isObject()) {
      throw new IllegalArgumentException(
          "a report is a JSON object: got " + document.getNodeType());
    }
    try {
      return json.treeToValue(document, StatusReport.class);
    } catch (ValueInstantiationException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new IllegalArgumentException(cause.getMessage(), e);
    } catch (JsonMappingException e) {
      String field =
          e.getPath().stream().map(Reference::getFieldName).collect(Collectors.joining("."));
      throw new IllegalArgumentException(field + " has a value of another type than it must", e);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("a report is a JSON object: " + e.getOriginalMessage(), e);
    }
  }
}
