package io.seedcast.core.zoo;

/** What a network does to the values of pixels, 0 to 1, before all else. */
public enum PixelScaling {
  /**
   * Each channel less its mean, divided by its deviation: those of CIFAR-10 for three channels, 0.5
   * and 0.25 for any other number.
   */
  STANDARDIZED,
  /** Nothing: as the papers train on icons, most of whose pixels are white. */
  UNIT
}
