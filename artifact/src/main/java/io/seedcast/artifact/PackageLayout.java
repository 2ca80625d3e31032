package io.seedcast.artifact;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;

/** A package on disk, a directory or a single file, opened for reading its blobs. */
public final class PackageLayout implements BlobSource, Closeable {
  private PackageLayout() {}

  /** Opens a package. */
  public static PackageLayout open(Path path) {
    throw new UnsupportedOperationException();
  }

  /** The digest of the package's manifest. */
  public Digest manifestDigest() {
    throw new UnsupportedOperationException();
  }

  @Override
  public byte[] read(Digest digest, int sizeBytes) throws IOException {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() throws IOException {}
}
