package io.seedcast.hub;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.Locale;
import java.util.Map;

/** What devices report, and what people and scripts list. */
final class DeviceRoutes {
  private static final int MAX_REPORT_BYTES = 64 << 10;

  private final HubStore store;
  private final JsonMapper json;

  DeviceRoutes(HubStore store, JsonMapper json) {
    this.store = store;
    this.json = json;
  }

  void addTo(RoutesConfig routes) {
    routes.post("/v1/devices/{id}/reports", this::report);
    routes.get("/v1/devices", this::listDevices);
    routes.get("/v1/models", this::listModels);
  }

  private void report(Context ctx) {
    byte[] body = Bodies.read(ctx, MAX_REPORT_BYTES, "a report");
    store.devices().report(ctx.pathParam("id"), body);
    ctx.status(204);
  }

  private void listDevices(Context ctx) {
    ObjectNode document = json.createObjectNode();
    ArrayNode list = document.putArray("devices");
    store.devices().all().forEach(status -> list.add(StatusDocument.format(json, status)));
    ctx.contentType("application/json").result(document.toString().getBytes(UTF_8));
  }

  private void listModels(Context ctx) {
    ObjectNode document = json.createObjectNode();
    ArrayNode list = document.putArray("models");
    store.models().forEach((name, model) -> describe(list, name, model));
    ctx.contentType("application/json").result(document.toString().getBytes(UTF_8));
  }

  private static void describe(ArrayNode list, String name, ModelStore model) {
    Map<String, StoredManifest> tags = model.tags();
    if (tags.isEmpty()) {
      return;
    }
    ObjectNode entry = list.addObject().put("name", name);
    StoredManifest latest = tags.get(Names.LATEST);
    if (latest != null) {
      entry.put("latestDigest", latest.digest());
    }
    ArrayNode versions = entry.putArray("versions");
    tags.forEach(
        (tag, manifest) -> {
          if (!tag.equals(Names.LATEST)) {
            versions
                .addObject()
                .put("version", tag)
                .put("manifestDigest", manifest.digest())
                .put("totalBytes", manifest.totalBytes());
          }
        });
  }

  /** Answers a refused request with a problem document (RFC 9457). */
  void refuse(Context ctx, Refusal refusal, String message) {
    ObjectNode problem = json.createObjectNode();
    problem.put("title", refusal.name().toLowerCase(Locale.ROOT).replace('_', ' '));
    problem.put("status", refusal.status());
    problem.put("detail", message);
    problem.put("code", refusal.code());
    ctx.status(refusal.status())
        .contentType("application/problem+json")
        .result(problem.toString().getBytes(UTF_8));
  }
}
