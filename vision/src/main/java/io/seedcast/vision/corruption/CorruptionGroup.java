package io.seedcast.vision.corruption;

import java.util.Locale;

/** How results on corruptions are summed up; each corruption is in one group. */
public enum CorruptionGroup {
  /** Gaussian, impulse, shot and speckle noise. */
  NOISE,
  /** Defocus, glass, motion, zoom and Gaussian blur. */
  BLUR,
  /** Brightness, fog, frost, snow and spatter. */
  WEATHER,
  /** Contrast, elastic transform, JPEG compression, pixelate and saturate. */
  DIGITAL;

  /** The name in reports, as in {@code noise}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
