package io.seedcast.train;

import io.seedcast.train.TrainingGraph.Outputs;
import io.seedcast.train.attack.AdversarialTraining;
import io.seedcast.vision.loader.Batch;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/** Puts adversarial examples beside the images of a batch, and weighs both in the loss. */
final class AdversarialBatches {
  private static final int IMAGES = 0;

  private final AdversarialTraining training;
  private final GraphClassifier classifier;
  private final long seed;

  /**
   * Prepares examples against a network.
   *
   * @param classifier the network that is being trained
   */
  AdversarialBatches(AdversarialTraining training, GraphClassifier classifier, long seed) {
    this.training = training;
    this.classifier = classifier;
    this.seed = seed;
  }

  /**
   * Returns the images followed by their adversarial examples, in the current scope.
   *
   * @param clean the batch's images, float32 (N, C, H, W)
   * @param epoch counted from 0
   * @return float32 (2 N, C, H, W)
   */
  Tensor beside(Tensor clean, Batch batch, int epoch) {
    float[] examples = training.examples(classifier, batch, seed, epoch);
    return torch.cat(new TensorVector(clean, classifier.pixels(examples)), IMAGES);
  }

  /**
   * Returns the weighted cross-entropy, a scalar in the current scope.
   *
   * @param outputs for what {@link #beside} returned
   * @param labels of the N images
   */
  Tensor loss(Outputs outputs, Tensor labels) {
    Tensor logits = outputs.logits();
    long count = labels.size(IMAGES);
    Tensor clean = torch.cross_entropy_loss(logits.narrow(IMAGES, 0, count), labels);
    Tensor adversarial = torch.cross_entropy_loss(logits.narrow(IMAGES, count, count), labels);
    return clean
        .mul(new Scalar(1 - training.weight()))
        .add(adversarial.mul(new Scalar(training.weight())));
  }
}
