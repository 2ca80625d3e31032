package io.seedcast.hub;

import io.seedcast.core.file.AtomicFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.util.HexFormat;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A part on its way in, hashed as it arrives, in a file of its own.
 *
 * <p>One request at a time adds to it, for as long as its sender takes; another one is refused
 * rather than kept waiting. All else is answered at once, whoever adds to it.
 */
final class Upload {
  private static final int BUFFER_BYTES = 1 << 16;

  private final Path file;
  private final long maxBytes;
  private final Clock clock;
  private final MessageDigest digest = sha256();
  private final ReentrantLock use = new ReentrantLock();
  private volatile long size;
  private volatile Instant touched;
  private volatile boolean over;

  Upload(Path file, long maxBytes, Clock clock) {
    this.file = file;
    this.maxBytes = maxBytes;
    this.clock = clock;
    this.touched = clock.instant();
  }

  /** The number of bytes that have come. */
  long size() {
    return size;
  }

  /** When the last of them came. */
  Instant touched() {
    return touched;
  }

  /** Whether it has ended, well or not. */
  boolean isOver() {
    return over;
  }

  /**
   * Appends a body.
   *
   * @param start where its sender believes that it belongs, or -1 if that was not said
   * @throws UncheckedIOException if the sender breaks off; what came until then is kept
   * @throws RefusedException if another request is adding to it; if it belongs elsewhere
   */
  void append(InputStream body, long start) {
    claim();
    try (FileChannel channel = open()) {
      receive(body, start, channel);
    } catch (IOException e) {
      throw Disk.failure(e, file);
    } finally {
      release();
    }
  }

  /**
   * Appends a body and ends the upload: checks the digest and moves the file to its place. Whatever
   * happens, the upload is over.
   *
   * @param start as for {@link #append}
   * @throws RefusedException if the bytes that came have another digest; if another request is
   *     adding to the upload, which then goes on
   */
  void finish(InputStream body, long start, String expectedDigest, Path target) {
    claim();
    try {
      try (FileChannel channel = open()) {
        receive(body, start, channel);
        requireDigest(expectedDigest);
        seal(channel);
      }
      AtomicFile.moveIntoPlace(file, target);
    } catch (IOException e) {
      throw Disk.failure(e, target);
    } finally {
      over = true;
      release();
    }
  }

  /** Gives up what came so far, also while a request adds to it. */
  void discard() {
    over = true;
    if (use.tryLock()) {
      release();
    }
  }

  private void claim() {
    if (!use.tryLock()) {
      throw Refusal.UPLOAD_BUSY.because("another request is adding to this upload");
    }
    if (over) {
      release();
      throw ended();
    }
  }

  /**
   * The file of an upload that is over is deleted here. Looking only after the lock is free, not
   * before, leaves no moment in which {@link #discard} finds the lock taken and nobody looks again.
   */
  private void release() {
    use.unlock();
    if (over) {
      Disk.deleteQuietly(file);
    }
  }

  private static RefusedException ended() {
    return Refusal.UPLOAD_UNKNOWN.because("this upload has ended");
  }

  private FileChannel open() throws IOException {
    return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }

  private void receive(InputStream body, long start, FileChannel channel) throws IOException {
    long end = size;
    if (start >= 0 && start != end) {
      throw Refusal.RANGE_OUT_OF_ORDER.because(
          "this upload continues at byte " + end + ": got byte " + start);
    }
    byte[] buffer = new byte[BUFFER_BYTES];
    for (int count = read(body, buffer); count >= 0; count = read(body, buffer)) {
      if (over) {
        throw ended();
      }
      if (end + count > maxBytes) {
        throw Refusal.TOO_LARGE.because("a part holds at most " + maxBytes + " bytes: got more");
      }
      write(channel, ByteBuffer.wrap(buffer, 0, count), end);
      digest.update(buffer, 0, count);
      end += count;
      size = end;
      touched = clock.instant();
    }
  }

  /**
   * Writes behind what has been counted, not behind what is there: a write that failed half-way, as
   * on a full disk, may have left bytes that nothing counts.
   */
  private static void write(FileChannel channel, ByteBuffer chunk, long position)
      throws IOException {
    long next = position;
    while (chunk.hasRemaining()) {
      next += channel.write(chunk, next);
    }
  }

  /** Keeps a sender that breaks off apart from a disk that cannot be written. */
  private static int read(InputStream body, byte[] buffer) {
    try {
      return body.read(buffer);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void requireDigest(String expected) {
    String found = "sha256:" + HexFormat.of().formatHex(digest.digest());
    if (!found.equals(expected)) {
      throw Refusal.DIGEST_INVALID.because(
          "the " + size + " bytes received have digest " + found + ", expected " + expected);
    }
  }

  /** Makes the file's bytes those that were counted, durably. */
  private void seal(FileChannel channel) throws IOException {
    channel.truncate(size);
    if (channel.size() != size) {
      throw new IOException(file + " has " + channel.size() + " of " + size + " bytes received");
    }
    channel.force(true);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
