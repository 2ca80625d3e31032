package io.seedcast.vision.corruption;

import io.seedcast.vision.ImageSize;
import java.util.Locale;
import java.util.Optional;

/** Which of the benchmark's two sets of parameters is used. */
public enum CorruptionScale {
  /** Made for images of 32 x 32 pixels. */
  CIFAR,
  /** Made for images of 224 x 224 pixels. */
  IMAGENET;

  private static final int LONGEST_SMALL_SIDE = 48;
  private static final int SHORTEST_LARGE_SIDE = 160;

  /** The name on the command line. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The scale that suits a size: by the shorter side, CIFAR's up to 48 pixels and ImageNet's from
   * 160; none in between, where one has to choose.
   */
  public static Optional<CorruptionScale> suiting(ImageSize size) {
    int side = Math.min(size.height(), size.width());
    if (side <= LONGEST_SMALL_SIDE) {
      return Optional.of(CIFAR);
    }
    return side >= SHORTEST_LARGE_SIDE ? Optional.of(IMAGENET) : Optional.empty();
  }
}
