package io.seedcast.device;

import io.seedcast.artifact.ModelPackage;
import io.seedcast.artifact.Probe;
import io.seedcast.core.network.Shape;
import io.seedcast.onnx.InferenceSession;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * A model in use: regrown, proven by its probe, ready to predict. Thread-safe. Owned by the {@link
 * DeviceAgent}, which closes it when another version takes its place.
 */
public final class Predictor implements AutoCloseable {
  private final InferenceSession session;
  private final Installed installed;
  private final List<String> labels;
  private final double regrowMillis;

  Predictor(
      InferenceSession session, Installed installed, List<String> labels, double regrowMillis) {
    this.session = session;
    this.installed = installed;
    this.labels = labels;
    this.regrowMillis = regrowMillis;
  }

  /** The shape of one image, (channels, height, width). */
  public Shape input() {
    return session.input();
  }

  /** The names of the classes. */
  public List<String> labels() {
    return labels;
  }

  /** The version of the model. */
  public long version() {
    return installed.version();
  }

  /** Time to regrow the tensors, or to read and verify them in stored mode. */
  public double regrowMillis() {
    return regrowMillis;
  }

  /**
   * Predicts the class of each image.
   *
   * @param images uint8 NCHW, at least one image
   * @param progress told the number of images done now and then
   */
  public Predictions predict(byte[] images, IntConsumer progress) {
    int count = images.length / input().elements();
    if (count == 0 || images.length % input().elements() != 0) {
      throw new IllegalArgumentException(
          "images of "
              + input()
              + " take "
              + input().elements()
              + " bytes each: got "
              + images.length
              + " bytes");
    }
    long start = System.nanoTime();
    int[] classes = session.predict(images, progress);
    return new Predictions(classes, (System.nanoTime() - start) / 1e6 / count);
  }

  /**
   * Compares the session's answers with those of the cloud.
   *
   * @throws DeviceException {@code device.probe} if they differ
   */
  static void requireProbe(InferenceSession session, ModelPackage model) {
    Probe probe = model.probe();
    List<float[]> answers = new ArrayList<>();
    for (int i = 0; i < probe.size(); i++) {
      answers.add(session.logits(probe.image(i), 1));
    }
    if (!probe.isReproducedBy(answers)) {
      throw DeviceException.refused(
          "device.probe",
          "version "
              + model.release().version()
              + " answers its probe otherwise than in the cloud: logits differ by "
              + probe.largestDifference(answers)
              + ", accepted is "
              + probe.tolerance()
              + "; the first image gives "
              + Arrays.toString(answers.get(0)));
    }
  }

  Installed installed() {
    return installed;
  }

  @Override
  public void close() {
    session.close();
  }
}
