package io.seedcast.vision.corruption;

import io.seedcast.core.random.Philox;
import io.seedcast.vision.ImageSize;

/**
 * Flakes with a trail of motion, over an image made paler. The flakes are added twice, the second
 * time turned by 180 degrees. Draws: a normal number for each pixel, then the trail's angle in
 * degrees, -135 to -45.
 */
final class Snow implements Distortion {
  private static final double FIRST_DEGREES = -135;
  private static final double LAST_DEGREES = -45;

  private final ImageSize size;
  private final double mean;
  private final double spread;
  private final CentralZoom zoom;
  private final double threshold;
  private final MotionTrail trail;
  private final double imageWeight;

  /**
   * Prepares the snow.
   *
   * @param parameters mean and spread of the normal numbers; enlargement of the flakes; least
   *     brightness of a flake; radius and spread of its trail; weight of the image against its
   *     paler copy
   */
  Snow(ImageSize size, double[] parameters) {
    this.size = size;
    this.mean = parameters[0];
    this.spread = parameters[1];
    this.zoom = new CentralZoom(size.height(), size.width(), parameters[2]);
    this.threshold = parameters[3];
    this.trail = new MotionTrail((int) parameters[4], parameters[5]);
    this.imageWeight = parameters[6];
  }

  @Override
  public int drawCount() {
    return size.area() + 1;
  }

  @Override
  public double[] draw(Philox random) {
    double[] draws = new double[drawCount()];
    Draws.normals(random, mean, spread, draws, size.area());
    draws[size.area()] = Draws.uniform(random, FIRST_DEGREES, LAST_DEGREES);
    return draws;
  }

  @Override
  public byte[] apply(byte[] imageChw, double[] draws) {
    int area = size.area();
    byte[] flakes = flakes(draws);
    byte[] result = new byte[imageChw.length];
    float weight = (float) imageWeight;
    float paleWeight = (float) (1 - imageWeight);
    for (int i = 0; i < area; i++) {
      float red = Levels.unitFloat(imageChw[i]);
      float green = Levels.unitFloat(imageChw[area + i]);
      float blue = Levels.unitFloat(imageChw[2 * area + i]);
      float grey = 0.299f * red + 0.587f * green + 0.114f * blue;
      float pale = grey * 1.5f + 0.5f;
      double layer = Levels.unit(flakes[i]);
      double turned = Levels.unit(flakes[area - 1 - i]);
      result[i] = Levels.stored(whiten(red, pale, weight, paleWeight) + layer + turned);
      result[area + i] = Levels.stored(whiten(green, pale, weight, paleWeight) + layer + turned);
      result[2 * area + i] = Levels.stored(whiten(blue, pale, weight, paleWeight) + layer + turned);
    }
    return result;
  }

  private static double whiten(float u, float pale, float weight, float paleWeight) {
    return weight * u + paleWeight * Math.max(u, pale);
  }

  private byte[] flakes(double[] draws) {
    double[] field = new double[size.area()];
    zoom.apply(draws, 0, field);
    for (int i = 0; i < field.length; i++) {
      if (field[i] < threshold) {
        field[i] = 0;
      }
    }
    return trail.blur(Levels.stored(field), size.height(), size.width(), draws[size.area()]);
  }
}
