package io.seedcast.device;

import io.seedcast.artifact.Digest;
import io.seedcast.core.failure.SeedcastException;
import io.seedcast.core.failure.SeedcastException.Kind;
import io.seedcast.device.DeviceReport.Failure;
import io.seedcast.device.DeviceReport.State;
import io.seedcast.device.Installer.Attempt;
import io.seedcast.device.Installer.Prepared;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one model on one device up to date. Thread-safe; one agent at a time uses a state
 * directory.
 *
 * <p>Opening starts the version in use, if there is one. {@link #update} asks the hub for a newer
 * one; nothing changes unless that one is complete, signed by a trusted key, newer, not expired,
 * regrows to the same bits as in the cloud and answers its probe. It is then put in use on trial:
 * the version before it stays until the new one, started from what is on disk, has answered. A
 * version that fails its trial is not taken again.
 *
 * <p>A version in use whose files were damaged is repaired: regrown tensors from the package, a
 * package from the hub.
 */
public final class DeviceAgent implements AutoCloseable {

  /** Starts on trial that may end without an answer, as when the process is killed. */
  private static final int MAX_TRIAL_STARTS = 2;

  private static final String LATEST = "latest";

  /** Failures of a version itself, which fetching it again would not mend. */
  private static final Set<String> FAILS_AGAIN = Set.of("device.regrown", "device.probe");

  private final DeviceConfig config;
  private final FileChannel lock;
  private final Path stateFile;
  private final HubConnection hub;
  private final Installer installer;
  private final Consumer<Step> listener;
  private DeviceState state;
  private @Nullable Predictor predictor;
  private @Nullable SeedcastException startFailure;
  private @Nullable DeviceReport unsent;

  private DeviceAgent(
      DeviceConfig config,
      FileChannel lock,
      HubConnection hub,
      Installer installer,
      Consumer<Step> listener) {
    this.config = config;
    this.lock = lock;
    this.stateFile = config.state().resolve("state.json");
    this.hub = hub;
    this.installer = installer;
    this.listener = listener;
    this.state = DeviceState.read(stateFile, config.model());
  }

  /** Opens an agent; see {@link #open(DeviceConfig, Clock, Consumer)}. */
  public static DeviceAgent open(DeviceConfig config) {
    return open(config, Clock.systemUTC(), step -> {});
  }

  /**
   * Opens an agent and starts the version in use. If that fails, the version before it is started,
   * if it is still there; otherwise the agent opens without a {@link #predictor}, and an update may
   * repair it.
   *
   * @param clock by which packages expire
   * @param listener told of each step as it begins, in the thread that takes it
   * @throws DeviceException {@code device.state-in-use}, {@code device.state}, {@code
   *     device.storage} or {@code device.disk-full}
   */
  public static DeviceAgent open(DeviceConfig config, Clock clock, Consumer<Step> listener) {
    Path directory = config.state();
    @Nullable FileChannel lock = null;
    boolean opened = false;
    try {
      Files.createDirectories(directory);
      lock = lock(directory);
      HubConnection hub = new HubConnection(config.hub(), config.retryPolicy());
      Installer installer =
          new Installer(
              config, hub, PartStore.open(directory), Slots.open(directory), clock, listener);
      DeviceAgent agent = new DeviceAgent(config, lock, hub, installer, listener);
      agent.start();
      opened = true;
      return agent;
    } catch (IOException e) {
      throw Disk.failure(e, directory.toString());
    } finally {
      if (!opened) {
        closeQuietly(lock);
      }
    }
  }

  private static FileChannel lock(Path directory) throws IOException {
    FileChannel channel =
        FileChannel.open(
            directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (channel.tryLock() != null) {
        return channel;
      }
    } catch (OverlappingFileLockException e) {
      // Held by this very process.
    }
    channel.close();
    throw DeviceException.failed(
        "device.state-in-use", "another agent is using the directory " + directory, null);
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

  private synchronized void start() {
    Installed current = state.current();
    if (current == null) {
      return;
    }
    try {
      if (state.onTrial() && state.starts() >= MAX_TRIAL_STARTS && state.previous() != null) {
        throw DeviceException.failed(
            "device.start",
            "version " + current.version() + " did not answer in " + state.starts() + " starts",
            null);
      }
      Predictor started = startCurrent(current);
      predictor = started;
      unsent = running(started);
    } catch (SeedcastException e) {
      log().warn("version {} cannot be started: {}", current.version(), e.getMessage());
      startFailure = e;
      if (state.onTrial() && state.previous() != null) {
        change(state.rolledBack());
        startFailure = null;
        start();
        unsent = report(State.ROLLED_BACK, current.version(), current.manifest(), e);
      } else {
        unsent = report(State.FAILED, current.version(), current.manifest(), e);
      }
    }
  }

  /** Starts the current version, and ends its trial if it is on one. */
  private Predictor startCurrent(Installed current) {
    if (state.onTrial()) {
      change(state.startedOnTrial());
    }
    Predictor started;
    try {
      started = installer.start(current);
    } catch (SeedcastException e) {
      throw e;
    } catch (RuntimeException e) {
      throw DeviceException.failed(
          "device.start", "version " + current.version() + " cannot be started: " + e, e);
    }
    if (state.onTrial()) {
      listener.accept(Step.CONFIRM);
      change(state.confirmed());
    }
    giveMemoryBack();
    return started;
  }

  /**
   * Starting leaves the tensors behind on the heap, once or twice, beside the session's own copy;
   * for hours nothing may be allocated that would make the JVM collect them.
   */
  private static void giveMemoryBack() {
    System.gc();
  }

  /** Set up when there is something to say: logging would take a tenth of the time to start. */
  private static Logger log() {
    return LoggerFactory.getLogger(DeviceAgent.class);
  }

  private void change(DeviceState next) {
    next.write(stateFile);
    state = next;
  }

  /**
   * Asks the hub for the latest version and puts it in use if it is a newer one; reports to the hub
   * what came of it.
   *
   * @throws DeviceException if the hub cannot be reached or misbehaves, or the version fails here;
   *     the version in use stays in use
   * @throws io.seedcast.artifact.PackageException if the package is not one that this device takes
   */
  public synchronized UpdateResult update() {
    Attempt attempt = null;
    try {
      listener.accept(Step.CHECK);
      Digest known = predictor == null ? null : predictor.installed().manifest();
      byte[] manifest =
          hub.manifest(config.model(), LATEST, known == null ? null : known.toString())
              .orElse(null);
      if (known != null && (manifest == null || Digest.of(manifest).equals(known))) {
        flush();
        return new UpdateResult.UpToDate(predictor().version());
      }
      byte[] latest = manifest == null ? new byte[0] : manifest;
      attempt = new Attempt(Digest.of(latest));
      UpdateResult result = install(latest, attempt);
      flush();
      return result;
    } catch (SeedcastException e) {
      tell(e, attempt);
      throw e;
    }
  }

  private UpdateResult install(byte[] manifest, Attempt attempt) {
    if (attempt.manifest().equals(state.rejected())) {
      throw DeviceException.refused(
          "device.rejected",
          "the latest version at " + config.hub() + " has failed on this device before");
    }
    Prepared prepared;
    try {
      prepared = installer.prepare(manifest, attempt, versionToExceed());
    } catch (DeviceException e) {
      if (FAILS_AGAIN.contains(e.code())) {
        change(state.rejecting(attempt.manifest()));
      }
      throw e;
    }
    listener.accept(Step.SWITCH);
    change(state.switchedTo(prepared.installed(), predictor != null));
    Predictor next = startOrGoBack(prepared.installed(), attempt);
    if (predictor != null) {
      predictor.close();
    }
    predictor = next;
    startFailure = null;
    installer.retain(prepared.installed());
    unsent = running(next);
    return new UpdateResult.Updated(
        next.version(), prepared.partsFetched(), prepared.installed().bytesFetched());
  }

  private Predictor startOrGoBack(Installed next, Attempt attempt) {
    try {
      return startCurrent(next);
    } catch (SeedcastException e) {
      if (state.previous() != null) {
        attempt.rolledBack();
        change(state.rolledBack());
      }
      throw e;
    }
  }

  private long versionToExceed() {
    Installed current = state.current();
    if (current == null) {
      return 0;
    }
    // A version that does not start may be fetched anew.
    return predictor == null ? current.version() - 1 : current.version();
  }

  /** Prepares a report of a failed update, unless there is nobody or nothing new to tell. */
  private void tell(SeedcastException e, @Nullable Attempt attempt) {
    if (e.code().equals("device.offline") || e.code().equals("device.rejected")) {
      return;
    }
    if (attempt == null) {
      unsent = report(State.FAILED, 0, null, e);
    } else {
      unsent = report(attempt.outcome(), attempt.version(), attempt.manifest(), e);
    }
    flush();
  }

  /** Sends what there is to tell; a hub that does not take it is told next time. */
  private void flush() {
    if (unsent == null) {
      return;
    }
    try {
      send(unsent);
      unsent = null;
    } catch (DeviceException e) {
      log().warn("the hub took no report: {}", e.getMessage());
    }
  }

  /**
   * Sends a report, such as {@link #report} with the outcome of predictions.
   *
   * @throws DeviceException if the hub does not take it
   */
  public void send(DeviceReport report) {
    listener.accept(Step.REPORT);
    hub.report(config.id(), report.toJson());
  }

  /**
   * The model in use.
   *
   * @throws DeviceException {@code device.no-model} if there is none; with the reason, if one is
   *     installed and does not start
   */
  public synchronized Predictor predictor() {
    if (predictor == null) {
      throw new DeviceException(
          Kind.REFUSED,
          "device.no-model",
          startFailure == null
              ? "no version of model \"" + config.model() + "\" has been put in use yet"
              : "the installed version does not start: " + startFailure.getMessage(),
          startFailure);
    }
    return predictor;
  }

  /**
   * Describes the version in use.
   *
   * @throws DeviceException {@code device.no-model} if there is none
   */
  public synchronized DeviceReport report() {
    return running(predictor());
  }

  private DeviceReport running(Predictor running) {
    Installed installed = running.installed();
    return report(State.RUNNING, installed.version(), installed.manifest(), running, null);
  }

  private DeviceReport report(
      State outcome, long version, @Nullable Digest manifest, SeedcastException e) {
    return report(outcome, version, manifest, predictor, Failure.of(e));
  }

  private DeviceReport report(
      State outcome,
      long version,
      @Nullable Digest manifest,
      @Nullable Predictor active,
      @Nullable Failure error) {
    return new DeviceReport(
        config.model(),
        outcome,
        version == 0 ? null : version,
        manifest == null ? null : manifest.toString(),
        active == null ? null : active.version(),
        config.mode(),
        active == null ? null : active.installed().regrownDigest(),
        active == null ? null : active.regrowMillis(),
        null,
        active == null ? null : active.installed().bytesFetched(),
        Disk.bytesUnder(config.state()),
        Memory.peakBytes().orElse(null),
        null,
        null,
        null,
        error);
  }

  /** Ends the model in use and gives the directory free. */
  @Override
  public synchronized void close() {
    if (predictor != null) {
      predictor.close();
      predictor = null;
    }
    closeQuietly(lock);
  }
}
