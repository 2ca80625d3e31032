package io.seedcast.hub;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;

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

  static DeviceStatus parse(JsonMapper json, JsonNode document) throws JsonProcessingException {
    return new DeviceStatus(
        document.path("id").asText(),
        Instant.parse(document.path("receivedAt").asText()),
        json.treeToValue(document, StatusReport.class));
  }
}
