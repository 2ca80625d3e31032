package io.seedcast.vision.corruption;

import io.seedcast.vision.ImageSize;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Written as a JPEG file and read back. */
final class JpegCompression implements Distortion.Deterministic {
  private final ImageSize size;
  private final float quality;

  /** Codecs that no thread uses at the moment; making one costs as much as using it. */
  private final ConcurrentLinkedQueue<JpegCodec> idle = new ConcurrentLinkedQueue<>();

  /**
   * Prepares the compression.
   *
   * @param quality 1 to 100
   */
  JpegCompression(ImageSize size, int quality) {
    this.size = size;
    this.quality = JpegCodec.platformQuality(quality);
  }

  @Override
  public byte[] apply(byte[] imageChw) {
    JpegCodec codec = idle.poll();
    if (codec == null) {
      codec = new JpegCodec(quality);
    }
    byte[] result = codec.roundTrip(imageChw, size);
    idle.add(codec);
    return result;
  }
}
