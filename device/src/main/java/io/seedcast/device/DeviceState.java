package io.seedcast.device;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.seedcast.artifact.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What {@code state.json} says.
 *
 * @param current the version in use; null before the first
 * @param previous the version to go back to; kept while the current one is on trial
 * @param onTrial whether the current version has yet to answer
 * @param starts how often it has been started on trial
 * @param rejected the manifest of a version that has failed here
 */
record DeviceState(
    String model,
    @Nullable Installed current,
    @Nullable Installed previous,
    boolean onTrial,
    int starts,
    @Nullable Digest rejected) {
  private static final int FORMAT = 1;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** A device that has nothing yet. */
  static DeviceState empty(String model) {
    return new DeviceState(model, null, null, false, 0, null);
  }

  /**
   * A new version takes the current one's place, on trial.
   *
   * @param canGoBack whether the current version works
   */
  DeviceState switchedTo(Installed next, boolean canGoBack) {
    return new DeviceState(model, next, canGoBack ? current : null, true, 0, rejected);
  }

  DeviceState startedOnTrial() {
    return new DeviceState(model, current, previous, onTrial, starts + 1, rejected);
  }

  DeviceState confirmed() {
    return new DeviceState(model, current, null, false, 0, rejected);
  }

  /** The previous version is in use again, and the current one is not taken another time. */
  DeviceState rolledBack() {
    Digest failed = current == null ? rejected : current.manifest();
    return new DeviceState(model, previous, null, false, 0, failed);
  }

  DeviceState rejecting(Digest manifest) {
    return new DeviceState(model, current, previous, onTrial, starts, manifest);
  }

  /**
   * Reads a state directory's file.
   *
   * @throws DeviceException {@code device.state} if it is of another model or another format
   */
  static DeviceState read(Path file, String model) {
    if (!Files.exists(file)) {
      return empty(model);
    }
    try {
      JsonNode root = JSON.readTree(Files.readAllBytes(file));
      if (root.path("format").asInt() != FORMAT) {
        throw DeviceException.refused(
            "device.state",
            file + ": format " + root.path("format") + " is not the one this build reads: 1");
      }
      String found = root.path("model").asText();
      if (!found.equals(model)) {
        throw DeviceException.refused(
            "device.state",
            file
                + ": this directory belongs to model \""
                + found
                + "\"; choose another one for \""
                + model
                + "\"");
      }
      return new DeviceState(
          model,
          installed(root.path("current")),
          installed(root.path("previous")),
          root.path("onTrial").asBoolean(),
          root.path("starts").asInt(),
          root.has("rejected") ? Digest.parse(root.path("rejected").asText()) : null);
    } catch (IOException | IllegalArgumentException | DateTimeException e) {
      throw DeviceException.failed("device.state", file + ": cannot be read: " + e.getMessage(), e);
    }
  }

  private static @Nullable Installed installed(JsonNode node) {
    if (!node.isObject()) {
      return null;
    }
    return new Installed(
        node.path("version").asLong(),
        Digest.parse(node.path("manifest").asText()),
        node.path("regrownDigest").asText(),
        Instant.parse(node.path("installedAt").asText()),
        node.path("bytesFetched").asLong());
  }

  /** Replaces the file in one step. */
  void write(Path file) {
    ObjectNode root = JSON.createObjectNode().put("format", FORMAT).put("model", model);
    put(root, "current", current);
    put(root, "previous", previous);
    root.put("onTrial", onTrial).put("starts", starts);
    if (rejected != null) {
      root.put("rejected", rejected.toString());
    }
    Disk.replace(file, root.toPrettyString().getBytes(StandardCharsets.UTF_8));
  }

  private static void put(ObjectNode root, String name, @Nullable Installed installed) {
    if (installed != null) {
      root.putObject(name)
          .put("version", installed.version())
          .put("manifest", installed.manifest().toString())
          .put("regrownDigest", installed.regrownDigest())
          .put("installedAt", installed.installedAt().toString())
          .put("bytesFetched", installed.bytesFetched());
    }
  }
}
