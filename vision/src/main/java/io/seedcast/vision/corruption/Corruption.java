package io.seedcast.vision.corruption;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The corruptions, in the benchmark's order: the fifteen that its mean is taken over, then the four
 * that its authors set apart for validation.
 *
 * <p>A corruption's number is part of what a seed means and never changes.
 */
public enum Corruption {
  /** Normal noise, independent for every pixel and channel. */
  GAUSSIAN_NOISE(0, CorruptionGroup.NOISE, true),
  /** Poisson noise, as of few photons. */
  SHOT_NOISE(1, CorruptionGroup.NOISE, true),
  /** Values replaced by black or white. */
  IMPULSE_NOISE(2, CorruptionGroup.NOISE, true),
  /** Blur by a disk, as of a lens out of focus. */
  DEFOCUS_BLUR(3, CorruptionGroup.BLUR, false),
  /** Pixels scattered over their neighbourhood, as behind frosted glass. */
  GLASS_BLUR(4, CorruptionGroup.BLUR, true),
  /** Blur along a line of random direction. */
  MOTION_BLUR(5, CorruptionGroup.BLUR, true),
  /** The mean of enlargements about the centre. */
  ZOOM_BLUR(6, CorruptionGroup.BLUR, false),
  /** Falling flakes and a pale sky. */
  SNOW(7, CorruptionGroup.WEATHER, true),
  /** Ice crystals on the lens. */
  FROST(8, CorruptionGroup.WEATHER, true),
  /** Clouds of a random fractal. */
  FOG(9, CorruptionGroup.WEATHER, true),
  /** A larger value in HSV. */
  BRIGHTNESS(10, CorruptionGroup.WEATHER, false),
  /** A smaller distance from the mean colour. */
  CONTRAST(11, CorruptionGroup.DIGITAL, false),
  /** A random affine map and random local shifts. */
  ELASTIC_TRANSFORM(12, CorruptionGroup.DIGITAL, true),
  /** Fewer, larger pixels. */
  PIXELATE(13, CorruptionGroup.DIGITAL, false),
  /** Compression by baseline JPEG. */
  JPEG_COMPRESSION(14, CorruptionGroup.DIGITAL, false),
  /** Normal noise that grows with the value. */
  SPECKLE_NOISE(15, CorruptionGroup.NOISE, true),
  /** Blur by a normal distribution. */
  GAUSSIAN_BLUR(16, CorruptionGroup.BLUR, false),
  /** Drops of water or mud on the lens. */
  SPATTER(17, CorruptionGroup.WEATHER, true),
  /** Other saturation in HSV. */
  SATURATE(18, CorruptionGroup.DIGITAL, false);

  /** The number of severities; 1 is the mildest by name, though not in every parameter. */
  public static final int SEVERITIES = 5;

  private static final int BENCHMARKED = 15;

  private final int number;
  private final CorruptionGroup group;
  private final boolean random;

  Corruption(int number, CorruptionGroup group, boolean random) {
    this.number = number;
    this.group = group;
    this.random = random;
  }

  /** The benchmark's name, as in {@code gaussian_noise}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What its random streams are told apart by. */
  int number() {
    return number;
  }

  /** The group it is counted in. */
  public CorruptionGroup group() {
    return group;
  }

  /** Whether the result depends on random numbers besides the image. */
  public boolean isRandom() {
    return random;
  }

  /** Whether it is one of the fifteen of the benchmark's own mean. */
  public boolean isBenchmarked() {
    return number < BENCHMARKED;
  }

  /** The names of all corruptions, in order. */
  public static List<String> ids() {
    return Arrays.stream(values()).map(Corruption::id).toList();
  }
}
