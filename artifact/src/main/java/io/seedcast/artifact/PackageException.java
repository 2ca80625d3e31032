package io.seedcast.artifact;

import io.seedcast.core.failure.SeedcastException;
import org.jspecify.annotations.Nullable;

/**
 * A package, a network description, a tensor file or a key that cannot be used, or could not be
 * stored.
 *
 * <p>Codes of packages: {@code package.not-a-package}, {@code package.truncated} (cut short, or a
 * part is missing), {@code package.missing} (no such file), {@code package.checksum}, {@code
 * package.signature} (wrong), {@code package.unsigned}, {@code package.untrusted-key}, {@code
 * package.expired}, {@code package.rollback} (older than what is required), {@code
 * package.too-new}, {@code package.too-old}, {@code package.malformed}, {@code package.exists},
 * {@code package.unreadable} and {@code package.unwritable} (the file system failed). Of
 * descriptions: {@code network.malformed}, {@code network.too-new}, {@code network.too-old}, {@code
 * network.unknown-operation}. Of tensor files: {@code tensors.malformed}, {@code
 * tensors.truncated}. Of keys: {@code key.missing}, {@code key.malformed}, {@code key.exists},
 * {@code key.unwritable}.
 */
public final class PackageException extends SeedcastException {
  private static final long serialVersionUID = 1;

  PackageException(Kind kind, String code, String message, @Nullable Throwable cause) {
    super(kind, code, message, cause);
  }

  static PackageException refused(String code, String message) {
    return new PackageException(Kind.REFUSED, code, message, null);
  }

  static PackageException refused(String code, String message, Throwable cause) {
    return new PackageException(Kind.REFUSED, code, message, cause);
  }

  static PackageException failed(String code, String message, Throwable cause) {
    return new PackageException(Kind.FAILED, code, message, cause);
  }
}
