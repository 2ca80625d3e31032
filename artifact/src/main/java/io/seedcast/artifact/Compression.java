package io.seedcast.artifact;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;

/** Zstandard, one frame that states its content's size. */
final class Compression {

  private Compression() {}

  /**
   * Compresses a part's content.
   *
   * @param level 1 to 22
   */
  static byte[] compress(byte[] content, int level) {
    return Zstd.compress(content, level);
  }

  /** The most bytes to which so many can be compressed. */
  static long bound(long contentBytes) {
    return Zstd.compressBound(contentBytes);
  }

  /**
   * Decompresses a frame, allocating exactly the expected size and only if the frame states it.
   *
   * @throws IllegalArgumentException if it is no such frame
   */
  static byte[] decompress(byte[] frame, int contentBytes) {
    if (frame.length == 0) {
      throw new IllegalArgumentException("not a zstd frame: it is empty");
    }
    long stated = Zstd.getFrameContentSize(frame);
    if (stated != contentBytes) {
      throw new IllegalArgumentException(
          stated < 0
              ? "not a zstd frame that states its content's size"
              : "the zstd frame states " + stated + " bytes, expected " + contentBytes);
    }
    byte[] content = new byte[contentBytes];
    try {
      long size = Zstd.decompressByteArray(content, 0, contentBytes, frame, 0, frame.length);
      if (Zstd.isError(size)) {
        throw new IllegalArgumentException("damaged zstd frame: " + Zstd.getErrorName(size));
      }
      if (size != contentBytes) {
        throw new IllegalArgumentException(
            "the zstd frame holds " + size + " bytes, expected " + contentBytes);
      }
    } catch (ZstdException e) {
      throw new IllegalArgumentException("damaged zstd frame: " + e.getMessage(), e);
    }
    return content;
  }
}
