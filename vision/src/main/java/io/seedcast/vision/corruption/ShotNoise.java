package io.seedcast.vision.corruption;

import io.seedcast.core.random.Philox;
import io.seedcast.vision.ImageSize;
import java.util.Arrays;

/**
 * Poisson noise: a value u becomes k / c with k from a Poisson distribution of rate u c. Draws: a
 * uniform number on (0, 1) for each pixel and channel, pixel by pixel; k is the least whole number
 * whose cumulative probability exceeds it.
 *
 * <p>Since a value is one of 256 levels, what is stored for each k is tabulated once.
 */
final class ShotNoise implements Distortion {
  /** Draws have a resolution of 2^-32: rarer numbers need no entry. */
  private static final double NEGLIGIBLE = 0x1p-34;

  private final int area;

  /** For each level the numbers of events that occur. */
  private final Poisson[] counts = new Poisson[256];

  private final double events;

  /**
   * Prepares the noise.
   *
   * @param parameters mean number of events c for a value of 1
   */
  ShotNoise(ImageSize size, double[] parameters) {
    this.area = size.area();
    this.events = parameters[0];
    for (int level = 0; level < counts.length; level++) {
      counts[level] = Poisson.of(Levels.unit((byte) level) * events);
    }
  }

  @Override
  public int drawCount() {
    return Levels.CHANNELS * area;
  }

  @Override
  public double[] draw(Philox random) {
    double[] draws = new double[drawCount()];
    Draws.uniforms(random, 0, 1, draws, 0, draws.length);
    return draws;
  }

  @Override
  public byte[] apply(byte[] imageChw, double[] draws) {
    byte[] result = new byte[imageChw.length];
    for (int channel = 0; channel < Levels.CHANNELS; channel++) {
      for (int i = 0; i < area; i++) {
        int level = imageChw[channel * area + i] & 0xFF;
        int count = counts[level].quantile(draws[i * Levels.CHANNELS + channel]);
        result[channel * area + i] = Levels.stored(count / events);
      }
    }
    return result;
  }

  /** A Poisson distribution's quantiles. */
  private static final class Poisson {
    /** The least number that is not negligible. */
    private final int first;

    /** Probabilities of at most {@code first}, {@code first + 1}, ... */
    private final double[] cumulative;

    private Poisson(int first, double[] cumulative) {
      this.first = first;
      this.cumulative = cumulative;
    }

    static Poisson of(double rate) {
      double[] cumulative = new double[16];
      int first = 0;
      int length = 0;
      double probability = StrictMath.exp(-rate);
      double sum = probability;
      for (int k = 0; sum < 1 - NEGLIGIBLE && (k < rate || probability > 0); k++) {
        if (sum < NEGLIGIBLE) {
          first = k + 1;
        } else {
          if (length == cumulative.length) {
            cumulative = Arrays.copyOf(cumulative, 2 * length);
          }
          cumulative[length++] = sum;
        }
        probability *= rate / (k + 1);
        sum += probability;
      }
      return new Poisson(first, Arrays.copyOf(cumulative, length));
    }

    int quantile(double u) {
      int low = 0;
      int high = cumulative.length;
      while (low < high) {
        int middle = (low + high) >>> 1;
        if (cumulative[middle] > u) {
          high = middle;
        } else {
          low = middle + 1;
        }
      }
      return first + low;
    }
  }
}
