package io.seedcast.experiment;

import java.util.List;

/**
 * The accuracies of one variant's runs.
 *
 * @param mean of them
 * @param deviation unbiased standard deviation; 0 for a single run
 * @param runs how many, at least 1
 */
record Spread(double mean, double deviation, int runs) {
  static Spread of(List<Double> values) {
    int n = values.size();
    double mean = values.stream().mapToDouble(Double::doubleValue).sum() / n;
    double squares = values.stream().mapToDouble(v -> (v - mean) * (v - mean)).sum();
    return new Spread(mean, n == 1 ? 0 : StrictMath.sqrt(squares / (n - 1)), n);
  }

  /** Standard error of the mean; 0 for a single run, which tells nothing of it. */
  double standardError() {
    return deviation / StrictMath.sqrt(runs);
  }
}
