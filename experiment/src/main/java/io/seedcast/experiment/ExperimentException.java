package io.seedcast.experiment;

import io.seedcast.core.failure.SeedcastException;
import org.jspecify.annotations.Nullable;

/** An experiment that cannot start or continue. Codes begin with {@code experiment.}. */
public final class ExperimentException extends SeedcastException {
  private static final long serialVersionUID = 1;

  ExperimentException(Kind kind, String code, String message) {
    super(kind, code, message);
  }

  ExperimentException(Kind kind, String code, String message, @Nullable Throwable cause) {
    super(kind, code, message, cause);
  }

  /** A file that is not an experiment, or contradicts itself. */
  static ExperimentException malformed(String file, String reason, Exception cause) {
    return new ExperimentException(
        Kind.REFUSED, "experiment.malformed", file + " is not an experiment: " + reason, cause);
  }
}
