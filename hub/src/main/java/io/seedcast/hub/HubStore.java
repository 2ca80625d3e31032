package io.seedcast.hub;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.seedcast.core.failure.SeedcastException.Kind;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/** Everything a hub keeps, in one directory that one process uses at a time. */
final class HubStore implements AutoCloseable {
  private final FileChannel lock;
  private final Path modelsDirectory;
  private final Disk disk;
  private final JsonMapper json;
  private final Map<String, ModelStore> models = new ConcurrentSkipListMap<>();
  private final Uploads uploads;
  private final Devices devices;

  private HubStore(
      FileChannel lock, Path root, Disk disk, JsonMapper json, Uploads uploads, Devices devices) {
    this.lock = lock;
    this.modelsDirectory = root.resolve("models");
    this.disk = disk;
    this.json = json;
    this.uploads = uploads;
    this.devices = devices;
  }

  /**
   * Opens a hub's directory.
   *
   * @throws HubException if another hub uses it, or it cannot be read
   */
  static HubStore open(HubConfig config, JsonMapper json, Clock clock) {
    Path root = config.directory();
    @Nullable FileChannel lock = null;
    try {
      Path scratch = root.resolve("uploads");
      Disk.createDirectories(scratch);
      Disk.createDirectories(root.resolve("models"));
      lock = lock(root);
      clear(scratch);
      Disk disk = new Disk(scratch);
      HubStore store =
          new HubStore(
              lock,
              root,
              disk,
              json,
              new Uploads(disk, config.maxBlobBytes(), clock),
              Devices.open(root.resolve("devices"), disk, json, clock, config.maxDevices()));
      store.openModels();
      return store;
    } catch (IOException | RuntimeException e) {
      closeQuietly(lock);
      if (e instanceof HubException known) {
        throw known;
      }
      throw new HubException(
          Kind.FAILED, "hub.directory", "the hub's directory " + root + " cannot be used: " + e, e);
    }
  }

  private static FileChannel lock(Path root) throws IOException {
    FileChannel channel =
        FileChannel.open(root.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (channel.tryLock() != null) {
        return channel;
      }
    } catch (OverlappingFileLockException e) {
      // Held by this very process.
    }
    channel.close();
    throw new HubException(
        Kind.FAILED, "hub.directory-in-use", "another hub is using the directory " + root);
  }

  private static void clear(Path scratch) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(scratch)) {
      for (Path file : files) {
        Files.delete(file);
      }
    }
  }

  private void openModels() throws IOException {
    try (DirectoryStream<Path> directories = Files.newDirectoryStream(modelsDirectory)) {
      for (Path directory : directories) {
        String name = String.valueOf(directory.getFileName());
        models.put(Names.requireModel(name), ModelStore.open(directory, disk, json));
      }
    }
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
    return models.computeIfAbsent(
        Names.requireModel(name), key -> ModelStore.open(modelsDirectory.resolve(key), disk, json));
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
    closeQuietly(lock);
  }

  private static void closeQuietly(@Nullable FileChannel channel) {
    if (channel != null) {
      try {
        channel.close();
      } catch (IOException e) {
        // The lock ends with the process at the latest.
      }
    }
  }
}
