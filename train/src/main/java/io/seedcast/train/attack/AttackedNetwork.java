package io.seedcast.train.attack;

import io.seedcast.core.network.Shape;

/**
 * A network as an attacker sees it: what it says of images, and how its loss changes with each
 * value of an image. What it says of an image does not depend on the others that it is given.
 *
 * <p>Images are float32 on [0, 1], layout (N, C, H, W), row-major; they are not kept.
 */
public interface AttackedNetwork {
  /** Channels, height and width of an image. */
  Shape input();

  /** The number of classes, at least 2. */
  int classes();

  /** Returns the logits, (N, classes), row-major, owned by the caller. */
  float[] logits(float[] imagesNchw);

  /**
   * Returns the logits, and which way the loss grows.
   *
   * @param labels the class of each image
   * @param loss which one
   */
  Slope slope(float[] imagesNchw, int[] labels, AttackLoss loss);

  /**
   * Logits and gradients, owned by the caller.
   *
   * @param logitsNk (N, classes), row-major
   * @param gradientsNchw of each image's own loss by its values, in the images' layout
   */
  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  record Slope(float[] logitsNk, float[] gradientsNchw) {}
}
