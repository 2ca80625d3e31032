package io.seedcast.vision.corruption;

/**
 * The edges of a grey image after Canny: ridges of the gradient's magnitude, |dx| + |dy| of Sobel's
 * operator, which exceed a low threshold and hang together with one that exceeds a high threshold.
 *
 * <p>Directions are compared in whole numbers, as in OpenCV, so that ties fall as they do there.
 *
 * <p>Source: J. Canny, "A Computational Approach to Edge Detection", IEEE TPAMI 8(6), 1986.
 */
final class CannyEdges {
  private static final int LOW = 50;
  private static final int HIGH = 150;
  private static final int SHIFT = 15;

  /** The tangent of 22.5 degrees, times 2^15. */
  private static final int TANGENT = 13_573;

  private final int height;
  private final int width;
  private final int[] dx;
  private final int[] dy;

  /** With a border of one pixel, in which it is 0. */
  private final int[] magnitude;

  private CannyEdges(int height, int width) {
    this.height = height;
    this.width = width;
    this.dx = new int[height * width];
    this.dy = new int[height * width];
    this.magnitude = new int[(height + 2) * (width + 2)];
  }

  /** Marks the edge pixels of an image of bytes, layout (H, W). */
  static boolean[] find(byte[] grey, int height, int width) {
    CannyEdges edges = new CannyEdges(height, width);
    edges.differentiate(grey);
    return edges.trace();
  }

  private void differentiate(byte[] grey) {
    int[] rows = Border.EDGE.indices(height, 1, 1);
    int[] columns = Border.EDGE.indices(width, 1, 1);
    for (int y = 0; y < height; y++) {
      int above = rows[y] * width;
      int here = y * width;
      int below = rows[y + 2] * width;
      for (int x = 0; x < width; x++) {
        int left = columns[x];
        int right = columns[x + 2];
        int aboveLeft = grey[above + left] & 0xFF;
        int aboveRight = grey[above + right] & 0xFF;
        int belowLeft = grey[below + left] & 0xFF;
        int belowRight = grey[below + right] & 0xFF;
        dx[here + x] =
            aboveRight
                - aboveLeft
                + 2 * ((grey[here + right] & 0xFF) - (grey[here + left] & 0xFF))
                + belowRight
                - belowLeft;
        dy[here + x] =
            belowLeft
                - aboveLeft
                + 2 * ((grey[below + x] & 0xFF) - (grey[above + x] & 0xFF))
                + belowRight
                - aboveRight;
        magnitude[(y + 1) * (width + 2) + x + 1] = Math.abs(dx[here + x]) + Math.abs(dy[here + x]);
      }
    }
  }

  private boolean[] trace() {
    int area = height * width;
    boolean[] candidates = new boolean[area];
    boolean[] edges = new boolean[area];
    int[] stack = new int[area];
    int depth = 0;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int i = y * width + x;
        int strength = magnitude[(y + 1) * (width + 2) + x + 1];
        candidates[i] = strength > LOW && isRidge(y, x, strength);
        if (candidates[i] && strength > HIGH) {
          edges[i] = true;
          stack[depth++] = i;
        }
      }
    }
    while (depth > 0) {
      int i = stack[--depth];
      for (int y = Math.max(0, i / width - 1); y <= Math.min(height - 1, i / width + 1); y++) {
        for (int x = Math.max(0, i % width - 1); x <= Math.min(width - 1, i % width + 1); x++) {
          int neighbour = y * width + x;
          if (candidates[neighbour] && !edges[neighbour]) {
            edges[neighbour] = true;
            stack[depth++] = neighbour;
          }
        }
      }
    }
    return edges;
  }

  private boolean isRidge(int y, int x, int strength) {
    int i = y * width + x;
    int stride = width + 2;
    int centre = (y + 1) * stride + x + 1;
    int across = Math.abs(dx[i]);
    int down = Math.abs(dy[i]) << SHIFT;
    int shallow = across * TANGENT;
    if (down < shallow) {
      return strength > magnitude[centre - 1] && strength >= magnitude[centre + 1];
    }
    int steep = shallow + (across << (SHIFT + 1));
    if (down > steep) {
      return strength > magnitude[centre - stride] && strength >= magnitude[centre + stride];
    }
    int side = (dx[i] ^ dy[i]) < 0 ? -1 : 1;
    return strength > magnitude[centre - stride - side]
        && strength > magnitude[centre + stride + side];
  }
}
