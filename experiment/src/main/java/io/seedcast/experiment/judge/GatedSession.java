package io.seedcast.experiment.judge;

import io.seedcast.core.failure.SeedcastException;
import io.seedcast.core.failure.SeedcastException.Kind;
import io.seedcast.core.regrow.RegrownNetwork;
import io.seedcast.onnx.InferenceSession;
import io.seedcast.train.ShutdownGate;
import java.util.Arrays;

/**
 * A regrown network in ONNX Runtime that heeds the end of the virtual machine, which waits for the
 * batch that is being computed; no further one begins, but {@code train.interrupted} is thrown.
 *
 * <p>A shutdown hook of ONNX Runtime frees its environment, whether or not a batch is computed, and
 * a batch that begins without one may crash. So every batch has a gate of its own, for none can be
 * opened from before the first hook runs.
 */
final class GatedSession implements AutoCloseable {
  /** The session itself runs as many images at once: its batches are the same as without gates. */
  private static final int BATCH = 32;

  private final InferenceSession session;

  private GatedSession(InferenceSession session) {
    this.session = session;
  }

  /**
   * Opens a network.
   *
   * @param threads at least 1
   */
  static GatedSession open(RegrownNetwork regrown, int threads) {
    try (ShutdownGate gate = openGate()) {
      return new GatedSession(InferenceSession.open(regrown, threads));
    }
  }

  /**
   * Computes logits, (count, classes), row-major, of images, uint8 NCHW.
   *
   * @throws SeedcastException {@code train.interrupted}
   */
  float[] logits(byte[] imagesNchw, int count) {
    int imageSize = session.input().elements();
    int classes = session.output().elements();
    if (count < 0 || imagesNchw.length != (long) count * imageSize) {
      throw new IllegalArgumentException(
          "an image has %d values: got %d for %d images"
              .formatted(imageSize, imagesNchw.length, count));
    }
    float[] logitsNk = new float[Math.multiplyExact(count, classes)];
    for (int from = 0; from < count; from += BATCH) {
      int to = Math.min(count, from + BATCH);
      byte[] batch = Arrays.copyOfRange(imagesNchw, from * imageSize, to * imageSize);
      try (ShutdownGate gate = openGate()) {
        float[] logits = session.logits(batch, to - from);
        System.arraycopy(logits, 0, logitsNk, from * classes, logits.length);
      }
    }
    return logitsNk;
  }

  private static ShutdownGate openGate() {
    try {
      return ShutdownGate.open();
    } catch (IllegalStateException e) {
      throw new SeedcastException(
          Kind.FAILED,
          "train.interrupted",
          "judging was interrupted; continue it with --resume",
          e);
    }
  }

  @Override
  public void close() {
    session.close();
  }
}
