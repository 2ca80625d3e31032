package io.seedcast.core.failure;

import org.jspecify.annotations.Nullable;

/**
 * A failure that a correct caller can meet. Each module has its own subclass; the code names the
 * failure for scripts, the message explains it to people: what was wrong, the value found and what
 * is accepted.
 */
public class SeedcastException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** What a caller may do about a failure. */
  public enum Kind {
    /** The work itself failed, as on a full disk. */
    FAILED,
    /** The input was refused: another input may do. */
    REFUSED,
    /** A remote party did not answer, or not as it should: later may do. */
    UNAVAILABLE
  }

  private final String code;
  private final Kind kind;

  /**
   * Creates a failure.
   *
   * @param code stable, dotted, as in {@code package.checksum}
   * @param message for people
   */
  public SeedcastException(Kind kind, String code, String message) {
    this(kind, code, message, null);
  }

  /** Creates a failure with its cause. */
  public SeedcastException(Kind kind, String code, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.kind = kind;
    this.code = code;
  }

  /** The stable code. */
  public String code() {
    return code;
  }

  /** What a caller may do about it. */
  public Kind kind() {
    return kind;
  }
}
