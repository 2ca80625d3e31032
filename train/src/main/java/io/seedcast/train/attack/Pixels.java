package io.seedcast.train.attack;

import io.seedcast.vision.Images;
import io.seedcast.vision.loader.Batch;

/** Bytes of images as float32 on [0, 1]. */
final class Pixels {
  private static final float RANGE = 255f;

  private Pixels() {}

  /** One image of a batch, (C, H, W). */
  static float[] image(Batch batch, int n) {
    int size = batch.imageSize().bytes();
    return of(batch.pixelsNchw(), n * size, size);
  }

  /** One image, (C, H, W). */
  static float[] image(Images images, int index) {
    return of(images.image(index), 0, images.size().bytes());
  }

  private static float[] of(byte[] bytes, int offset, int length) {
    float[] pixels = new float[length];
    for (int i = 0; i < length; i++) {
      pixels[i] = (bytes[offset + i] & 0xFF) / RANGE;
    }
    return pixels;
  }
}
