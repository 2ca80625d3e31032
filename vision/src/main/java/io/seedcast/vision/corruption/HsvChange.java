package io.seedcast.vision.corruption;

import io.seedcast.vision.ImageSize;

/**
 * Brightness and saturate: one of value and saturation in the HSV space becomes another. Grey has
 * the hue of red, so that saturation added to it shows as red.
 */
final class HsvChange implements Distortion.Deterministic {
  private final int area;
  private final boolean ofValue;
  private final double factor;
  private final double offset;

  private HsvChange(ImageSize size, boolean ofValue, double factor, double offset) {
    this.area = size.area();
    this.ofValue = ofValue;
    this.factor = factor;
    this.offset = offset;
  }

  /**
   * Makes images brighter.
   *
   * @param parameters what is added to the value
   */
  static HsvChange brightness(ImageSize size, double[] parameters) {
    return new HsvChange(size, true, 1, parameters[0]);
  }

  /**
   * Makes colours paler or stronger.
   *
   * @param parameters what the saturation is multiplied by; what is added to it
   */
  static HsvChange saturate(ImageSize size, double[] parameters) {
    return new HsvChange(size, false, parameters[0], parameters[1]);
  }

  @Override
  public byte[] apply(byte[] imageChw) {
    byte[] result = new byte[imageChw.length];
    for (int i = 0; i < area; i++) {
      double red = Levels.unit(imageChw[i]);
      double green = Levels.unit(imageChw[area + i]);
      double blue = Levels.unit(imageChw[2 * area + i]);
      double value = Math.max(red, Math.max(green, blue));
      double range = value - Math.min(red, Math.min(green, blue));
      double saturation = range == 0 ? 0 : range / value;
      double hue = hue(red, green, blue, value, range);
      if (ofValue) {
        value = Levels.clip(value + offset);
      } else {
        saturation = Levels.clip(saturation * factor + offset);
      }
      store(hue, saturation, value, result, i);
    }
    return result;
  }

  /** From 0 to 1; of equal largest channels, blue goes before green before red. */
  private static double hue(double red, double green, double blue, double value, double range) {
    if (range == 0) {
      return 0;
    }
    double sector;
    if (blue == value) {
      sector = 4 + (red - green) / range;
    } else if (green == value) {
      sector = 2 + (blue - red) / range;
    } else {
      sector = (green - blue) / range;
    }
    double hue = sector / 6;
    return hue < 0 ? hue + 1 : hue;
  }

  private void store(double hue, double saturation, double value, byte[] result, int i) {
    double sixth = Math.floor(hue * 6);
    double fraction = hue * 6 - sixth;
    byte least = Levels.stored(value * (1 - saturation));
    byte falling = Levels.stored(value * (1 - fraction * saturation));
    byte rising = Levels.stored(value * (1 - (1 - fraction) * saturation));
    byte most = Levels.stored(value);
    switch ((int) sixth % 6) {
      case 0 -> put(result, i, most, rising, least);
      case 1 -> put(result, i, falling, most, least);
      case 2 -> put(result, i, least, most, rising);
      case 3 -> put(result, i, least, falling, most);
      case 4 -> put(result, i, rising, least, most);
      default -> put(result, i, most, least, falling);
    }
  }

  private void put(byte[] result, int i, byte red, byte green, byte blue) {
    result[i] = red;
    result[area + i] = green;
    result[2 * area + i] = blue;
  }
}
