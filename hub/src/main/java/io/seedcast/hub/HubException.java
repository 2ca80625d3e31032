package io.seedcast.hub;

import io.seedcast.core.failure.SeedcastException;
import org.jspecify.annotations.Nullable;

/**
 * A hub that cannot do what it was asked, or a publisher's view of it. Codes start with {@code
 * hub.}; on {@code /v1} they are the {@code code} of the problem document.
 */
public final class HubException extends SeedcastException {
  private static final long serialVersionUID = 1;

  /** Creates a failure. */
  public HubException(Kind kind, String code, String message) {
    super(kind, code, message);
  }

  /** Creates a failure with its cause. */
  public HubException(Kind kind, String code, String message, @Nullable Throwable cause) {
    super(kind, code, message, cause);
  }
}
