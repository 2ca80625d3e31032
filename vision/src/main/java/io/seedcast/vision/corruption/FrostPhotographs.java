package io.seedcast.vision.corruption;

import io.seedcast.core.random.Philox;
import io.seedcast.vision.ImageSize;
import io.seedcast.vision.picture.Picture;
import java.util.List;

/** Photographs of frost, as they are seen at one scale. */
final class FrostPhotographs implements FrostPictures {
  /** A photograph in full size: bytes, layout (3, H, W). */
  static final class Photograph {
    private final ImageSize size;
    private final byte[] pixelsChw;

    Photograph(Picture picture) {
      this.size = picture.size();
      this.pixelsChw = picture.pixelsChw();
    }
  }

  private final List<Photograph> photographs;
  private final List<FrostView> views;

  /**
   * Looks at photographs.
   *
   * @param view how, unless one is too small
   * @param piece the size of the pieces that will be cut out
   */
  FrostPhotographs(List<Photograph> photographs, FrostView view, ImageSize piece) {
    this.photographs = photographs;
    this.views =
        photographs.stream()
            .map(
                photograph ->
                    view.enlargedFor(
                        photograph.size.height(),
                        photograph.size.width(),
                        piece.height(),
                        piece.width()))
            .toList();
  }

  @Override
  public int choose(Philox random) {
    return random.nextInt(photographs.size());
  }

  @Override
  public int height(int picture) {
    return views.get(picture).length(photographs.get(picture).size.height());
  }

  @Override
  public int width(int picture) {
    return views.get(picture).length(photographs.get(picture).size.width());
  }

  @Override
  public byte[] piece(int picture, int row, int column, int height, int width) {
    Photograph photograph = photographs.get(picture);
    FrostView view = views.get(picture);
    ImageSize size = photograph.size;
    byte[] piece = new byte[Levels.CHANNELS * height * width];
    int next = 0;
    for (int channel = 0; channel < Levels.CHANNELS; channel++) {
      for (int y = 0; y < height; y++) {
        int from = (channel * size.height() + view.pixel(row + y)) * size.width();
        for (int x = 0; x < width; x++) {
          piece[next++] = photograph.pixelsChw[from + view.pixel(column + x)];
        }
      }
    }
    return piece;
  }
}
