package io.seedcast.artifact;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Writes packages. */
public final class PackageWriter {
  private PackageWriter() {}

  /** Writes a single file (a tar of an OCI image layout), replacing one that is there. */
  public static StoredPackage writeFile(ModelPackage model, Path file, @Nullable SigningKey key) {
    throw new UnsupportedOperationException();
  }

  /** Writes a directory (an OCI image layout), which must not exist. */
  public static StoredPackage writeDirectory(
      ModelPackage model, Path directory, @Nullable SigningKey key) {
    throw new UnsupportedOperationException();
  }
}
