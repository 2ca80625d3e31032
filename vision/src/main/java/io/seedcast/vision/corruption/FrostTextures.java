package io.seedcast.vision.corruption;

import io.seedcast.vision.DataException;
import io.seedcast.vision.DataException.Reason;
import io.seedcast.vision.ImageSize;
import io.seedcast.vision.corruption.FrostPhotographs.Photograph;
import io.seedcast.vision.picture.Picture;
import io.seedcast.vision.picture.PictureFiles;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
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
   * small for the images are enlarged by a whole factor; transparency is dropped, so that every
   * pixel counts with its colour.
   *
   * @throws DataException if there is no such folder, it holds no picture, or one cannot be read
   */
  public static FrostTextures photographs(Path folder) {
    List<Path> files = PictureFiles.in(folder);
    List<Picture> pictures = files.stream().map(FrostTextures::picture).toList();
    List<Photograph> photographs = pictures.stream().map(Photograph::new).toList();
    return new FrostTextures(
        "photographs with SHA-256 " + sha256(pictures),
        (view, size) -> new FrostPhotographs(photographs, view, size));
  }

  private static Picture picture(Path file) {
    Picture picture = Picture.readWithoutAlpha(file, Levels.CHANNELS);
    ImageSize size = picture.size();
    if (Math.min(size.height(), size.width()) < FrostView.SHORTEST_SIDE) {
      throw new DataException(
          Reason.SIZE,
          "%s: %d x %d pixels are too few for a picture of frost; accepted are sides of %d pixels and more"
              .formatted(file, size.height(), size.width(), FrostView.SHORTEST_SIDE));
    }
    return picture;
  }

  /** Over the sizes and pixels of the pictures, in their order. */
  private static String sha256(List<Picture> pictures) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (Picture picture : pictures) {
        digest.update((picture.size() + "\n").getBytes(StandardCharsets.UTF_8));
        digest.update(picture.pixelsChw());
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** The pictures as images of this size need them. */
  FrostPictures at(CorruptionScale scale, ImageSize size) {
    return source.at(FrostView.of(scale), size);
  }

  /** {@code procedural}, or what photographs they are, by their digest. */
  @Override
  public String toString() {
    return text;
  }
}
