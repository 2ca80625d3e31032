package io.seedcast.artifact;

/**
 * A package that was read or written, and how it is stored.
 *
 * @param manifestDigest names the package as a whole
 */
public record StoredPackage(ModelPackage model, PackageHeader header, Digest manifestDigest) {}
