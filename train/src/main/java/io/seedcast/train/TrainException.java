package io.seedcast.train;

import io.seedcast.core.failure.SeedcastException;
import org.jspecify.annotations.Nullable;

/**
 * A training run that cannot start, continue or be used. Codes begin with {@code train.} or {@code
 * run.}.
 */
public final class TrainException extends SeedcastException {
  private static final long serialVersionUID = 1;

  /** The code of a training whose loss or tensors ceased to be finite. */
  public static final String DIVERGED = "train.diverged";

  TrainException(Kind kind, String code, String message) {
    super(kind, code, message);
  }

  TrainException(Kind kind, String code, String message, @Nullable Throwable cause) {
    super(kind, code, message, cause);
  }
}
