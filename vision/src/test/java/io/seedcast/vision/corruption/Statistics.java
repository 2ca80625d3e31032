package io.seedcast.vision.corruption;

import io.seedcast.vision.Images;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** What a set of corrupted images looks like beside the clean ones, as named numbers. */
final class Statistics {
  private static final double[] PROBABILITIES = {.05, .25, .5, .75, .95};

  private final Images corrupted;
  private final Images clean;
  private final Map<String, Double> values = new LinkedHashMap<>();

  private Statistics(Images corrupted, Images clean) {
    this.corrupted = corrupted;
    this.clean = clean;
  }

  /** Levels, changes, gradients of luma and correlations of the change; colour images only. */
  static Map<String, Double> of(Images corrupted, Images clean) {
    Statistics statistics = new Statistics(corrupted, clean);
    statistics.levels();
    statistics.changes();
    statistics.gradients();
    statistics.correlations();
    return statistics.values;
  }

  private int level(int image, int channel, int y, int x) {
    return corrupted.pixel(image, channel, y, x);
  }

  private double change(int image, int channel, int y, int x) {
    return level(image, channel, y, x) - clean.pixel(image, channel, y, x);
  }

  private void levels() {
    int perImage = corrupted.size().bytes();
    double[] all = new double[corrupted.count() * perImage];
    double[] imageMeans = new double[corrupted.count()];
    for (int i = 0; i < corrupted.count(); i++) {
      byte[] image = corrupted.image(i);
      for (int j = 0; j < perImage; j++) {
        all[i * perImage + j] = image[j] & 0xFF;
      }
      imageMeans[i] = Arrays.stream(all, i * perImage, (i + 1) * perImage).average().orElseThrow();
    }
    values.put("mean", mean(all));
    values.put("std", spread(all));
    int area = corrupted.size().area();
    for (int channel = 0; channel < 3; channel++) {
      double sum = 0;
      for (int i = 0; i < all.length; i++) {
        if (i / area % 3 == channel) {
          sum += all[i];
        }
      }
      values.put("channel_means." + channel, 3 * sum / all.length);
    }
    values.put("img_mean_std", spread(imageMeans));
    Arrays.sort(all);
    for (int i = 0; i < PROBABILITIES.length; i++) {
      double position = PROBABILITIES[i] * (all.length - 1);
      int below = (int) position;
      double above = all[Math.min(below + 1, all.length - 1)];
      values.put("quantiles." + i, all[below] + (position - below) * (above - all[below]));
    }
  }

  private void changes() {
    int perImage = corrupted.size().bytes();
    double[] changes = new double[corrupted.count() * perImage];
    int next = 0;
    for (int i = 0; i < corrupted.count(); i++) {
      byte[] after = corrupted.image(i);
      byte[] before = clean.image(i);
      for (int j = 0; j < perImage; j++) {
        changes[next++] = (after[j] & 0xFF) - (before[j] & 0xFF);
      }
    }
    values.put("diff_mean", mean(changes));
    values.put("diff_std", spread(changes));
    values.put("mad", Arrays.stream(changes).map(Math::abs).average().orElseThrow());
    double square = Arrays.stream(changes).map(change -> change * change).average().orElseThrow();
    values.put("psnr_db", 10 * Math.log10(255 * 255 / square));
    values.put(
        "changed_frac",
        Arrays.stream(changes).filter(change -> change != 0).count() / (double) changes.length);
    values.put(
        "changed8_frac",
        Arrays.stream(changes).filter(change -> Math.abs(change) > 8).count()
            / (double) changes.length);
  }

  private void gradients() {
    double total = 0;
    double horizontal = 0;
    double vertical = 0;
    int height = corrupted.size().height();
    int width = corrupted.size().width();
    for (int i = 0; i < corrupted.count(); i++) {
      for (int y = 0; y < height - 1; y++) {
        for (int x = 0; x < width - 1; x++) {
          double right = luma(i, y, x + 1) - luma(i, y, x);
          double down = luma(i, y + 1, x) - luma(i, y, x);
          total += Math.hypot(right, down);
          horizontal += Math.abs(right);
          vertical += Math.abs(down);
        }
      }
    }
    double count = (double) corrupted.count() * (height - 1) * (width - 1);
    values.put("grad", total / count);
    values.put("grad_h", horizontal / count);
    values.put("grad_v", vertical / count);
  }

  private double luma(int image, int y, int x) {
    return .299 * level(image, 0, y, x)
        + .587 * level(image, 1, y, x)
        + .114 * level(image, 2, y, x);
  }

  private void correlations() {
    int height = corrupted.size().height();
    int width = corrupted.size().width();
    double[] sums = new double[12];
    for (int i = 0; i < corrupted.count(); i++) {
      double[][] change = new double[3][height * width];
      for (int channel = 0; channel < 3; channel++) {
        for (int j = 0; j < height * width; j++) {
          change[channel][j] = change(i, channel, j / width, j % width);
        }
        double mean = mean(change[channel]);
        for (int j = 0; j < height * width; j++) {
          change[channel][j] -= mean;
        }
      }
      for (int j = 0; j < height * width; j++) {
        for (int channel = 0; channel < 3; channel++) {
          if (j % width < width - 1) {
            add(sums, 0, change[channel][j], change[channel][j + 1]);
          }
          if (j / width < height - 1) {
            add(sums, 3, change[channel][j], change[channel][j + width]);
          }
        }
        add(sums, 6, change[0][j], change[1][j]);
        add(sums, 9, change[0][j], change[2][j]);
      }
    }
    String[] names = {"diff_corr_h", "diff_corr_v", "diff_corr_rg", "diff_corr_rb"};
    for (int i = 0; i < names.length; i++) {
      double norm = Math.sqrt(sums[3 * i + 1] * sums[3 * i + 2]);
      values.put(names[i], norm == 0 ? 0 : sums[3 * i] / norm);
    }
  }

  private static void add(double[] sums, int at, double a, double b) {
    sums[at] += a * b;
    sums[at + 1] += a * a;
    sums[at + 2] += b * b;
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElseThrow();
  }

  private static double spread(double[] values) {
    double mean = mean(values);
    return Math.sqrt(
        Arrays.stream(values)
            .map(value -> (value - mean) * (value - mean))
            .average()
            .orElseThrow());
  }
}
