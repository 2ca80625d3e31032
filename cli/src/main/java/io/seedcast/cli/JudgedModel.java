package io.seedcast.cli;

import io.seedcast.core.network.Network;
import io.seedcast.onnx.InferenceSession;
import io.seedcast.train.RunFolder;
import io.seedcast.train.TrainedClassifier;
import java.nio.file.Path;
import java.util.List;

/** A network whose answers are judged, ready to run. Closing it frees its native memory. */
final class JudgedModel implements AutoCloseable {
  private final Path path;
  private final Network network;
  private final List<String> classNames;
  private final String digest;
  private final Answers answers;
  private final Runnable closing;

  private JudgedModel(
      Path path,
      Network network,
      List<String> classNames,
      String digest,
      Answers answers,
      Runnable closing) {
    this.path = path;
    this.network = network;
    this.classNames = List.copyOf(classNames);
    this.digest = digest;
    this.answers = answers;
    this.closing = closing;
  }

  /** Computes logits, row-major, of images, uint8 NCHW. */
  @FunctionalInterface
  private interface Answers {
    float[] logits(byte[] imagesNchw, int count);
  }

  /** Opens a run folder or, with ONNX Runtime, a package. */
  static JudgedModel open(Path path, ModelRuntime runtime) {
    int threads = Runtime.getRuntime().availableProcessors();
    return switch (runtime) {
      case ONNX -> {
        DeployedModel model = DeployedModel.open(path, null);
        InferenceSession session = InferenceSession.open(model.regrown(), threads);
        yield new JudgedModel(
            path,
            model.network(),
            model.labels(),
            model.regrown().digest(),
            session::logits,
            session::close);
      }
      case TRAINING -> {
        RunFolder run = RunFolder.open(path);
        TrainedClassifier classifier = TrainedClassifier.open(run, threads);
        yield new JudgedModel(
            path,
            run.network(),
            run.info().classNames(),
            run.checkpointDigest(),
            classifier::logits,
            classifier::close);
      }
    };
  }

  Path path() {
    return path;
  }

  Network network() {
    return network;
  }

  List<String> classNames() {
    return classNames;
  }

  /** Of the regrown tensors, or of the checkpoint for the training graph. */
  String digest() {
    return digest;
  }

  /** Returns (count, classes), row-major. */
  float[] logits(byte[] imagesNchw, int count) {
    return answers.logits(imagesNchw, count);
  }

  @Override
  public void close() {
    closing.run();
  }
}
