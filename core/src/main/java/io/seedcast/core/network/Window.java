package io.seedcast.core.network;

/**
 * The square window that a pooling slides over its input, in pixels.
 *
 * @param kernelSize height and width
 * @param stride between neighbouring windows
 * @param padding on every side; at most half of the kernel's size
 */
public record Window(int kernelSize, int stride, int padding) {
  public Window {
    Checks.requireAtLeast("kernelSize", kernelSize, 1);
    Checks.requireAtLeast("stride", stride, 1);
    Checks.requireAtLeast("padding", padding, 0);
    if (2 * padding > kernelSize) {
      throw new IllegalArgumentException(
          "padding must be at most half of the window's size: got "
              + padding
              + " for "
              + kernelSize);
    }
  }

  /** A window of odd size whose padding keeps the input's size at stride 1. */
  public static Window same(int kernelSize, int stride) {
    return new Window(kernelSize, stride, kernelSize / 2);
  }

  /** The number of windows in a row of pixels. */
  int extent(int size) {
    return Math.floorDiv(size + 2 * padding - kernelSize, stride) + 1;
  }

  Shape outputShape(String operation, Shape input) {
    Shape image = Checks.requireImage(operation, input);
    int height = extent(image.dimension(1));
    int width = extent(image.dimension(2));
    if (height < 1 || width < 1) {
      throw new IllegalArgumentException(
          operation + " over " + kernelSize + "x" + kernelSize + " does not fit " + input);
    }
    return Shape.of(image.dimension(0), height, width);
  }
}
