package io.seedcast.vision.shapes;

/**
 * A pattern of two colours in the object's own rotated coordinates, in pixels. Each is its own
 * mirror image up to a shift and a rotation, so flipping a picture keeps its class.
 */
enum Texture {
  PLAIN(1, 8.5) {
    @Override
    boolean marks(double u, double v, double period) {
      return false;
    }
  },
  STRIPES(4, 10) {
    @Override
    boolean marks(double u, double v, double period) {
      return fraction(u / period) < 0.5;
    }
  },
  CHECKS(6, 10) {
    @Override
    boolean marks(double u, double v, double period) {
      return (fraction(u / period) < 0.5) != (fraction(v / period) < 0.5);
    }
  },
  DOTS(4.5, 10) {
    @Override
    boolean marks(double u, double v, double period) {
      double du = fraction(u / period) - 0.5;
      double dv = fraction(v / period) - 0.5;
      return du * du + dv * dv < 0.3 * 0.3;
    }
  },
  TARGET(4.5, 10) {
    @Override
    boolean marks(double u, double v, double period) {
      return fraction(Math.sqrt(u * u + v * v) / period) < 0.5;
    }
  };

  private final double shortestPeriod;
  private final double smallestRadius;

  Texture(double shortestPeriod, double smallestRadius) {
    this.shortestPeriod = shortestPeriod;
    this.smallestRadius = smallestRadius;
  }

  /** The shortest distance, in pixels, after which the pattern repeats and can still be seen. */
  double shortestPeriod() {
    return shortestPeriod;
  }

  /** The radius, in pixels, from which an object shows what it is. */
  double smallestRadius() {
    return smallestRadius;
  }

  /** Whether the point has the second colour. */
  abstract boolean marks(double u, double v, double period);

  private static double fraction(double value) {
    return value - Math.floor(value);
  }
}
