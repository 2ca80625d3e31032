package io.seedcast.vision.shapes;

import io.seedcast.core.random.Philox;
import io.seedcast.vision.ImageSize;

/**
 * Draws one picture of shapes10.
 *
 * <p>From back to front: a gradient between two colours; clutter of small discs and strokes; one
 * object of random place, size and rotation, whose colours stand out from the background; thin
 * strokes across it; a change of contrast; noise. Only {@code + - * /}, square roots, {@link
 * StrictMath} and integer steps are used, in one fixed order of random numbers, so a stream gives
 * the same bytes on every platform.
 *
 * <p>Not safe for several threads; the buffers are reused from picture to picture.
 */
final class ShapePainter {
  static final ImageSize SIZE = new ImageSize(3, 32, 32);

  private static final int SIDE = 32;
  private static final int AREA = SIDE * SIDE;
  private static final int SAMPLES_PER_AXIS = 3;

  /** The sum of absolute differences over red, green and blue that tells two colours apart. */
  private static final double CLEAR_DIFFERENCE = 200;

  /** The sum of four independent uniform bytes has this mean and standard deviation. */
  private static final double BYTE_SUM_MEAN = 510;

  private static final double BYTE_SUM_DEVIATION = StrictMath.sqrt((256 * 256 - 1) / 3.0);

  private final double[] canvasChw = new double[3 * AREA];
  private final byte[] imageChw = new byte[3 * AREA];

  /** Returns the picture, layout (C, H, W), valid until the next call. */
  byte[] paint(ShapeClass shapeClass, Philox random) {
    double[] near = colour(random);
    double[] far = colour(random);
    paintBackground(near, far, random);
    int pieces = 1 + random.nextInt(4);
    for (int i = 0; i < pieces; i++) {
      paintPiece(between(random, 0, 7), between(random, 0.8, 2.2), random);
    }
    paintObject(shapeClass, near, far, random);
    int strokes = random.nextInt(2);
    for (int i = 0; i < strokes; i++) {
      paintPiece(between(random, 6, 14), between(random, 0.4, 0.8), random);
    }
    expose(random);
    return imageChw;
  }

  private void paintBackground(double[] near, double[] far, Philox random) {
    double angle = between(random, 0, 2 * StrictMath.PI);
    double stepX = StrictMath.cos(angle) / SIDE;
    double stepY = StrictMath.sin(angle) / SIDE;
    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) {
        double share = clamp(0.5 + (x - 15.5) * stepX + (y - 15.5) * stepY, 0, 1);
        int position = y * SIDE + x;
        for (int c = 0; c < 3; c++) {
          canvasChw[c * AREA + position] = near[c] + share * (far[c] - near[c]);
        }
      }
    }
  }

  /** Paints a straight stroke with round ends, a disc if the length is 0, at a random place. */
  private void paintPiece(double length, double radius, Philox random) {
    double angle = between(random, 0, 2 * StrictMath.PI);
    double dirX = StrictMath.cos(angle);
    double dirY = StrictMath.sin(angle);
    double centreX = between(random, 0, SIDE);
    double centreY = between(random, 0, SIDE);
    double[] colour = colour(random);
    double reach = length / 2 + radius + 1;
    int lastX = (int) Math.min(SIDE - 1, centreX + reach);
    int lastY = (int) Math.min(SIDE - 1, centreY + reach);
    for (int y = (int) Math.max(0, centreY - reach); y <= lastY; y++) {
      for (int x = (int) Math.max(0, centreX - reach); x <= lastX; x++) {
        double dx = x + 0.5 - centreX;
        double dy = y + 0.5 - centreY;
        double along = clamp(dx * dirX + dy * dirY, -length / 2, length / 2);
        double ex = dx - along * dirX;
        double ey = dy - along * dirY;
        double coverage = clamp(radius + 0.5 - Math.sqrt(ex * ex + ey * ey), 0, 1);
        blend(y * SIDE + x, colour, coverage);
      }
    }
  }

  private void paintObject(ShapeClass shapeClass, double[] near, double[] far, Philox random) {
    Texture texture = shapeClass.texture();
    Figure figure = shapeClass.figures().get(random.nextInt(shapeClass.figures().size()));
    double radius = between(random, texture.smallestRadius(), texture.smallestRadius() + 5);
    double centreX = between(random, 0.75 * radius, SIDE - 0.75 * radius);
    double centreY = between(random, 0.75 * radius, SIDE - 0.75 * radius);
    double figureAngle = between(random, 0, 2 * StrictMath.PI);
    double cosFigure = StrictMath.cos(figureAngle);
    double sinFigure = StrictMath.sin(figureAngle);
    double textureAngle = between(random, 0, 2 * StrictMath.PI);
    double cosTexture = StrictMath.cos(textureAngle);
    double sinTexture = StrictMath.sin(textureAngle);
    double period = between(random, texture.shortestPeriod(), 1.4 * texture.shortestPeriod());
    double[] first = colourUnlike(random, near, far);
    double[] second = colourUnlike(random, near, far, first);

    double perSample = 1.0 / (SAMPLES_PER_AXIS * SAMPLES_PER_AXIS);
    int lastX = (int) Math.min(SIDE - 1, centreX + radius);
    int lastY = (int) Math.min(SIDE - 1, centreY + radius);
    for (int y = (int) Math.max(0, centreY - radius); y <= lastY; y++) {
      for (int x = (int) Math.max(0, centreX - radius); x <= lastX; x++) {
        int firstSamples = 0;
        int secondSamples = 0;
        for (int sample = 0; sample < SAMPLES_PER_AXIS * SAMPLES_PER_AXIS; sample++) {
          int row = sample / SAMPLES_PER_AXIS;
          int column = sample % SAMPLES_PER_AXIS;
          double dx = x + (column + 0.5) / SAMPLES_PER_AXIS - centreX;
          double dy = y + (row + 0.5) / SAMPLES_PER_AXIS - centreY;
          double u = (cosFigure * dx + sinFigure * dy) / radius;
          double v = (cosFigure * dy - sinFigure * dx) / radius;
          if (!figure.contains(u, v)) {
            continue;
          }
          double s = cosTexture * dx + sinTexture * dy;
          double t = cosTexture * dy - sinTexture * dx;
          if (texture.marks(s, t, period)) {
            secondSamples++;
          } else {
            firstSamples++;
          }
        }
        int covered = firstSamples + secondSamples;
        if (covered > 0) {
          blendTwo(
              y * SIDE + x, first, firstSamples * perSample, second, secondSamples * perSample);
        }
      }
    }
  }

  /** Changes contrast and brightness, adds noise and rounds to bytes. */
  private void expose(Philox random) {
    double contrast = between(random, 0.75, 1.05);
    double brightness = between(random, -20, 20);
    double noise = between(random, 3, 12) / BYTE_SUM_DEVIATION;
    for (int i = 0; i < canvasChw.length; i++) {
      int bits = random.nextBits();
      int sum = (bits & 0xFF) + (bits >>> 8 & 0xFF) + (bits >>> 16 & 0xFF) + (bits >>> 24);
      double value =
          128 + brightness + contrast * (canvasChw[i] - 128) + noise * (sum - BYTE_SUM_MEAN);
      imageChw[i] = (byte) (int) clamp(value + 0.5, 0, 255);
    }
  }

  private void blend(int position, double[] colour, double coverage) {
    for (int c = 0; c < 3; c++) {
      canvasChw[c * AREA + position] += coverage * (colour[c] - canvasChw[c * AREA + position]);
    }
  }

  private void blendTwo(
      int position, double[] first, double firstShare, double[] second, double secondShare) {
    for (int c = 0; c < 3; c++) {
      canvasChw[c * AREA + position] =
          (1 - firstShare - secondShare) * canvasChw[c * AREA + position]
              + firstShare * first[c]
              + secondShare * second[c];
    }
  }

  private static double[] colour(Philox random) {
    return new double[] {
      between(random, 10, 245), between(random, 10, 245), between(random, 10, 245)
    };
  }

  /**
   * Draws colours until one differs clearly from all others. It ends: a colour rules out at most
   * two of the eight corners of the colour cube, and there are at most three.
   */
  private static double[] colourUnlike(Philox random, double[]... others) {
    double[] candidate;
    do {
      candidate = colour(random);
    } while (!isUnlike(candidate, others));
    return candidate;
  }

  private static boolean isUnlike(double[] candidate, double[]... others) {
    for (double[] other : others) {
      if (difference(candidate, other) < CLEAR_DIFFERENCE) {
        return false;
      }
    }
    return true;
  }

  private static double difference(double[] a, double[] b) {
    return Math.abs(a[0] - b[0]) + Math.abs(a[1] - b[1]) + Math.abs(a[2] - b[2]);
  }

  private static double between(Philox random, double low, double high) {
    return low + (high - low) * random.nextUniform();
  }

  private static double clamp(double value, double low, double high) {
    return Math.max(low, Math.min(high, value));
  }
}
