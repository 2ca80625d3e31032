package io.seedcast.hub;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** The uploads that have begun and not ended; few, and forgotten when nothing comes for long. */
final class Uploads implements AutoCloseable {
  /** How long a hub waits for the next byte. */
  static final Duration PATIENCE = Duration.ofHours(1);

  private static final int MAX_OPEN = 64;
  private static final int SWEEPS_A_PATIENCE = 6;

  private final Disk disk;
  private final long maxBytes;
  private final Clock clock;
  private final Duration patience;
  private final Map<String, Upload> open = new LinkedHashMap<>();
  private final ScheduledExecutorService sweeper =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "seedcast-hub-uploads");
            thread.setDaemon(true);
            return thread;
          });

  private Uploads(Disk disk, long maxBytes, Clock clock, Duration patience) {
    this.disk = disk;
    this.maxBytes = maxBytes;
    this.clock = clock;
    this.patience = patience;
  }

  /** Starts with none, and forgets stale ones from time to time until it is closed. */
  static Uploads start(Disk disk, long maxBytes, Clock clock, Duration patience) {
    Uploads uploads = new Uploads(disk, maxBytes, clock, patience);
    long millis = patience.dividedBy(SWEEPS_A_PATIENCE).toMillis();
    ScheduledFuture<?> unused =
        uploads.sweeper.scheduleWithFixedDelay(
            uploads::sweep, millis, millis, TimeUnit.MILLISECONDS);
    return uploads;
  }

  /** Begins an upload and returns its id. */
  synchronized String begin() {
    sweep();
    if (open.size() >= MAX_OPEN) {
      throw Refusal.TOO_MANY.because("at most " + MAX_OPEN + " uploads may be open at a time");
    }
    String id = UUID.randomUUID().toString();
    open.put(id, new Upload(disk.newFile(), maxBytes, clock));
    return id;
  }

  /** Returns an open upload. */
  synchronized Upload get(String id) {
    Upload upload = open.get(id);
    if (upload == null || upload.isOver()) {
      throw Refusal.UPLOAD_UNKNOWN.because("no upload " + Names.quote(id) + " is open");
    }
    return upload;
  }

  /** Forgets uploads that have ended, and gives up those for which nothing came in time. */
  synchronized void sweep() {
    Instant deadline = clock.instant().minus(patience);
    for (Upload upload : open.values()) {
      if (upload.touched().isBefore(deadline)) {
        upload.discard();
      }
    }
    open.values().removeIf(Upload::isOver);
  }

  /** Looks after them no longer; what is unfinished goes at the next start. */
  @Override
  public void close() {
    sweeper.shutdownNow();
  }
}
