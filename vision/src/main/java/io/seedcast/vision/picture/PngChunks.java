package io.seedcast.vision.picture;

import io.seedcast.vision.DataException;
import io.seedcast.vision.DataException.Reason;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32;

/**
 * Verifies the checksums of a PNG file, which the platform's decoder does not look at.
 *
 * <p>After eight bytes of magic, a PNG file is a sequence of chunks: length (32 bits, big-endian),
 * type (4 letters), content, CRC-32 of type and content; the last has type {@code IEND}. Source:
 * ISO/IEC 15948.
 */
final class PngChunks {
  private static final byte[] MAGIC = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
  private static final int AROUND_CONTENT = 12;

  private PngChunks() {}

  /** Does nothing if the file is not PNG. */
  static void check(Path file, byte[] content) {
    if (content.length < MAGIC.length
        || !Arrays.equals(content, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
      return;
    }
    ByteBuffer bytes = ByteBuffer.wrap(content);
    int offset = MAGIC.length;
    String type = "";
    while (!type.equals("IEND")) {
      int left = content.length - offset;
      if (left < AROUND_CONTENT) {
        throw truncated(file, offset);
      }
      int length = bytes.getInt(offset);
      if (length < 0 || length > left - AROUND_CONTENT) {
        throw truncated(file, offset);
      }
      type = new String(content, offset + 4, 4, StandardCharsets.ISO_8859_1);
      CRC32 crc = new CRC32();
      crc.update(content, offset + 4, 4 + length);
      if ((int) crc.getValue() != bytes.getInt(offset + 8 + length)) {
        throw new DataException(
            Reason.UNDECODABLE,
            "%s: the image is damaged: wrong checksum of the PNG chunk \"%s\" at byte %d"
                .formatted(file, type, offset));
      }
      offset += AROUND_CONTENT + length;
    }
  }

  private static DataException truncated(Path file, int offset) {
    return new DataException(
        Reason.TRUNCATED,
        file + ": the image is cut short: the PNG chunk at byte " + offset + " is not complete");
  }
}
