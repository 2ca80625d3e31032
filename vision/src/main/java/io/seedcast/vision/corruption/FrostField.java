package io.seedcast.vision.corruption;

import io.seedcast.core.random.Philox;

/**
 * A grey texture like ice on glass: smooth noise at several distances, needles that point in slowly
 * turning directions and carry branches at 60 degrees, and white noise, mixed such that spread,
 * gradient and correlation over distance come near those of photographs.
 */
final class FrostField {
  /** Height and width. */
  static final int SIDE = 512;

  private static final int AREA = SIDE * SIDE;
  private static final int NEEDLES = AREA / 140;
  private static final int DIRECTIONS = 6;
  private static final double SIXTY_DEGREES = Math.PI / 3;
  private static final double DARKEST = -2.6;
  private static final double BRIGHTEST = 3.2;

  private final Philox random;
  private final float[] needles = new float[AREA];

  private FrostField(Philox random) {
    this.random = random;
  }

  /** Draws a field: mean about 0, spread about 1, layout (512, 512). */
  static float[] draw(Philox random) {
    return new FrostField(random).mix();
  }

  private float[] mix() {
    drawNeedles();
    double[] mixed = new double[AREA];
    add(mixed, smoothNoise(128), .60);
    add(mixed, smoothNoise(32), .30);
    add(mixed, smoothNoise(10), .25);
    add(mixed, smoothNoise(3), .30);
    double[] crystals = new double[AREA];
    add(crystals, needles, 1);
    standardise(crystals);
    for (int i = 0; i < AREA; i++) {
      mixed[i] += .55 * crystals[i] + .20 * random.nextNormal();
    }
    standardise(mixed);
    float[] field = new float[AREA];
    for (int i = 0; i < AREA; i++) {
      field[i] = (float) Math.min(Math.max(mixed[i], DARKEST), BRIGHTEST);
    }
    return field;
  }

  /** Normal numbers at the points of a lattice, smoothly joined; mean 0, spread 1. */
  private double[] smoothNoise(int period) {
    int points = SIDE / period + 3;
    double[] lattice = new double[points * points];
    Draws.normals(random, 0, 1, lattice, lattice.length);
    double down = Draws.uniform(random, 0, period);
    double right = Draws.uniform(random, 0, period);
    double[] noise = new double[AREA];
    for (int y = 0; y < SIDE; y++) {
      double row = (y + down) / period;
      int top = (int) row;
      double lower = ease(row - top);
      for (int x = 0; x < SIDE; x++) {
        double column = (x + right) / period;
        int left = (int) column;
        double righter = ease(column - left);
        int corner = top * points + left;
        double above = lattice[corner] + righter * (lattice[corner + 1] - lattice[corner]);
        double below =
            lattice[corner + points]
                + righter * (lattice[corner + points + 1] - lattice[corner + points]);
        noise[y * SIDE + x] = above + lower * (below - above);
      }
    }
    standardise(noise);
    return noise;
  }

  private static double ease(double t) {
    return t * t * (3 - 2 * t);
  }

  private void drawNeedles() {
    double[] directions = smoothNoise(160);
    for (int i = 0; i < NEEDLES; i++) {
      double y = Draws.uniform(random, 0, SIDE);
      double x = Draws.uniform(random, 0, SIDE);
      double angle =
          1.2 * directions[((int) y) * SIDE + (int) x]
              + random.nextInt(DIRECTIONS) * SIXTY_DEGREES
              + .12 * random.nextNormal();
      double length = Draws.uniform(random, 6, 30);
      double brightness = Draws.uniform(random, .3, 1);
      drawNeedle(y, x, angle, length, brightness);
      int branches = (int) (length / 6);
      for (int k = 0; k < branches; k++) {
        double distance = length * Draws.uniform(random, .1, .8);
        double fromY = y + distance * StrictMath.sin(angle);
        double fromX = x + distance * StrictMath.cos(angle);
        double branch = .45 * (length - distance);
        drawNeedle(fromY, fromX, angle + SIXTY_DEGREES, branch, .8 * brightness);
        drawNeedle(fromY, fromX, angle - SIXTY_DEGREES, branch, .8 * brightness);
      }
    }
  }

  private void drawNeedle(double y, double x, double angle, double length, double brightness) {
    int steps = (int) Math.ceil(length);
    double down = StrictMath.sin(angle);
    double right = StrictMath.cos(angle);
    for (int t = 0; t < steps; t++) {
      double value = brightness * (.35 + .65 * (1 - (double) t / steps));
      spread(y + t * down, x + t * right, value);
    }
  }

  /** Shares a point among the four pixels around it. */
  private void spread(double y, double x, double value) {
    int top = (int) Math.floor(y);
    int left = (int) Math.floor(x);
    double lower = y - top;
    double righter = x - left;
    brighten(top, left, value * Math.sqrt((1 - lower) * (1 - righter)));
    brighten(top, left + 1, value * Math.sqrt((1 - lower) * righter));
    brighten(top + 1, left, value * Math.sqrt(lower * (1 - righter)));
    brighten(top + 1, left + 1, value * Math.sqrt(lower * righter));
  }

  private void brighten(int y, int x, double value) {
    int i = Math.floorMod(y, SIDE) * SIDE + Math.floorMod(x, SIDE);
    needles[i] = Math.max(needles[i], (float) value);
  }

  private static void add(double[] sum, double[] field, double weight) {
    for (int i = 0; i < AREA; i++) {
      sum[i] += weight * field[i];
    }
  }

  private static void add(double[] sum, float[] field, double weight) {
    for (int i = 0; i < AREA; i++) {
      sum[i] += weight * field[i];
    }
  }

  private static void standardise(double[] field) {
    double sum = 0;
    for (double value : field) {
      sum += value;
    }
    double mean = sum / AREA;
    double squares = 0;
    for (double value : field) {
      squares += (value - mean) * (value - mean);
    }
    double spread = Math.sqrt(squares / AREA);
    for (int i = 0; i < AREA; i++) {
      field[i] = (field[i] - mean) / spread;
    }
  }
}
