package io.seedcast.device;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What a model says about images.
 *
 * @param classes the class of each image, counted from 0; owned by this record
 * @param millisPerImage mean time, images taken in batches
 */
@SuppressWarnings("ArrayRecordComponent") // One int an image, handed over and not shared.
public record Predictions(int[] classes, double millisPerImage) {

  /**
   * The fraction of images whose class is right.
   *
   * @param labels one per image
   */
  public double accuracy(int[] labels) {
    if (labels.length != classes.length || classes.length == 0) {
      throw new IllegalArgumentException(
          "accuracy needs one label per image: got "
              + labels.length
              + " for "
              + classes.length
              + " images");
    }
    int right = 0;
    for (int i = 0; i < labels.length; i++) {
      right += labels[i] == classes[i] ? 1 : 0;
    }
    return right / (double) labels.length;
  }

  /** SHA-256 of the classes, each as a big-endian int32: equal if all predictions are equal. */
  public String digest() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (int label : classes) {
        digest.update(
            new byte[] {
              (byte) (label >> 24), (byte) (label >> 16), (byte) (label >> 8), (byte) label
            });
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
