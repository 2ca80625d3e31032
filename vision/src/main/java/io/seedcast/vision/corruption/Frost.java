package io.seedcast.vision.corruption;

import io.seedcast.core.random.Philox;
import io.seedcast.vision.ImageSize;

/**
 * A piece of a picture of frost laid over the image. Draws: number of the picture, first row and
 * first column of the piece.
 */
final class Frost implements Distortion {
  private final ImageSize size;
  private final FrostPictures pictures;
  private final double imageWeight;
  private final double frostWeight;

  /**
   * Prepares the frost.
   *
   * @param parameters weight of the image and of the frost
   */
  Frost(ImageSize size, double[] parameters, FrostPictures pictures) {
    this.size = size;
    this.pictures = pictures;
    this.imageWeight = parameters[0];
    this.frostWeight = parameters[1];
  }

  @Override
  public int drawCount() {
    return 3;
  }

  @Override
  public double[] draw(Philox random) {
    int picture = pictures.choose(random);
    int row = random.nextInt(pictures.height(picture) - size.height());
    int column = random.nextInt(pictures.width(picture) - size.width());
    return new double[] {picture, row, column};
  }

  @Override
  public byte[] apply(byte[] imageChw, double[] draws) {
    byte[] frost =
        pictures.piece((int) draws[0], (int) draws[1], (int) draws[2], size.height(), size.width());
    byte[] result = new byte[imageChw.length];
    for (int i = 0; i < result.length; i++) {
      double value = imageWeight * (imageChw[i] & 0xFF) + frostWeight * (frost[i] & 0xFF);
      result[i] = (byte) (int) Math.min(Math.max(value, 0), 255);
    }
    return result;
  }
}
