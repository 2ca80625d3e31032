package io.seedcast.cli;

import io.seedcast.core.failure.SeedcastException;
import io.seedcast.core.failure.SeedcastException.Kind;
import io.seedcast.core.network.Shape;
import io.seedcast.device.Predictions;
import io.seedcast.onnx.InferenceSession;
import io.seedcast.vision.Dataset;
import java.util.List;
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
    requireFits(model.network().input(), model.labels(), dataset);
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

  /**
   * Refuses data that a model cannot be judged by: of other images, or of other classes than those
   * whose labels it learned. A source that knows no names has numbers in their place, which say
   * nothing of names.
   *
   * @throws SeedcastException {@code data.other-model}
   */
  static void requireFits(Shape input, List<String> classNames, Dataset dataset) {
    requireShapes(input, classNames.size(), dataset);
    if (areNumbers(classNames) != areNumbers(dataset.classNames())) {
      return;
    }
    for (int i = 0; i < classNames.size(); i++) {
      String found = dataset.classNames().get(i);
      if (!found.equals(classNames.get(i))) {
        throw new SeedcastException(
            Kind.REFUSED,
            "data.other-model",
            "class "
                + i
                + " of the model is \""
                + classNames.get(i)
                + "\", that of "
                + dataset.name()
                + " is \""
                + found
                + "\": a model is judged by the classes that it learned, in their order");
      }
    }
  }

  private static boolean areNumbers(List<String> classNames) {
    return classNames.stream().allMatch(name -> name.matches("[0-9]+"));
  }

  private static void requireShapes(Shape input, int classes, Dataset dataset) {
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
