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
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What {@code state.json} says.
 *
 * @param current the version in use; null before the first
 * @param previous the version to go back to; kept while the current one is on trial
 * @param onTrial whether the current version has yet to answer
 * @param starts how often it has been started on trial
 * @param rejected the manifest of a version that has failed here
 * @param incoming the manifest of a version that is being fetched: signed by a trusted key, and
 *     newer
 */
record DeviceState(
    String model,
    @Nullable Installed current,
    @Nullable Installed previous,
    boolean onTrial,
    int starts,
    @Nullable Digest rejected,
    @Nullable Digest incoming) {
  private static final int FORMAT = 1;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** A device that has nothing yet. */
  static DeviceState empty(String model) {
    return new DeviceState(model, null, null, false, 0, null, null);
  }

  /** A version's parts are fetched from now on; those of another one are no longer needed. */
  DeviceState receiving(Digest manifest) {
    return new DeviceState(model, current, previous, onTrial, starts, rejected, manifest);
  }

  /**
   * A new version is in use, on trial.
   *
   * @param running the version before it, to go back to; null if none works
   */
  DeviceState switchedTo(Installed next, @Nullable Installed running) {
    return new DeviceState(model, next, running, true, 0, rejected, null);
  }

  DeviceState startedOnTrial() {
    return new DeviceState(model, current, previous, onTrial, starts + 1, rejected, incoming);
  }

  DeviceState confirmed() {
    return new DeviceState(model, current, null, false, 0, rejected, incoming);
  }

  /** The previous version is in use again, and the current one is not taken another time. */
  DeviceState rolledBack() {
    Digest failed = current == null ? rejected : current.manifest();
    return new DeviceState(model, previous, null, false, 0, failed, null);
  }

  /** The previous version is in use again, and the current one may be taken another time. */
  DeviceState postponed() {
    Digest later = current == null ? incoming : current.manifest();
    return new DeviceState(model, previous, null, false, 0, rejected, later);
  }

  /** A version that was being fetched is not taken. */
  DeviceState rejecting(Digest manifest) {
    return new DeviceState(model, current, previous, onTrial, starts, manifest, null);
  }

  /** The manifests of the versions that must stay on the disk. */
  Set<Digest> installed() {
    return Stream.of(Optional.ofNullable(current), Optional.ofNullable(previous))
        .flatMap(Optional::stream)
        .map(Installed::manifest)
        .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * Reads a state directory's file.
   *
   * @throws DeviceException {@code device.state} if it is of another model, of another format or
   *     damaged
   */
  static DeviceState read(Path file, String model) {
    if (!Files.exists(file)) {
      return empty(model);
    }
    try {
      JsonNode root = JSON.readTree(Files.readAllBytes(file));
      if (!root.isObject()) {
        throw DeviceException.failed(
            "device.state",
            file + ": damaged: it holds no JSON object; remove the directory to begin anew",
            null);
      }
      if (root.path("format").asInt() != FORMAT) {
        throw DeviceException.refused(
            "device.state",
            file
                + (root.has("format")
                    ? ": format " + root.path("format") + " is not the one this build reads: "
                    : ": this is not a device's state, it states no format; this build reads: ")
                + FORMAT);
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
          digest(root, "rejected"),
          digest(root, "incoming"));
    } catch (IOException | IllegalArgumentException | DateTimeException e) {
      throw DeviceException.failed("device.state", file + ": cannot be read: " + e.getMessage(), e);
    }
  }

  private static @Nullable Digest digest(JsonNode root, String name) {
    return root.has(name) ? Digest.parse(root.path(name).asText()) : null;
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
    put(root, "rejected", rejected);
    put(root, "incoming", incoming);
    Disk.replace(file, root.toPrettyString().getBytes(StandardCharsets.UTF_8));
  }

  private static void put(ObjectNode root, String name, @Nullable Digest digest) {
    if (digest != null) {
      root.put(name, digest.toString());
    }
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
