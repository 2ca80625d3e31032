package io.seedcast.hub;

import static io.seedcast.hub.Http.bytes;
import static io.seedcast.hub.Http.digest;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UploadsTest {
  private static final byte[] PART = bytes("learned");

  @TempDir Path directory;
  private final MovedClock clock = new MovedClock();

  /** A clock that stands still until it is moved. */
  private static final class MovedClock extends Clock {
    private Instant now = Instant.EPOCH;

    void move(Duration by) {
      now = now.plus(by);
    }

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      throw new UnsupportedOperationException();
    }
  }

  /** A body of which every byte takes some minutes. */
  private InputStream slow(byte[] body, Duration perByte) {
    return new FilterInputStream(new ByteArrayInputStream(body)) {
      @Override
      public int read(byte[] into, int offset, int length) throws IOException {
        clock.move(perByte);
        return super.read(into, offset, Math.min(length, 1));
      }
    };
  }

  private Uploads start(Clock time, Duration patience) {
    return Uploads.start(new Disk(directory), 1000, time, patience);
  }

  private long files() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.count();
    }
  }

  @Test
  void keepsAnUploadForWhichSomethingComesNowAndThen() throws IOException {
    try (Uploads uploads = start(clock, Duration.ofHours(1))) {
      String id = uploads.begin();
      uploads.get(id).append(slow(PART, Duration.ofMinutes(50)), 0);
      uploads.sweep();

      Path target = directory.resolve("part");
      uploads.get(id).finish(InputStream.nullInputStream(), -1, digest(PART), target);

      assertThat(target).hasBinaryContent(PART);
    }
  }

  @Test
  void forgetsAnUploadForWhichNothingComes() throws IOException {
    try (Uploads uploads = start(clock, Duration.ofHours(1))) {
      String id = uploads.begin();
      uploads.get(id).append(new ByteArrayInputStream(PART), 0);

      clock.move(Duration.ofMinutes(61));
      uploads.sweep();

      assertThatThrownBy(() -> uploads.get(id)).hasMessageContaining(id);
      assertThat(files()).isZero();
    }
  }

  @Test
  void forgetsItAlsoIfNoOtherUploadBegins() {
    try (Uploads uploads = start(Clock.systemUTC(), Duration.ofMillis(60))) {
      uploads.get(uploads.begin()).append(new ByteArrayInputStream(PART), 0);

      await().until(() -> files() == 0);
    }
  }
}
