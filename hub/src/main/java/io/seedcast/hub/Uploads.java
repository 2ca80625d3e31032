package io.seedcast.hub;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** The uploads that have begun and not ended; few, and forgotten when nothing comes for an hour. */
final class Uploads {
  private static final int MAX_OPEN = 64;
  private static final Duration PATIENCE = Duration.ofHours(1);

  private final Disk disk;
  private final long maxBytes;
  private final Clock clock;
  private final Map<String, Upload> open = new LinkedHashMap<>();

  Uploads(Disk disk, long maxBytes, Clock clock) {
    this.disk = disk;
    this.maxBytes = maxBytes;
    this.clock = clock;
  }

  /** Begins an upload and returns its id. */
  synchronized String begin() {
    Instant deadline = clock.instant().minus(PATIENCE);
    open.values()
        .removeIf(
            upload -> {
              boolean stale = upload.touched().isBefore(deadline);
              if (stale) {
                upload.discard();
              }
              return stale;
            });
    if (open.size() >= MAX_OPEN) {
      throw Refusal.TOO_MANY.because("at most " + MAX_OPEN + " uploads may be open at a time");
    }
    String id = UUID.randomUUID().toString();
    open.put(id, new Upload(disk.newFile(), maxBytes, clock.instant()));
    return id;
  }

  /** Returns an open upload. */
  synchronized Upload get(String id) {
    Upload upload = open.get(id);
    if (upload == null) {
      throw Refusal.UPLOAD_UNKNOWN.because("no upload " + Names.quote(id) + " is open");
    }
    return upload;
  }

  /** Forgets an upload that has ended, well or not. */
  synchronized void end(String id) {
    Upload upload = open.remove(id);
    if (upload != null) {
      upload.discard();
    }
  }
}
