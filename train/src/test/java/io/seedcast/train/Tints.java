package io.seedcast.train;

import io.seedcast.core.network.Network;
import io.seedcast.core.network.Shape;
import io.seedcast.core.random.Philox;
import io.seedcast.core.zoo.Architecture;
import io.seedcast.core.zoo.Dimensions;
import io.seedcast.core.zoo.StandardStyle;
import io.seedcast.vision.Dataset;
import io.seedcast.vision.ImageSize;
import io.seedcast.vision.Images;
import io.seedcast.vision.loader.Augmentation;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Images of noise with a slight tint: learned within a second, and lost to whoever may move each
 * value by as much as the tint.
 */
final class Tints {
  /** Red, green or blue is raised or lowered by 20 of 255 levels. */
  static final Dataset DATASET =
      new Dataset(
          "tints",
          List.of("more red", "more green", "more blue", "less red", "less green", "less blue"),
          images(300, 1),
          images(60, 2));

  private static final int TINT = 20;
  private static final int CHANNELS = 3;
  private static final int HEIGHT = 12;
  private static final int WIDTH = 20;

  private Tints() {}

  private static Images images(int count, long seed) {
    ImageSize size = new ImageSize(CHANNELS, HEIGHT, WIDTH);
    Images.Builder images = Images.builder(count, size);
    for (int i = 0; i < count; i++) {
      Philox random = Philox.of(seed, i);
      int label = random.nextInt(2 * CHANNELS);
      byte[] pixels = new byte[size.bytes()];
      for (int j = 0; j < pixels.length; j++) {
        boolean tinted = j / size.area() == label % CHANNELS;
        int tint = !tinted ? 0 : label < CHANNELS ? TINT : -TINT;
        pixels[j] = (byte) (64 + random.nextInt(128) + tint);
      }
      images.put(i, pixels, label);
    }
    return images.build();
  }

  /** Trains a small ResNet18. */
  static RunFolder train(Path path, long seed) {
    Recipe recipe =
        new Recipe(5, 16, 0.1, 0.9, 5e-4, 5, Augmentation.NONE, seed, TrainingPrecision.FLOAT32, 1);
    Network network =
        Architecture.RESNET18.build(
            new StandardStyle(),
            new Dimensions(Shape.of(CHANNELS, HEIGHT, WIDTH), 2 * CHANNELS, 0.0625));
    RunInfo info = RunInfo.starting("train", "tints", DATASET, recipe, Map.of("code", "test"));
    RunFolder folder = RunFolder.create(path, network, info);
    Trainer.train(DATASET, folder, null, TrainingListener.NONE);
    return folder;
  }
}
