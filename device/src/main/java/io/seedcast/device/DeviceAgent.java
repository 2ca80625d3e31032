package io.seedcast.device;

import io.seedcast.artifact.Digest;
import io.seedcast.core.failure.SeedcastException;
import io.seedcast.core.failure.SeedcastException.Kind;
import io.seedcast.device.DeviceReport.Failure;
import io.seedcast.device.DeviceReport.State;
import io.seedcast.device.Installer.Attempt;
import io.seedcast.device.Installer.Offer;
import io.seedcast.device.Installer.Prepared;
import java.io.IOException;
import java.time.Clock;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
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
  private static final Set<String> FAILS_AGAIN =
      Set.of("device.regrown", "device.probe", "device.install");

  /** Failures on trial that are not the version's own: it may be tried another time. */
  private static final Set<String> MAY_PASS =
      Set.of("device.storage", "device.disk-full", "package.unreadable", "onnx.open");

  private final DeviceConfig config;
  private final StateDirectory directory;
  private final HubConnection hub;
  private final Installer installer;
  private final Consumer<Step> listener;
  private final StateFile state;
  private @Nullable Predictor predictor;
  private @Nullable SeedcastException startFailure;
  private @Nullable DeviceReport unsent;

  private DeviceAgent(
      DeviceConfig config, StateDirectory directory, Clock clock, Consumer<Step> listener)
      throws IOException {
    this.config = config;
    this.directory = directory;
    this.listener = listener;
    this.state = StateFile.open(directory.stateFile(), config.model());
    this.hub = new HubConnection(config.hub(), config.retryPolicy());
    this.installer =
        new Installer(
            config,
            hub,
            PartStore.open(directory.path()),
            Slots.open(directory.path()),
            clock,
            listener);
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
    @Nullable StateDirectory directory = null;
    boolean opened = false;
    try {
      directory = StateDirectory.open(config.state(), config.model());
      DeviceAgent agent = new DeviceAgent(config, directory, clock, listener);
      agent.start();
      agent.clean();
      opened = true;
      return agent;
    } catch (IOException e) {
      throw Disk.failure(e, config.state().toString());
    } finally {
      if (!opened && directory != null) {
        directory.close();
      }
    }
  }

  private synchronized void start() {
    Installed current = state.now().current();
    if (current == null) {
      return;
    }
    try {
      requireStartsLeft(current);
      Predictor started = startCurrent(current);
      predictor = started;
      unsent = running(started);
    } catch (SeedcastException e) {
      log().warn("version {} cannot be started: {}", current.version(), e.getMessage());
      startFailure = e;
      if (goBack(e)) {
        startFailure = null;
        start();
        unsent = report(State.ROLLED_BACK, current.version(), current.manifest(), e);
      } else {
        unsent = report(State.FAILED, current.version(), current.manifest(), e);
      }
    }
  }

  private void requireStartsLeft(Installed current) {
    DeviceState now = state.now();
    if (now.onTrial() && now.starts() >= MAX_TRIAL_STARTS && now.previous() != null) {
      throw DeviceException.failed(
          "device.start",
          "version " + current.version() + " did not answer in " + now.starts() + " starts",
          null);
    }
  }

  /** Starts the current version, and ends its trial if it is on one. */
  private Predictor startCurrent(Installed current) {
    if (state.now().onTrial()) {
      state.note(state.now().startedOnTrial());
    }
    Predictor started =
        explained(
            "device.start",
            "version " + current.version() + " cannot be started",
            () -> installer.start(current));
    try {
      endTrial();
    } catch (RuntimeException e) {
      started.close();
      throw e;
    }
    giveMemoryBack();
    return started;
  }

  private void endTrial() {
    if (state.now().onTrial()) {
      listener.accept(Step.CONFIRM);
      state.note(state.now().confirmed());
    }
  }

  /** Returns to the version before one that failed on trial; tells whether there is one. */
  private boolean goBack(SeedcastException failure) {
    DeviceState now = state.now();
    if (!now.onTrial() || now.previous() == null) {
      return false;
    }
    state.note(MAY_PASS.contains(failure.code()) ? now.postponed() : now.rolledBack());
    return true;
  }

  /** Does some work; a failure that nobody foresaw becomes one that can be told. */
  private static <T> T explained(String code, String what, Supplier<T> work) {
    try {
      return work.get();
    } catch (SeedcastException e) {
      throw e;
    } catch (RuntimeException e) {
      throw DeviceException.failed(code, what + ": " + e, e);
    }
  }

  /** Deletes what no version needs that the state names, in memory or on the disk. */
  private void clean() {
    if (state.isBehind()) {
      return;
    }
    try {
      installer.retain(state.now().installed(), state.now().incoming());
    } catch (SeedcastException e) {
      log().warn("what is no longer needed is kept: {}", e.getMessage());
    }
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
    catchUp();
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

  /** Writes what could not be written before. */
  private void catchUp() {
    if (state.isBehind()) {
      state.note(state.now());
      clean();
    }
  }

  private UpdateResult install(byte[] manifest, Attempt attempt) {
    if (attempt.manifest().equals(state.now().rejected())) {
      throw DeviceException.refused(
          "device.rejected",
          "the latest version at " + config.hub() + " has failed on this device before");
    }
    Offer offer =
        explained(
            "device.install",
            "the latest version cannot be examined",
            () -> installer.examine(manifest, attempt, versionToExceed()));
    if (!offer.manifest().equals(state.now().incoming())) {
      state.commit(state.now().receiving(offer.manifest()));
      clean();
    }
    Prepared prepared = prepare(offer, attempt);
    listener.accept(Step.SWITCH);
    Installed running = predictor == null ? null : predictor.installed();
    state.commit(state.now().switchedTo(prepared.installed(), running));
    Predictor next = startOrGoBack(prepared.installed(), attempt);
    if (predictor != null) {
      predictor.close();
    }
    predictor = next;
    startFailure = null;
    listener.accept(Step.CLEAN);
    clean();
    unsent = running(next);
    return new UpdateResult.Updated(
        next.version(), prepared.partsFetched(), prepared.installed().bytesFetched());
  }

  private Prepared prepare(Offer offer, Attempt attempt) {
    try {
      return explained(
          "device.install",
          "version " + attempt.version() + " cannot be put in use",
          () -> installer.prepare(offer));
    } catch (DeviceException e) {
      if (FAILS_AGAIN.contains(e.code())) {
        state.note(state.now().rejecting(offer.manifest()));
        clean();
      }
      throw e;
    }
  }

  private Predictor startOrGoBack(Installed next, Attempt attempt) {
    try {
      return startCurrent(next);
    } catch (SeedcastException e) {
      if (goBack(e)) {
        attempt.rolledBack();
        clean();
      }
      throw e;
    }
  }

  private long versionToExceed() {
    if (predictor != null) {
      return predictor.version();
    }
    Installed current = state.now().current();
    // A version that does not start may be fetched anew.
    return current == null ? 0 : current.version() - 1;
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

  /** Whether there is a {@link #predictor}. */
  public synchronized boolean hasPredictor() {
    return predictor != null;
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
        Disk.bytesUnder(directory.path()),
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
    directory.close();
  }
}
