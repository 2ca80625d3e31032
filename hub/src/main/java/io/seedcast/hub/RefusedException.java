package io.seedcast.hub;

/** A request that is not served; becomes the answer's status and error document. */
final class RefusedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final Refusal refusal;

  RefusedException(Refusal refusal, String message) {
    super(message);
    this.refusal = refusal;
  }

  Refusal refusal() {
    return refusal;
  }

  String text() {
    String message = getMessage();
    return message == null ? refusal.code() : message;
  }
}
