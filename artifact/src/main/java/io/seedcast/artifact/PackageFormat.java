package io.seedcast.artifact;

/** The package format, version 1. */
public final class PackageFormat {

  /** The version that is written. */
  public static final int VERSION = 1;

  /** The oldest version that is read. */
  public static final int OLDEST_VERSION = 1;

  /** What kind of OCI artifact a package is. */
  public static final String ARTIFACT_TYPE = "application/vnd.seedcast.model.manifest.v1+json";

  /** The media type of the signed config. */
  public static final String CONFIG_MEDIA_TYPE = "application/vnd.seedcast.model.config.v1+json";

  /** The media type of the signature. */
  public static final String SIGNATURE_MEDIA_TYPE =
      "application/vnd.seedcast.model.signature.v1+json";

  private PackageFormat() {}
}
