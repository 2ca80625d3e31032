package io.seedcast.vision;

import io.seedcast.core.failure.SeedcastException;
import org.jspecify.annotations.Nullable;

/**
 * Image data that cannot be used: a file is missing, cut short, damaged, or not what it was said to
 * be. The message names the file, the value found and what is accepted.
 */
public final class DataException extends SeedcastException {
  private static final long serialVersionUID = 1;

  /** What is wrong with the data. */
  public enum Reason {
    /** {@code data.missing}: a file, folder or class that must be there is not. */
    MISSING("data.missing", Kind.REFUSED),
    /** {@code data.truncated}: a file ends early or does not hold a whole number of records. */
    TRUNCATED("data.truncated", Kind.REFUSED),
    /** {@code data.mislabelled}: a label is outside the classes or contradicts another label. */
    MISLABELLED("data.mislabelled", Kind.REFUSED),
    /** {@code data.mixed-up}: files of another format, or one copied over another. */
    MIXED_UP("data.mixed-up", Kind.REFUSED),
    /** {@code data.undecodable}: a file's content cannot be decoded. */
    UNDECODABLE("data.undecodable", Kind.REFUSED),
    /** {@code data.size}: an image, or the whole, has a size that is not accepted. */
    SIZE("data.size", Kind.REFUSED),
    /** {@code data.source}: the text that names a dataset cannot be understood. */
    SOURCE("data.source", Kind.REFUSED),
    /** {@code data.unreadable}: the file system failed while reading. */
    UNREADABLE("data.unreadable", Kind.FAILED),
    /** {@code data.unwritable}: the file system failed while writing. */
    UNWRITABLE("data.unwritable", Kind.FAILED);

    private final String code;
    private final Kind kind;

    Reason(String code, Kind kind) {
      this.code = code;
      this.kind = kind;
    }
  }

  private final Reason reason;

  /** Creates a failure with its message. */
  public DataException(Reason reason, String message) {
    this(reason, message, null);
  }

  /** Creates a failure with its message and what caused it. */
  public DataException(Reason reason, String message, @Nullable Throwable cause) {
    super(reason.kind, reason.code, message, cause);
    this.reason = reason;
  }

  /** What is wrong. */
  public Reason reason() {
    return reason;
  }
}
