package io.seedcast.cli;

import io.seedcast.core.failure.SeedcastException;
import io.seedcast.core.failure.SeedcastException.Kind;
import io.seedcast.core.network.Shape;
import io.seedcast.device.Predictions;
import io.seedcast.onnx.InferenceSession;
import io.seedcast.vision.Dataset;
import java.util.function.IntConsumer;

/** Runs a deployed model, the very floats a device holds, on labelled images. */
final class Evaluation {
  private Evaluation() {}

  /**
   * Predicts the test images of a dataset.
   *
   * @throws SeedcastException {@code data.other-model} if the dataset's images or classes are not
   *     the model's
   */
  static Predictions predict(DeployedModel model, Dataset dataset, IntConsumer progress) {
    requireFits(model.network().input(), model.labels().size(), dataset);
    try (InferenceSession session =
        InferenceSession.open(model.regrown(), Runtime.getRuntime().availableProcessors())) {
      byte[] pixels = dataset.test().pixels();
      long start = System.nanoTime();
      int[] classes = session.predict(pixels, progress);
      double millis = (System.nanoTime() - start) / 1e6 / classes.length;
      return new Predictions(classes, millis);
    }
  }

  /** Channels, height and width of a dataset's images. */
  static Shape shape(Dataset dataset) {
    return Shape.of(
        dataset.imageSize().channels(), dataset.imageSize().height(), dataset.imageSize().width());
  }

  /** Refuses data that a model cannot be judged by. */
  static void requireFits(Shape input, int classes, Dataset dataset) {
    Shape image = shape(dataset);
    if (!image.equals(input) || dataset.classes() != classes) {
      throw new SeedcastException(
          Kind.REFUSED,
          "data.other-model",
          "the model takes images of "
              + input
              + " and knows "
              + classes
              + " classes: "
              + dataset.name()
              + " has images of "
              + image
              + " and "
              + dataset.classes()
              + " classes");
    }
  }
}
