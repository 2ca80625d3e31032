package io.seedcast.vision.shapes;

import io.seedcast.core.random.Philox;
import io.seedcast.vision.Images;

/**
 * Multinomial logistic regression on normalised pixels, by stochastic gradient descent with a step
 * that falls to zero: what a dataset gives away without any notion of shape.
 */
final class LinearClassifier {
  private static final double FIRST_STEP = 0.002;
  private static final double WEIGHT_DECAY = 1e-4;

  private final float[][] weightsKi;
  private final float[] biasesK;

  private LinearClassifier(int classes, int inputs) {
    weightsKi = new float[classes][inputs];
    biasesK = new float[classes];
  }

  static LinearClassifier train(Images images, int classes, int epochs) {
    LinearClassifier classifier = new LinearClassifier(classes, images.size().bytes());
    Philox random = Philox.of(1, 1);
    int steps = epochs * images.count();
    for (int step = 0; step < steps; step++) {
      double rate = FIRST_STEP * (1 - (double) step / steps);
      int index = random.nextInt(images.count());
      classifier.step(normalised(images.image(index)), images.label(index), (float) rate);
    }
    return classifier;
  }

  private void step(float[] inputs, int label, float rate) {
    double[] probabilities = probabilities(inputs);
    for (int k = 0; k < weightsKi.length; k++) {
      float gradient = (float) (probabilities[k] - (k == label ? 1 : 0));
      float[] weights = weightsKi[k];
      float kept = 1 - rate * (float) WEIGHT_DECAY;
      for (int i = 0; i < inputs.length; i++) {
        weights[i] = kept * weights[i] - rate * gradient * inputs[i];
      }
      biasesK[k] -= rate * gradient;
    }
  }

  private double[] probabilities(float[] inputs) {
    double[] logits = logits(inputs);
    double largest = logits[argmax(logits)];
    double sum = 0;
    for (int k = 0; k < logits.length; k++) {
      logits[k] = Math.exp(logits[k] - largest);
      sum += logits[k];
    }
    for (int k = 0; k < logits.length; k++) {
      logits[k] /= sum;
    }
    return logits;
  }

  private double[] logits(float[] inputs) {
    double[] logits = new double[weightsKi.length];
    for (int k = 0; k < logits.length; k++) {
      float[] weights = weightsKi[k];
      float even = 0;
      float odd = 0;
      for (int i = 0; i + 1 < inputs.length; i += 2) {
        even += weights[i] * inputs[i];
        odd += weights[i + 1] * inputs[i + 1];
      }
      logits[k] = biasesK[k] + even + odd;
    }
    return logits;
  }

  double accuracy(Images images) {
    int correct = 0;
    for (int i = 0; i < images.count(); i++) {
      correct += argmax(logits(normalised(images.image(i)))) == images.label(i) ? 1 : 0;
    }
    return (double) correct / images.count();
  }

  private static int argmax(double[] values) {
    int best = 0;
    for (int k = 1; k < values.length; k++) {
      best = values[k] > values[best] ? k : best;
    }
    return best;
  }

  private static float[] normalised(byte[] imageChw) {
    float[] inputs = new float[imageChw.length];
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = ((imageChw[i] & 0xFF) - 127.5f) / 64;
    }
    return inputs;
  }
}
