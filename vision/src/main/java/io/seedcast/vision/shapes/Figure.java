package io.seedcast.vision.shapes;

/**
 * An outline in its own coordinates: centred at the origin, inside the circle of radius 1. Every
 * figure is its own mirror image up to a rotation, so flipping a picture keeps its class.
 */
enum Figure {
  DISC {
    @Override
    boolean contains(double u, double v) {
      return u * u + v * v < 0.92 * 0.92;
    }
  },
  RING {
    @Override
    boolean contains(double u, double v) {
      double squared = u * u + v * v;
      return squared < 0.96 * 0.96 && squared > 0.52 * 0.52;
    }
  },
  SQUARE {
    @Override
    boolean contains(double u, double v) {
      return Math.max(Math.abs(u), Math.abs(v)) < 0.72;
    }
  },
  TRIANGLE {
    @Override
    boolean contains(double u, double v) {
      return insidePolygon(u, v, TRIANGLE_CORNERS);
    }
  },
  STAR {
    @Override
    boolean contains(double u, double v) {
      return insidePolygon(u, v, STAR_CORNERS);
    }
  },
  CROSS {
    @Override
    boolean contains(double u, double v) {
      double longer = Math.max(Math.abs(u), Math.abs(v));
      double shorter = Math.min(Math.abs(u), Math.abs(v));
      return longer < 0.95 && shorter < 0.3;
    }
  };

  private static final double[] TRIANGLE_CORNERS = corners(3, 1, 0.5);
  private static final double[] STAR_CORNERS = corners(5, 1, 0.42);

  abstract boolean contains(double u, double v);

  /** Corners u0, v0, u1, v1, ... of a star with {@code points} tips, tip and notch alternating. */
  private static double[] corners(int points, double tipRadius, double notchRadius) {
    double[] corners = new double[4 * points];
    for (int i = 0; i < 2 * points; i++) {
      double angle = StrictMath.PI * i / points;
      double radius = i % 2 == 0 ? tipRadius : notchRadius;
      corners[2 * i] = radius * StrictMath.cos(angle);
      corners[2 * i + 1] = radius * StrictMath.sin(angle);
    }
    return corners;
  }

  /** Even-odd rule: counts the edges to the right of the point. */
  private static boolean insidePolygon(double u, double v, double[] corners) {
    boolean inside = false;
    double u0 = corners[corners.length - 2];
    double v0 = corners[corners.length - 1];
    for (int i = 0; i < corners.length; i += 2) {
      double u1 = corners[i];
      double v1 = corners[i + 1];
      if ((v0 > v) != (v1 > v) && u < (u1 - u0) * (v - v0) / (v1 - v0) + u0) {
        inside = !inside;
      }
      u0 = u1;
      v0 = v1;
    }
    return inside;
  }
}
