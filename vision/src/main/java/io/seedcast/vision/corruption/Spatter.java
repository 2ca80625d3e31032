package io.seedcast.vision.corruption;

import io.seedcast.core.random.Philox;
import io.seedcast.vision.ImageSize;
import java.util.Arrays;

/**
 * Drops where a smoothed field of normal numbers exceeds a threshold: of water, which shines, or of
 * mud, which covers. Draws: a normal number for each pixel.
 */
final class Spatter implements Distortion {
  private static final float[] PALE_TURQUOISE = {175 / 255f, 238 / 255f, 238 / 255f};
  private static final float[] MUD = {63 / 255f, 42 / 255f, 20 / 255f};
  private static final float LEAST_COVER = 0.8f;
  private static final float FARTHEST = 20;
  private static final double NINTH = 1.0 / 9;
  private static final int[] RELIEF = {-2, -1, 0, -1, 1, 1, 0, 1, 2};

  private final ImageSize size;
  private final double mean;
  private final double spread;
  private final GaussianFilter smoothing;
  private final double threshold;
  private final boolean mud;
  private final float waterStrength;
  private final GaussianFilter mudSmoothing;
  private final int[] rows;
  private final int[] columns;

  /**
   * Prepares the drops.
   *
   * @param parameters mean and spread of the normal numbers; spread of the smoothing; threshold; of
   *     water the strength, of mud the spread of a second smoothing; 0 for water and 1 for mud
   */
  Spatter(ImageSize size, double[] parameters) {
    this.size = size;
    this.mean = parameters[0];
    this.spread = parameters[1];
    this.smoothing = GaussianFilter.of(parameters[2], Border.EDGE, GaussianBlur.CUT_OFF);
    this.threshold = parameters[3];
    this.mud = parameters[5] == 1;
    this.waterStrength = (float) parameters[4];
    this.mudSmoothing =
        GaussianFilter.of(parameters[4], Border.EDGE, GaussianBlur.CUT_OFF).inSinglePrecision();
    this.rows = Border.REFLECT_101.indices(size.height(), 1, 1);
    this.columns = Border.REFLECT_101.indices(size.width(), 1, 1);
  }

  @Override
  public int drawCount() {
    return size.area();
  }

  @Override
  public double[] draw(Philox random) {
    double[] draws = new double[size.area()];
    Draws.normals(random, mean, spread, draws, draws.length);
    return draws;
  }

  @Override
  public byte[] apply(byte[] imageChw, double[] draws) {
    double[] field = smoothing.filter(draws, size.height(), size.width());
    return mud ? cover(imageChw, field) : shine(imageChw, field);
  }

  private byte[] cover(byte[] imageChw, double[] field) {
    double[] mask = new double[field.length];
    for (int i = 0; i < mask.length; i++) {
      mask[i] = field[i] > threshold ? 1 : 0;
    }
    mask = mudSmoothing.filter(mask, size.height(), size.width());
    byte[] result = new byte[imageChw.length];
    for (int channel = 0; channel < Levels.CHANNELS; channel++) {
      for (int i = 0; i < mask.length; i++) {
        float cover = mask[i] < LEAST_COVER ? 0 : (float) mask[i];
        float u = Levels.unitFloat(imageChw[channel * mask.length + i]);
        result[channel * mask.length + i] = Levels.stored(u * (1 - cover) + MUD[channel] * cover);
      }
    }
    return result;
  }

  private byte[] shine(byte[] imageChw, double[] field) {
    byte[] liquid = new byte[field.length];
    for (int i = 0; i < liquid.length; i++) {
      liquid[i] = (byte) (int) (255 * (field[i] < threshold ? 0 : field[i]));
    }
    byte[] height = blur(relief(equalise(edgeDistances(liquid))));
    float[] light = new float[field.length];
    float most = 0;
    for (int i = 0; i < light.length; i++) {
      light[i] = (liquid[i] & 0xFF) * (float) (height[i] & 0xFF);
      most = Math.max(most, light[i]);
    }
    if (most == 0) {
      return imageChw.clone(); // No drop at all.
    }
    byte[] result = new byte[imageChw.length];
    for (int channel = 0; channel < Levels.CHANNELS; channel++) {
      for (int i = 0; i < light.length; i++) {
        float u = Levels.unitFloat(imageChw[channel * light.length + i]);
        float added = light[i] / most * waterStrength * PALE_TURQUOISE[channel];
        result[channel * light.length + i] = Levels.stored(u + added);
      }
    }
    return result;
  }

  /** Smoothed distances to the nearest edge, at most 20. */
  private byte[] edgeDistances(byte[] liquid) {
    boolean[] edges = CannyEdges.find(liquid, size.height(), size.width());
    float[] distances = ChamferDistance.of(edges, size.height(), size.width());
    byte[] smoothed = new byte[distances.length];
    for (int y = 0; y < size.height(); y++) {
      for (int x = 0; x < size.width(); x++) {
        double sum = 0;
        for (int i = 0; i < 9; i++) {
          sum += Math.min(distances[neighbour(y, x, i)], FARTHEST);
        }
        smoothed[y * size.width() + x] = (byte) (int) (float) (sum * NINTH);
      }
    }
    return smoothed;
  }

  /** Position of one of the nine pixels around and at a pixel. */
  private int neighbour(int y, int x, int i) {
    return rows[y + i / 3] * size.width() + columns[x + i % 3];
  }

  private static byte[] equalise(byte[] grey) {
    int[] histogram = new int[256];
    for (byte value : grey) {
      histogram[value & 0xFF]++;
    }
    int lowest = 0;
    while (histogram[lowest] == 0) {
      lowest++;
    }
    byte[] table = new byte[256];
    if (histogram[lowest] == grey.length) {
      Arrays.fill(table, (byte) lowest);
    } else {
      float scale = 255f / (grey.length - histogram[lowest]);
      int sum = 0;
      for (int level = lowest + 1; level < table.length; level++) {
        sum += histogram[level];
        table[level] = (byte) (int) Math.rint(sum * scale);
      }
    }
    byte[] equalised = new byte[grey.length];
    for (int i = 0; i < grey.length; i++) {
      equalised[i] = table[grey[i] & 0xFF];
    }
    return equalised;
  }

  private byte[] relief(byte[] grey) {
    byte[] result = new byte[grey.length];
    for (int y = 0; y < size.height(); y++) {
      for (int x = 0; x < size.width(); x++) {
        int sum = 0;
        for (int i = 0; i < RELIEF.length; i++) {
          sum += RELIEF[i] * (grey[neighbour(y, x, i)] & 0xFF);
        }
        result[y * size.width() + x] = (byte) Math.min(Math.max(sum, 0), 255);
      }
    }
    return result;
  }

  private byte[] blur(byte[] grey) {
    byte[] result = new byte[grey.length];
    for (int y = 0; y < size.height(); y++) {
      for (int x = 0; x < size.width(); x++) {
        int sum = 0;
        for (int i = 0; i < 9; i++) {
          sum += grey[neighbour(y, x, i)] & 0xFF;
        }
        result[y * size.width() + x] = (byte) ((2 * sum + 9) / 18); // Ninths have no halves.
      }
    }
    return result;
  }
}
