package io.seedcast.train.attack;

/**
 * What a network says of an image.
 *
 * @param prediction the image's class if its logit is above all others, otherwise the class of the
 *     largest other one
 * @param margin how far the logit of the image's class is above the largest other one
 */
record Verdict(int prediction, float margin) {
  /** Judges the logits from {@code offset} to {@code offset + classes - 1}. */
  static Verdict of(float[] logits, int offset, int classes, int label) {
    int rival = label == 0 ? 1 : 0;
    for (int k = rival + 1; k < classes; k++) {
      if (k != label && logits[offset + k] > logits[offset + rival]) {
        rival = k;
      }
    }
    float margin = logits[offset + label] - logits[offset + rival];
    return new Verdict(margin > 0 ? label : rival, margin);
  }

  /** Whether the image is not classified correctly; so also if a logit is not a number. */
  boolean isWrong() {
    return !(margin > 0);
  }
}
