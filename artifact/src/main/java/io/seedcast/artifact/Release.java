package io.seedcast.artifact;

import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which model this is.
 *
 * @param name 1 to 100 of a-z, 0-9, dot, hyphen and underscore, beginning with a letter or digit;
 *     of new packages see {@link #requirePublishable}
 * @param version at least 1; a device takes larger ones only
 * @param created when it was packaged
 * @param expires after {@code created}; from then on readers refuse it; null for never
 */
public record Release(String name, long version, Instant created, @Nullable Instant expires) {
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,99}");

  /** One component of a repository's name in the OCI distribution protocol. */
  private static final Pattern PUBLISHABLE =
      Pattern.compile("[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*");

  public Release {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "a model's name is 1 to 100 of a-z, 0-9, \".\", \"-\" and \"_\", and begins with a letter"
              + " or digit: got \""
              + name
              + "\"");
    }
    if (version < 1) {
      throw new IllegalArgumentException("a model's version must be at least 1: got " + version);
    }
    if (expires != null && !expires.isAfter(created)) {
      throw new IllegalArgumentException(
          "a model must expire after it was created at " + created + ": got " + expires);
    }
  }

  /**
   * Refuses a name that not every hub takes. Packages that have one are read, but no new ones are
   * made.
   *
   * @throws IllegalArgumentException if the parts of the name are not parted by single dots or
   *     underscores, by two underscores or by hyphens
   */
  public void requirePublishable() {
    if (!PUBLISHABLE.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "no hub takes the model's name \""
              + name
              + "\"; accepted are lower-case letters and digits, parted by single \".\" or \"_\", by"
              + " \"__\" or by hyphens");
    }
  }

  /**
   * Refuses a model that is no newer than what is there.
   *
   * @param installed the version that is there
   * @throws PackageException {@code package.rollback} if this version is not larger
   */
  public void requireNewerThan(long installed) {
    if (version <= installed) {
      throw PackageException.refused(
          "package.rollback",
          name + ": version " + version + " is not newer than the installed " + installed);
    }
  }

  /** Refuses an expired model. */
  void requireValidAt(Instant now, String source) {
    if (expires != null && !now.isBefore(expires)) {
      throw PackageException.refused(
          "package.expired",
          source
              + ": "
              + name
              + " version "
              + version
              + " expired at "
              + expires
              + " (now "
              + now
              + ")");
    }
  }
}
