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
import java.time.Instant;
import java.util.HexFormat;

/** A part on its way in, hashed as it arrives, in a file of its own. */
final class Upload {
  private static final int BUFFER_BYTES = 1 << 16;

  private final Path file;
  private final long maxBytes;
  private final MessageDigest digest = sha256();
  private long size;
  private Instant touched;

  Upload(Path file, long maxBytes, Instant now) {
    this.file = file;
    this.maxBytes = maxBytes;
    this.touched = now;
  }

  synchronized long size() {
    return size;
  }

  synchronized Instant touched() {
    return touched;
  }

  /**
   * Appends a body.
   *
   * @param start where its sender believes that it belongs, or -1 if that was not said
   * @throws UncheckedIOException if the sender breaks off; what came until then is kept
   */
  synchronized void append(InputStream body, long start, Instant now) {
    if (start >= 0 && start != size) {
      throw Refusal.RANGE_OUT_OF_ORDER.because(
          "this upload continues at byte " + size + ": got byte " + start);
    }
    touched = now;
    byte[] buffer = new byte[BUFFER_BYTES];
    try (FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
      for (int count = read(body, buffer); count >= 0; count = read(body, buffer)) {
        if (size + count > maxBytes) {
          throw Refusal.TOO_LARGE.because("a part holds at most " + maxBytes + " bytes: got more");
        }
        ByteBuffer chunk = ByteBuffer.wrap(buffer, 0, count);
        while (chunk.hasRemaining()) {
          channel.write(chunk);
        }
        digest.update(buffer, 0, count);
        size += count;
      }
    } catch (IOException e) {
      throw Disk.failure(e, file);
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

  /**
   * Ends the upload: checks the digest and moves the file to its place.
   *
   * @throws RefusedException if the bytes that came have another digest
   */
  synchronized void finish(String expectedDigest, Path target) {
    String found = "sha256:" + HexFormat.of().formatHex(digest.digest());
    if (!found.equals(expectedDigest)) {
      throw Refusal.DIGEST_INVALID.because(
          "the " + size + " bytes received have digest " + found + ", expected " + expectedDigest);
    }
    try {
      try (FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
      AtomicFile.moveIntoPlace(file, target);
    } catch (IOException e) {
      throw Disk.failure(e, target);
    }
  }

  /** Gives up what came so far. */
  synchronized void discard() {
    Disk.deleteQuietly(file);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
