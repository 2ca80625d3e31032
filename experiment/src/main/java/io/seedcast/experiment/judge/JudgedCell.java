package io.seedcast.experiment.judge;

import io.seedcast.vision.Images;
import io.seedcast.vision.metrics.CalibrationError;
import java.util.Arrays;
import java.util.List;

/**
 * What a network made of one set of images.
 *
 * @param name {@code clean}, or corruption and severity as in {@code fog_3}
 * @param imagesDigest SHA-256 of the images and labels
 * @param calibrationError expected calibration error, 0 to 1
 * @param predictions the class of each image
 */
public record JudgedCell(
    String name, String imagesDigest, double calibrationError, List<Integer> predictions) {
  /** The name of the images as they are. */
  public static final String CLEAN = "clean";

  public JudgedCell {
    predictions = List.copyOf(predictions);
  }

  /** Lets a network judge images. */
  public static JudgedCell of(String name, JudgedModel model, Images images) {
    float[] logits = model.logits(images.pixels(), images.count());
    return new JudgedCell(
        name,
        images.sha256(),
        CalibrationError.of(logits, model.classNames().size(), images.labels()),
        Arrays.stream(model.predictions(logits)).boxed().toList());
  }

  /** The share of images whose class is right. */
  public double accuracy(Images images) {
    int correct = 0;
    for (int i = 0; i < images.count(); i++) {
      correct += predictions.get(i) == images.label(i) ? 1 : 0;
    }
    return correct / (double) images.count();
  }
}
