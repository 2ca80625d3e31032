package io.seedcast.hub;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Everything a hub keeps, in one directory that one process uses at a time. */
final class HubStore implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(HubStore.class);

  private final HubDirectory directory;
  private final Disk disk;
  private final JsonMapper json;
  private final Map<String, ModelStore> models;
  private final Devices devices;
  private final Uploads uploads;

  private HubStore(
      HubDirectory directory,
      Disk disk,
      JsonMapper json,
      Map<String, ModelStore> models,
      Devices devices,
      Uploads uploads) {
    this.directory = directory;
    this.disk = disk;
    this.json = json;
    this.models = models;
    this.devices = devices;
    this.uploads = uploads;
  }

  /**
   * Opens a hub's directory.
   *
   * @throws HubException if it is something else, another hub uses it, or it cannot be read
   */
  static HubStore open(HubConfig config, JsonMapper json, Clock clock) {
    HubDirectory directory = HubDirectory.open(config.directory());
    try {
      Disk disk = new Disk(directory.uploads());
      disk.clear();
      return new HubStore(
          directory,
          disk,
          json,
          openModels(directory.models(), disk, json),
          Devices.open(directory.devices(), disk, json, clock, config.maxDevices()),
          Uploads.start(disk, config.maxBlobBytes(), clock, Uploads.PATIENCE));
    } catch (IOException e) {
      directory.close();
      throw HubDirectory.unusable(directory.root(), e);
    } catch (RuntimeException e) {
      directory.close();
      throw e;
    }
  }

  private static Map<String, ModelStore> openModels(Path folders, Disk disk, JsonMapper json)
      throws IOException {
    Map<String, ModelStore> models = new ConcurrentSkipListMap<>();
    for (Path folder : Disk.entries(folders)) {
      String name = String.valueOf(folder.getFileName());
      if (Names.isModel(name) && ModelStore.isModel(folder)) {
        models.put(name, ModelStore.open(folder, disk, json));
      } else {
        log.warn("passing over {}: it is no model's folder", folder);
      }
    }
    return models;
  }

  /** Returns a model that has been published. */
  ModelStore model(String name) {
    ModelStore model = models.get(Names.requireModel(name));
    if (model == null) {
      throw Refusal.NAME_UNKNOWN.because(
          "no model " + Names.quote(name) + " has been published; there are " + models.keySet());
    }
    return model;
  }

  /** Returns a model to publish in, a new one if need be. */
  ModelStore modelForPush(String name) {
    return models.computeIfAbsent(Names.requireModel(name), this::create);
  }

  private ModelStore create(String name) {
    Path folder = directory.models().resolve(name);
    try {
      return ModelStore.open(folder, disk, json);
    } catch (IOException e) {
      throw Disk.failure(e, folder);
    }
  }

  /** All models by name. */
  Map<String, ModelStore> models() {
    return models;
  }

  Uploads uploads() {
    return uploads;
  }

  Devices devices() {
    return devices;
  }

  @Override
  public void close() {
    uploads.close();
    directory.close();
  }
}
