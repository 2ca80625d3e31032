package io.seedcast.train;

import io.seedcast.train.TrainingGraph.Outputs;
import io.seedcast.vision.loader.Batch;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * Puts adversarial examples beside the images of a batch, and weighs both in the loss. The random
 * numbers of an example are a function of seed, epoch and image.
 */
final class AdversarialBatches {
  private static final int IMAGES = 0;

  private final AdversarialTraining training;
  private final GradientSteps steps;
  private final Classifier classifier;
  private final long seed;

  /**
   * Prepares examples against a network.
   *
   * @param classifier the network that is being trained
   */
  AdversarialBatches(AdversarialTraining training, Classifier classifier, long seed) {
    this.training = training;
    this.steps = new GradientSteps(training.steps(), training.stepFraction(), true);
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
    Epsilon epsilon = new Epsilon(training.epsilon());
    List<Ball> balls = new ArrayList<>();
    List<Example> examples = new ArrayList<>();
    for (int n = 0; n < batch.count(); n++) {
      Ball ball = Ball.around(Pixels.image(batch, n), epsilon);
      balls.add(ball);
      examples.add(steps.start(ball, seed, epoch, batch.indices()[n]));
    }
    for (int step = 0; step < steps.steps(); step++) {
      List<float[]> gradients = classifier.slope(examples, batch.labels()).gradients();
      for (int n = 0; n < batch.count(); n++) {
        steps.advance(balls.get(n), examples.get(n), gradients.get(n));
      }
    }
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
