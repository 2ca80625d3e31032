package io.seedcast.vision.corruption;

import io.seedcast.vision.ImageSize;
import io.seedcast.vision.Images;
import io.seedcast.vision.shapes.Shapes10;
import java.util.Arrays;

/** Images to corrupt. */
final class Samples {
  private Samples() {}

  /** Pictures of shapes, 3x32x32. */
  static Images shapes(int count) {
    return new Shapes10(1, 0, count).draw().test();
  }

  /** Pieces of pictures of shapes, repeated where they are too small. */
  static Images shapes(int count, ImageSize size) {
    Images shapes = shapes(count);
    Images.Builder images = Images.builder(count, size);
    for (int i = 0; i < count; i++) {
      byte[] image = new byte[size.bytes()];
      for (int j = 0; j < image.length; j++) {
        int y = j / size.width() % size.height() % 32;
        int x = j % size.width() % 32;
        image[j] = (byte) shapes.pixel(i, j / size.area(), y, x);
      }
      images.put(i, image, shapes.label(i));
    }
    return images.build();
  }

  /** Images of one colour. */
  static Images constant(int count, int side, int... colour) {
    ImageSize size = new ImageSize(colour.length, side, side);
    byte[] image = new byte[size.bytes()];
    for (int channel = 0; channel < colour.length; channel++) {
      Arrays.fill(
          image, channel * size.area(), (channel + 1) * size.area(), (byte) colour[channel]);
    }
    Images.Builder images = Images.builder(count, size);
    for (int i = 0; i < count; i++) {
      images.put(i, image, 0);
    }
    return images.build();
  }

  /** Prepares a corruption with procedural frost of seed 1. */
  static Corruptor corruptor(
      Corruption corruption, int severity, CorruptionScale scale, ImageSize size) {
    return Corruptor.of(corruption, severity, scale, size, FrostTextures.procedural(1));
  }
}
