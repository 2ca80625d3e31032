package io.seedcast.vision.corruption;

/**
 * A random fractal by diamonds and squares on a torus: starting from the corners of one square,
 * middles are set to the mean of their four neighbours and noise, level by level at half the
 * distance. The amplitude enters squared, as in the benchmark's code.
 */
final class PlasmaField {
  private static final double FIRST_AMPLITUDE = 100;

  private final int side;
  private final double[] cells;
  private final double[] draws;
  private int next;

  private PlasmaField(int side, double[] draws) {
    this.side = side;
    this.cells = new double[side * side];
    this.draws = draws;
  }

  /** How many random numbers a field takes. */
  static int drawCount(int side) {
    return side * side - 1;
  }

  /** The amplitude of the random numbers at a distance of {@code step} between corners. */
  static double amplitude(int side, int step, double decay) {
    double amplitude = FIRST_AMPLITUDE;
    for (int reached = side; reached > step; reached /= 2) {
      amplitude /= decay;
    }
    return amplitude;
  }

  /**
   * Computes a field, scaled to 0 to 1.
   *
   * @param side a power of two, at least 2
   * @param decay what the amplitude is divided by at each level
   * @param draws uniform between -amplitude and amplitude; level by level the squares, the middles
   *     of their upper sides, then those of their left sides, each row by row
   * @return layout (side, side)
   */
  static double[] of(int side, double decay, double[] draws) {
    PlasmaField field = new PlasmaField(side, draws);
    for (int step = side; step >= 2; step /= 2) {
      field.refine(step, amplitude(side, step, decay));
    }
    return field.scaled();
  }

  private void refine(int step, double amplitude) {
    int half = step / 2;
    for (int r = 0; r < side; r += step) {
      for (int c = 0; c < side; c += step) {
        double left = at(r, c) + at(r + step, c);
        double right = at(r, c + step) + at(r + step, c + step);
        set(r + half, c + half, (left + right) / 4 + amplitude * draws[next++]);
      }
    }
    for (int r = 0; r < side; r += step) {
      for (int c = 0; c < side; c += step) {
        double beside = at(r, c) + at(r, c + step);
        double around = at(r + half, c + half) + at(r - half, c + half);
        set(r, c + half, (around + beside) / 4 + amplitude * draws[next++]);
      }
    }
    for (int r = 0; r < side; r += step) {
      for (int c = 0; c < side; c += step) {
        double beside = at(r, c) + at(r + step, c);
        double around = at(r + half, c + half) + at(r + half, c - half);
        set(r + half, c, (around + beside) / 4 + amplitude * draws[next++]);
      }
    }
  }

  private double at(int row, int column) {
    return cells[(row & (side - 1)) * side + (column & (side - 1))];
  }

  private void set(int row, int column, double value) {
    cells[row * side + column] = value;
  }

  private double[] scaled() {
    double least = Double.POSITIVE_INFINITY;
    double most = Double.NEGATIVE_INFINITY;
    for (double cell : cells) {
      least = Math.min(least, cell);
      most = Math.max(most, cell);
    }
    double range = most - least;
    for (int i = 0; i < cells.length; i++) {
      cells[i] = (cells[i] - least) / range;
    }
    return cells;
  }
}
