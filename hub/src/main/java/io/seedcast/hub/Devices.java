package io.seedcast.hub;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.seedcast.core.failure.SeedcastException.Kind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The last report of each device, on disk and in memory. */
final class Devices {
  private final Path directory;
  private final Disk disk;
  private final JsonMapper json;
  private final Clock clock;
  private final int maxDevices;
  private final Map<String, DeviceStatus> byId = new TreeMap<>();

  private Devices(Path directory, Disk disk, JsonMapper json, Clock clock, int maxDevices) {
    this.directory = directory;
    this.disk = disk;
    this.json = json;
    this.clock = clock;
    this.maxDevices = maxDevices;
  }

  static Devices open(Path directory, Disk disk, JsonMapper json, Clock clock, int maxDevices)
      throws IOException {
    Devices devices = new Devices(directory, disk, json, clock, maxDevices);
    Disk.createDirectories(directory);
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*.json")) {
      for (Path file : files) {
        try {
          DeviceStatus status = StatusDocument.parse(json, json.readTree(Files.readAllBytes(file)));
          devices.byId.put(status.id(), status);
        } catch (JsonProcessingException e) {
          throw new HubException(
              Kind.REFUSED, "hub.directory", file + " is not a device's report", e);
        }
      }
    }
    return devices;
  }

  /** Keeps a report in place of the device's last one. */
  synchronized void report(String id, byte[] body) {
    Names.requireDevice(id);
    StatusReport report = parse(body);
    if (!byId.containsKey(id) && byId.size() >= maxDevices) {
      throw Refusal.TOO_MANY.because(
          "this hub keeps the reports of at most " + maxDevices + " devices");
    }
    DeviceStatus status = new DeviceStatus(id, clock.instant(), report);
    ObjectNode document = StatusDocument.format(json, status);
    disk.write(
        directory.resolve(id + ".json"),
        document.toPrettyString().getBytes(StandardCharsets.UTF_8));
    byId.put(id, status);
  }

  private StatusReport parse(byte[] body) {
    try {
      JsonNode root = json.readTree(body);
      if (!root.isObject()) {
        throw Refusal.REPORT_INVALID.because(
            "a report is a JSON object: got " + root.getNodeType());
      }
      return json.treeToValue(root, StatusReport.class);
    } catch (ValueInstantiationException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw Refusal.REPORT_INVALID.because(String.valueOf(cause.getMessage()));
    } catch (JsonProcessingException e) {
      throw Refusal.REPORT_INVALID.because("a report is a JSON object: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw Refusal.REPORT_INVALID.because("a report is a JSON object: " + e.getMessage());
    }
  }

  /** Every device that has reported, by id. */
  synchronized Collection<DeviceStatus> all() {
    return List.copyOf(byId.values());
  }
}
