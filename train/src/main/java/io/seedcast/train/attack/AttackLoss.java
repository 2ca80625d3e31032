package io.seedcast.train.attack;

/** What an attack along the gradient makes as large as it can. */
public enum AttackLoss {
  /**
   * The cross-entropy that networks are trained with. Where the softmax gives the image's class a
   * probability that rounds to 1 its gradient is exactly 0, and an attack stands still however weak
   * the network is.
   */
  CROSS_ENTROPY("cross-entropy"),

  /**
   * How far the largest logit of another class is above that of the image's: {@code max z_k - z_y}
   * over k other than y. No softmax can hide its gradient.
   *
   * <p>Source: N. Carlini, D. Wagner, "Towards evaluating the robustness of neural networks", IEEE
   * S&amp;P 2017, section V.A, f6 without its bound.
   */
  MARGIN("margin");

  private final String id;

  AttackLoss(String id) {
    this.id = id;
  }

  /** The name on the command line and in reports. */
  public String id() {
    return id;
  }
}
