package io.seedcast.vision.corruption;

import io.seedcast.vision.DataException;
import io.seedcast.vision.DataException.Reason;
import io.seedcast.vision.ImageSize;
import io.seedcast.vision.corruption.FrostPhotographs.Photograph;
import io.seedcast.vision.picture.Picture;
import io.seedcast.vision.picture.PictureFiles;
import java.nio.file.Path;
import java.util.List;

/**
 * Where the frost of {@link Corruption#FROST} comes from: textures drawn from a seed, or the user's
 * own photographs. Safe for any number of threads.
 */
public final class FrostTextures {
  private final String text;
  private final Source source;

  private FrostTextures(String text, Source source) {
    this.text = text;
    this.source = source;
  }

  /** Pictures in full size. */
  private interface Source {
    FrostPictures at(FrostView view, ImageSize size);
  }

  /**
   * Textures like ice on glass, drawn from a seed: eight fields in four tints. A field is drawn
   * when it is first needed, in a fraction of a second.
   */
  public static FrostTextures procedural(long seed) {
    ProceduralFrost frost = new ProceduralFrost(seed);
    return new FrostTextures("procedural", frost::at);
  }

  /**
   * The PNG and JPEG files of a folder, in the order of their names, each equally likely. Those too
   * small for the images are enlarged by a whole factor.
   *
   * @throws DataException if there is no such folder, it holds no picture, or one cannot be read
   */
  public static FrostTextures photographs(Path folder) {
    List<Path> files = PictureFiles.in(folder);
    List<Photograph> photographs = files.stream().map(FrostTextures::photograph).toList();
    return new FrostTextures(
        "photographs in " + folder, (view, size) -> new FrostPhotographs(photographs, view, size));
  }

  private static Photograph photograph(Path file) {
    Picture picture = Picture.read(file, Levels.CHANNELS);
    ImageSize size = picture.size();
    if (Math.min(size.height(), size.width()) < FrostView.SHORTEST_SIDE) {
      throw new DataException(
          Reason.SIZE,
          "%s: %d x %d pixels are too few for a picture of frost; accepted are sides of %d pixels and more"
              .formatted(file, size.height(), size.width(), FrostView.SHORTEST_SIDE));
    }
    return new Photograph(picture);
  }

  /** The pictures as images of this size need them. */
  FrostPictures at(CorruptionScale scale, ImageSize size) {
    return source.at(FrostView.of(scale), size);
  }

  /** {@code procedural} or {@code photographs in FOLDER}. */
  @Override
  public String toString() {
    return text;
  }
}
