package io.seedcast.artifact;

import java.nio.file.Path;
import java.time.Clock;

/** Reads packages, verified before they are parsed. */
public final class PackageReader {
  private PackageReader() {}

  /** Reads a whole package from a directory or a single file. */
  public static StoredPackage read(Path path, Trust trust, Clock clock) {
    throw new UnsupportedOperationException();
  }

  /** Reads a whole package from a store of blobs. */
  public static StoredPackage read(
      BlobSource blobs, Digest manifestDigest, Trust trust, Clock clock) {
    throw new UnsupportedOperationException();
  }

  /**
   * Reads and verifies manifest, config and signature only: what decides about fetching the rest.
   */
  public static PackageHeader readHeader(
      BlobSource blobs, Digest manifestDigest, Trust trust, Clock clock) {
    throw new UnsupportedOperationException();
  }

  /** Reads a blob and verifies its size and digest. */
  public static byte[] readBlob(BlobSource blobs, Descriptor descriptor) {
    throw new UnsupportedOperationException();
  }
}
