package io.seedcast.artifact;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.tar.TarUtils;

/**
 * Checks headers, padding and the end of a tar file, which no digest protects. Tar readers are
 * lenient with all three; here a flipped bit in them is damage. Together with the digests that is
 * every byte of the tars that we write. Others may have extended headers, whose content is left to
 * the tar reader: it tells names, times and owners, of which the names alone count.
 *
 * <p>Accepted are regular files, directories and POSIX extended headers, with header checksums as
 * every common tool writes them: six octal digits, NUL, space.
 */
final class TarCheck {
  private static final int BLOCK = TarConstants.DEFAULT_RCDSIZE;
  private static final int MAGIC = 257;
  private static final int SIZE = 124;
  private static final int CHECKSUM = 148;
  private static final int CHECKSUM_DIGITS = 6;
  private static final int TYPE = 156;
  private static final int MAX_ENTRIES = 64;
  private static final int MAX_EXTENDED_HEADER = 64 << 10;
  private static final byte[] USTAR = "ustar".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] OUR_FIRST_NAME =
      OciLayout.LAYOUT_FILE.getBytes(StandardCharsets.US_ASCII);

  private final FileChannel channel;
  private final String source;
  private final long fileBytes;

  private TarCheck(FileChannel channel, String source) throws IOException {
    this.channel = channel;
    this.source = source;
    this.fileBytes = channel.size();
  }

  /**
   * Checks a file from its beginning to its end.
   *
   * @param source named in failures
   * @throws PackageException if it is no tar, cut short or damaged
   */
  static void check(FileChannel channel, String source) throws IOException {
    new TarCheck(channel, source).check();
  }

  private void check() throws IOException {
    long position = 0;
    for (int entry = 0; entry <= MAX_ENTRIES; entry++) {
      byte[] header = read(position, BLOCK);
      if (entry == 0) {
        requireTar(header);
      }
      if (header.length < BLOCK) {
        throw truncated();
      }
      if (isZero(header)) {
        requireEnd(position);
        return;
      }
      position = checkEntry(header, position);
    }
    throw malformed("it has more than " + MAX_ENTRIES + " entries");
  }

  private void requireTar(byte[] header) {
    boolean isTar =
        header.length >= MAGIC + USTAR.length
            ? Arrays.equals(header, MAGIC, MAGIC + USTAR.length, USTAR, 0, USTAR.length)
            : header.length >= OUR_FIRST_NAME.length
                && Arrays.equals(
                    header, 0, OUR_FIRST_NAME.length, OUR_FIRST_NAME, 0, OUR_FIRST_NAME.length);
    if (!isTar) {
      throw PackageException.refused(
          "package.not-a-package", source + ": not a package: neither a tar file nor a directory");
    }
  }

  /** Checks a header and the padding behind its data; returns where the next header is. */
  private long checkEntry(byte[] header, long position) throws IOException {
    if (!hasRightChecksum(header)) {
      throw PackageException.refused(
          "package.checksum",
          source + ": damaged: the tar header at byte " + position + " has a wrong checksum");
    }
    long size;
    try {
      size = TarUtils.parseOctalOrBinary(header, SIZE, TarConstants.SIZELEN);
    } catch (IllegalArgumentException e) {
      throw malformed("the tar header at byte " + position + " has an unreadable size");
    }
    boolean isAccepted =
        switch (header[TYPE]) {
          case TarConstants.LF_NORMAL, TarConstants.LF_OLDNORM -> size >= 0;
          case TarConstants.LF_DIR -> size == 0;
          case TarConstants.LF_PAX_EXTENDED_HEADER_LC, TarConstants.LF_PAX_GLOBAL_EXTENDED_HEADER ->
              size >= 0 && size <= MAX_EXTENDED_HEADER;
          default -> false;
        };
    if (!isAccepted) {
      throw malformed(
          "the tar entry at byte "
              + position
              + " is of type "
              + (char) header[TYPE]
              + " and size "
              + size
              + "; only files and directories are accepted");
    }
    long data = position + BLOCK;
    if (size > fileBytes - data) {
      throw truncated();
    }
    long end = data + size;
    int padding = (int) (-size & (BLOCK - 1));
    byte[] rest = read(end, padding);
    if (rest.length < padding) {
      throw truncated();
    }
    if (!isZero(rest)) {
      throw damagedPadding(end);
    }
    return end + padding;
  }

  private void requireEnd(long position) throws IOException {
    if (fileBytes - position < 2 * BLOCK) {
      throw truncated();
    }
    long at = position;
    while (at < fileBytes) {
      byte[] chunk = read(at, 1 << 16);
      if (!isZero(chunk)) {
        throw damagedPadding(at);
      }
      at += chunk.length;
    }
  }

  private static boolean hasRightChecksum(byte[] header) {
    int sum = 0;
    for (int i = 0; i < BLOCK; i++) {
      boolean isChecksum = i >= CHECKSUM && i < CHECKSUM + TarConstants.CHKSUMLEN;
      sum += isChecksum ? ' ' : header[i] & 0xFF;
    }
    int stored = 0;
    for (int i = CHECKSUM; i < CHECKSUM + CHECKSUM_DIGITS; i++) {
      if (header[i] < '0' || header[i] > '7') {
        return false;
      }
      stored = stored * 8 + header[i] - '0';
    }
    return stored == sum
        && header[CHECKSUM + CHECKSUM_DIGITS] == 0
        && header[CHECKSUM + CHECKSUM_DIGITS + 1] == ' ';
  }

  private byte[] read(long position, int length) throws IOException {
    ByteBuffer buffer =
        ByteBuffer.allocate((int) StrictMath.max(0, StrictMath.min(length, fileBytes - position)));
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, position + buffer.position()) < 0) {
        throw truncated();
      }
    }
    return buffer.array();
  }

  private static boolean isZero(byte[] bytes) {
    for (byte b : bytes) {
      if (b != 0) {
        return false;
      }
    }
    return true;
  }

  private PackageException truncated() {
    return PackageException.refused(
        "package.truncated", source + ": cut short: it ends after " + fileBytes + " bytes");
  }

  private PackageException damagedPadding(long position) {
    return PackageException.refused(
        "package.checksum", source + ": damaged: the padding at byte " + position + " is not zero");
  }

  private PackageException malformed(String what) {
    return PackageException.refused("package.malformed", source + ": " + what);
  }
}
