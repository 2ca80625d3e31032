package io.seedcast.vision.corruption;

/**
 * Which pixels of a picture of frost are used along one axis: every {@code step}-th from {@code
 * first} on, each {@code repeats} times.
 */
record FrostView(int first, int step, int repeats) {
  /** A side of which every fifth pixel is at least one pixel. */
  static final int SHORTEST_SIDE = 3;

  /**
   * The benchmark shrinks pictures to a fifth for small images, by a bilinear reduction without
   * smoothing, which amounts to taking every fifth pixel.
   */
  static FrostView of(CorruptionScale scale) {
    return switch (scale) {
      case CIFAR -> new FrostView(2, 5, 1);
      case IMAGENET -> new FrostView(0, 1, 1);
    };
  }

  /** The number of pixels that are seen of so many. */
  int length(int pixels) {
    return repeats * (int) Math.rint((double) pixels / step);
  }

  /** The pixel that is seen at a position. */
  int pixel(int position) {
    return first + step * (position / repeats);
  }

  /** This view with pixels repeated until more are seen than a piece needs, on both axes. */
  FrostView enlargedFor(int pictureHeight, int pictureWidth, int pieceHeight, int pieceWidth) {
    int rows = length(pictureHeight);
    int columns = length(pictureWidth);
    int factor = Math.max(pieceHeight / rows + 1, pieceWidth / columns + 1);
    return new FrostView(first, step, repeats * factor);
  }
}
