package io.seedcast.experiment.judge;

import io.seedcast.core.network.Network;
import io.seedcast.core.regrow.RegrownNetwork;
import io.seedcast.vision.Images;
import io.seedcast.vision.metrics.ConfusionMatrix;
import java.nio.file.Path;
import java.util.List;

/** A network whose answers are judged, ready to run. Closing it frees its native memory. */
public final class JudgedModel implements AutoCloseable {
  private final Path path;
  private final Network network;
  private final List<String> classNames;
  private final String digest;
  private final Answers answers;
  private final Runnable closing;

  /**
   * Takes a network that is ready to run.
   *
   * @param path the run folder or package it is from
   * @param digest of what decides its answers: the regrown tensors, or the checkpoint
   * @param closing frees what the answers need
   */
  public JudgedModel(
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

  /** Computes logits, (count, classes), row-major, of images, uint8 NCHW. */
  @FunctionalInterface
  public interface Answers {
    /** Computes the logits of so many images. */
    float[] logits(byte[] imagesNchw, int count);
  }

  /**
   * Opens a regrown network in ONNX Runtime, as a device does. Asked anything while the virtual
   * machine is asked to end, it throws a {@link io.seedcast.core.failure.SeedcastException} {@code
   * train.interrupted}.
   *
   * @param path the run folder or package it is from
   */
  public static JudgedModel regrown(
      Path path, RegrownNetwork regrown, List<String> classNames, int threads) {
    GatedSession session = GatedSession.open(regrown, threads);
    return new JudgedModel(
        path, regrown.network(), classNames, regrown.digest(), session::logits, session::close);
  }

  /** The run folder or package it is from. */
  public Path path() {
    return path;
  }

  /** What was described, trained or regrown. */
  public Network network() {
    return network;
  }

  /** The meaning of its outputs. */
  public List<String> classNames() {
    return classNames;
  }

  /** Of the regrown tensors, or of the checkpoint for the training graph. */
  public String digest() {
    return digest;
  }

  /** The class that it takes each image for. */
  public int[] predictions(Images images) {
    return predictions(logits(images.pixels(), images.count()));
  }

  /**
   * The class of the largest logit of each image.
   *
   * @param logitsNk (count, classes), row-major
   */
  int[] predictions(float[] logitsNk) {
    return ConfusionMatrix.predictions(logitsNk, classNames.size());
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
