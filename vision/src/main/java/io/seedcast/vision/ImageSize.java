package io.seedcast.vision;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The extent of one image: channels, rows and columns.
 *
 * @param channels 1 (grey) or 3 (red, green, blue)
 * @param height in pixels, 1 to {@value #MAX_SIDE}
 * @param width in pixels, 1 to {@value #MAX_SIDE}
 */
public record ImageSize(int channels, int height, int width) {
  /** The longest side of an image, in pixels. */
  public static final int MAX_SIDE = 16_384;

  private static final Pattern NOTATION = Pattern.compile("([13])x(\\d{1,5})x(\\d{1,5})");

  public ImageSize {
    if (channels != 1 && channels != 3) {
      throw new IllegalArgumentException("an image has 1 or 3 channels: got " + channels);
    }
    if (height < 1 || height > MAX_SIDE || width < 1 || width > MAX_SIDE) {
      throw new IllegalArgumentException(
          "an image's sides are 1 to " + MAX_SIDE + " pixels: got " + height + " x " + width);
    }
  }

  /**
   * Reads the notation of {@link #toString}, channels first: {@code 3x32x32}.
   *
   * @throws IllegalArgumentException if the text is anything else
   */
  public static ImageSize parse(String text) {
    Matcher matcher = NOTATION.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "not an image size: \""
              + text
              + "\"; write channels (1 or 3), height and width, as in 3x32x32");
    }
    return new ImageSize(
        Integer.parseInt(matcher.group(1)),
        Integer.parseInt(matcher.group(2)),
        Integer.parseInt(matcher.group(3)));
  }

  /** The number of pixels of one channel. */
  public int area() {
    return height * width;
  }

  /** The number of bytes of one image, one per pixel and channel. */
  public int bytes() {
    return channels * area();
  }

  /** Channels, height and width joined by x, as in {@code 3x32x32}. */
  @Override
  public String toString() {
    return channels + "x" + height + "x" + width;
  }
}
