package io.seedcast.train;

import io.seedcast.core.filter.FilterRule;
import io.seedcast.core.network.FloatTensor;
import io.seedcast.core.network.NamedTensors;
import io.seedcast.core.network.Network;
import io.seedcast.core.network.Shape;
import io.seedcast.core.random.Philox;
import io.seedcast.core.random.SeedMap;
import io.seedcast.core.random.StreamAlgorithm;
import io.seedcast.core.zoo.Architecture;
import io.seedcast.core.zoo.ConvolutionStyle;
import io.seedcast.core.zoo.Dimensions;
import io.seedcast.core.zoo.FrozenSeeds;
import io.seedcast.core.zoo.MonoStyle;
import io.seedcast.core.zoo.Replacement;
import io.seedcast.core.zoo.StandardStyle;
import io.seedcast.vision.Dataset;
import io.seedcast.vision.loader.Augmentation;
import io.seedcast.vision.shapes.Shapes10;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Trainings that take a second. */
final class TinyRun {
  static final int EPOCHS = 3;

  private static final Dataset DATASET = new Shapes10(1, 100, 30).draw();

  private TinyRun() {}

  /** 100 training images, in batches of 32: the last batch of an epoch is smaller. */
  static Dataset dataset() {
    return DATASET;
  }

  static Network network(ConvolutionStyle style) {
    return Architecture.RESNET18.build(style, new Dimensions(Shape.of(3, 32, 32), 10, 0.0625));
  }

  static Network standard() {
    return network(new StandardStyle());
  }

  static Network mono() {
    return mono(1);
  }

  static Network mono(long baseSeed) {
    return network(
        new MonoStyle(
            FilterRule.DEFAULT,
            Replacement.SPATIAL,
            true,
            new FrozenSeeds(StreamAlgorithm.PHILOX4X32_10, baseSeed, SeedMap.EQDIFF)));
  }

  static Recipe recipe() {
    return recipe(0.05, 1, 1);
  }

  static Recipe recipe(double learningRate, long seed, int threads) {
    return new Recipe(
        EPOCHS,
        32,
        learningRate,
        0.9,
        5e-4,
        5,
        Augmentation.STANDARD,
        seed,
        TrainingPrecision.BFLOAT16,
        threads);
  }

  static RunInfo info(Recipe recipe) {
    return RunInfo.starting("train", "shapes10", DATASET, recipe, Map.of("code", "test"));
  }

  static RunFolder create(Path path, Network network) {
    return RunFolder.create(path, network, info(recipe()));
  }

  /** Some state of a network's training graph, without training. */
  static NamedTensors state(Network network) {
    Map<String, FloatTensor> tensors = new LinkedHashMap<>();
    TrainingGraph.stateShapes(network)
        .forEach(
            (name, shape) -> {
              float[] values = new float[shape.elements()];
              Philox.of(tensors.size(), 0).fillUniform(values);
              tensors.put(name, FloatTensor.of(shape, values));
            });
    return NamedTensors.of(tensors);
  }

  static List<EpochMetrics> train(RunFolder folder) {
    return Trainer.train(DATASET, folder, null, TrainingListener.NONE);
  }
}
