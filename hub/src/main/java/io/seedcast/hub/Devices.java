package io.seedcast.hub;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The last report of each device, on disk and in memory. */
final class Devices {
  private static final Logger log = LoggerFactory.getLogger(Devices.class);
  private static final String SUFFIX = ".json";

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
    for (Path file : Disk.entries(directory)) {
      if (file.toString().endsWith(SUFFIX)) {
        devices.readReport(file);
      }
    }
    return devices;
  }

  /** Passes over a report that is damaged: the device sends another. */
  private void readReport(Path file) {
    try {
      DeviceStatus status = StatusDocument.parse(json, json.readTree(Files.readAllBytes(file)));
      if (!file.equals(fileOf(status.id()))) {
        throw new IllegalArgumentException("it is of device " + Names.quote(status.id()));
      }
      byId.put(status.id(), status);
    } catch (JsonProcessingException e) {
      warn(file, "it is not JSON: " + e.getOriginalMessage());
    } catch (IOException | IllegalArgumentException e) {
      warn(file, e.getMessage());
    }
  }

  private static void warn(Path file, @Nullable String reason) {
    log.warn("passing over {}, which is not a device's report: {}", file, reason);
  }

  private Path fileOf(String id) {
    return directory.resolve(id + SUFFIX);
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
    disk.write(fileOf(id), document.toPrettyString().getBytes(StandardCharsets.UTF_8));
    byId.put(id, status);
  }

  private StatusReport parse(byte[] body) {
    try {
      return StatusDocument.report(json, json.readTree(body));
    } catch (IllegalArgumentException e) {
      throw Refusal.REPORT_INVALID.because(String.valueOf(e.getMessage()));
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
