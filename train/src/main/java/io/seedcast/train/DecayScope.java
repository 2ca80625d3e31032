package io.seedcast.train;

/** Which learned tensors the weight decay is for. */
public enum DecayScope {
  /** All of them, as in MonoCNN's code. */
  ALL("all"),
  /**
   * Tensors with more than one dimension, so neither biases nor normalisations' factors, as in
   * ReFrame's code.
   */
  WEIGHTS("weights");

  private final String id;

  DecayScope(String id) {
    this.id = id;
  }

  /** The name on the command line. */
  public String id() {
    return id;
  }
}
