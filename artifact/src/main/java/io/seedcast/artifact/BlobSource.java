package io.seedcast.artifact;

import java.io.IOException;

/** Where blobs are found by their digest: a file, a directory, a device's own store. */
@FunctionalInterface
public interface BlobSource {

  /**
   * Reads a whole blob. The caller checks size and digest: a source may return anything, as long as
   * it allocates no more than it was asked for.
   *
   * @param sizeBytes how long the blob is said to be; a source that finds it longer may stop one
   *     byte later
   * @throws java.nio.file.NoSuchFileException if there is no such blob
   * @throws IOException if it cannot be read
   */
  byte[] read(Digest digest, int sizeBytes) throws IOException;
}
