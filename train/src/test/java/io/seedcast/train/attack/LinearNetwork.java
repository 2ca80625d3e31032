package io.seedcast.train.attack;

import io.seedcast.core.network.Shape;

/**
 * A network simple enough to work out by hand what an attack can reach: the logit of class 1 is a
 * weighted sum of an image's values, every other one is constant.
 *
 * @param weights of each value of an image
 * @param bias of class 1
 * @param classes at least 2; those from 2 on are out of the question
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record LinearNetwork(Shape input, float[] weights, float bias, int classes)
    implements AttackedNetwork {
  private static final float OUT_OF_THE_QUESTION = -1000;

  @Override
  public float[] logits(float[] imagesNchw) {
    int count = imagesNchw.length / weights.length;
    float[] logits = new float[count * classes];
    for (int n = 0; n < count; n++) {
      for (int k = 2; k < classes; k++) {
        logits[n * classes + k] = OUT_OF_THE_QUESTION;
      }
      double sum = bias;
      for (int i = 0; i < weights.length; i++) {
        sum += weights[i] * imagesNchw[n * weights.length + i];
      }
      logits[n * classes + 1] = (float) sum;
    }
    return logits;
  }

  @Override
  public Slope slope(float[] imagesNchw, int[] labels, AttackLoss loss) {
    float[] logits = logits(imagesNchw);
    float[] gradients = new float[imagesNchw.length];
    for (int n = 0; n < labels.length; n++) {
      double slope =
          switch (loss) {
            case CROSS_ENTROPY -> 1 / (1 + Math.exp(-logits[n * classes + 1])) - labels[n];
            case MARGIN -> 1 - 2 * labels[n];
          };
      for (int i = 0; i < weights.length; i++) {
        gradients[n * weights.length + i] = (float) (slope * weights[i]);
      }
    }
    return new Slope(logits, gradients);
  }
}
