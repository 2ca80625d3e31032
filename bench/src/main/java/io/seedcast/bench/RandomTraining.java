package io.seedcast.bench;

import io.seedcast.core.network.Network;
import io.seedcast.core.random.Philox;
import io.seedcast.train.Recipe;
import io.seedcast.train.RunFolder;
import io.seedcast.train.RunInfo;
import io.seedcast.train.Trainer;
import io.seedcast.train.TrainingListener;
import io.seedcast.train.TrainingPrecision;
import io.seedcast.vision.Dataset;
import io.seedcast.vision.ImageSize;
import io.seedcast.vision.Images;
import io.seedcast.vision.loader.Augmentation;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.IntStream;

/** One epoch of the real trainer on random images of 3x32x32 in ten classes. */
final class RandomTraining {
  static final int CLASSES = 10;
  private static final ImageSize SIZE = new ImageSize(3, 32, 32);

  private RandomTraining() {}

  /** Trains a network from its initial values, with the papers' recipe. */
  static RunFolder run(
      Path folder,
      Network network,
      Dataset dataset,
      int batch,
      TrainingPrecision precision,
      int threads,
      TrainingListener listener) {
    Recipe usual = Recipe.of(1, 1);
    Recipe recipe =
        new Recipe(
            1,
            batch,
            usual.learningRate(),
            usual.momentum(),
            usual.weightDecay(),
            usual.clipNorm(),
            Augmentation.STANDARD,
            1,
            precision,
            threads);
    RunInfo info = RunInfo.starting("benchmark", "random", dataset, recipe, Map.of());
    RunFolder run = RunFolder.create(folder, network, info);
    Trainer.train(dataset, run, null, listener);
    return run;
  }

  /** Random images with random labels. */
  static Dataset dataset(int train, int test) {
    return new Dataset(
        "random",
        IntStream.range(0, CLASSES).mapToObj(i -> "class " + i).toList(),
        images(train),
        images(test));
  }

  private static Images images(int count) {
    Philox random = Philox.of(1, count);
    Images.Builder images = Images.builder(count, SIZE);
    byte[] pixels = new byte[SIZE.bytes()];
    for (int i = 0; i < count; i++) {
      for (int j = 0; j < pixels.length; j++) {
        pixels[j] = (byte) random.nextBits();
      }
      images.put(i, pixels, random.nextInt(CLASSES));
    }
    return images.build();
  }
}
