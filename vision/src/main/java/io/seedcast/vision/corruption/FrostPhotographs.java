package io.seedcast.vision.corruption;

import io.seedcast.core.random.Philox;
import io.seedcast.vision.ImageSize;
import io.seedcast.vision.picture.Picture;
import java.util.ArrayList;
import java.util.List;

/** Photographs of frost, as they are seen at one scale. */
final class FrostPhotographs implements FrostPictures {
  /**
   * A photograph.
   *
   * @param pixelsChw bytes, layout (3, H, W), in full size
   */
  @SuppressWarnings("ArrayRecordComponent") // Never compared, and private to this class.
  private record Photograph(byte[] pixelsChw, ImageSize size, FrostView view) {}

  private final List<Photograph> photographs = new ArrayList<>();

  private FrostPhotographs() {}

  static FrostPhotographs of(List<Picture> pictures, FrostView view, ImageSize piece) {
    FrostPhotographs result = new FrostPhotographs();
    for (Picture picture : pictures) {
      ImageSize size = picture.size();
      result.photographs.add(
          new Photograph(
              picture.pixelsChw(),
              size,
              view.enlargedFor(size.height(), size.width(), piece.height(), piece.width())));
    }
    return result;
  }

  @Override
  public int choose(Philox random) {
    return random.nextInt(photographs.size());
  }

  @Override
  public int height(int picture) {
    Photograph photograph = photographs.get(picture);
    return photograph.view.length(photograph.size.height());
  }

  @Override
  public int width(int picture) {
    Photograph photograph = photographs.get(picture);
    return photograph.view.length(photograph.size.width());
  }

  @Override
  public byte[] piece(int picture, int row, int column, int height, int width) {
    Photograph photograph = photographs.get(picture);
    ImageSize size = photograph.size;
    byte[] piece = new byte[Levels.CHANNELS * height * width];
    int next = 0;
    for (int channel = 0; channel < Levels.CHANNELS; channel++) {
      for (int y = 0; y < height; y++) {
        int from = (channel * size.height() + photograph.view.pixel(row + y)) * size.width();
        for (int x = 0; x < width; x++) {
          piece[next++] = photograph.pixelsChw[from + photograph.view.pixel(column + x)];
        }
      }
    }
    return piece;
  }
}
