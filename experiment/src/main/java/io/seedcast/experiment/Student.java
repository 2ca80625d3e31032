package io.seedcast.experiment;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Student's t: how many standard errors a mean is off in at most 5 of 100 cases. */
final class Student {
  /** For 1, 2, 3 and so on degrees of freedom. */
  private static final List<Double> FEW =
      List.of(
          12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179,
          2.160, 2.145, 2.131, 2.120, 2.110, 2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064, 2.060,
          2.056, 2.052, 2.048, 2.045, 2.042);

  private static final TreeMap<Integer, Double> MANY =
      new TreeMap<>(Map.of(40, 2.021, 60, 2.000, 120, 1.980, 1000, 1.962));

  private Student() {}

  /** For the largest number in the table that is not above, so never too small. */
  static double t(double degreesOfFreedom) {
    int whole = whole(degreesOfFreedom);
    Map.Entry<Integer, Double> many = MANY.floorEntry(whole);
    return many == null ? FEW.get(Math.min(whole, FEW.size()) - 1) : many.getValue();
  }

  /** At least 1; what is missing to a whole number may be rounding. */
  static int whole(double degreesOfFreedom) {
    return Math.max(1, (int) (degreesOfFreedom + 1e-9));
  }
}
