package io.seedcast.artifact;

/**
 * A part of a stored package.
 *
 * @param name {@code description}, {@code weights} or {@code probe}
 * @param stored the blob as it is stored and sent
 * @param contentDigest of the bytes after decompression
 * @param contentBytes their number
 */
public record Part(String name, Descriptor stored, Digest contentDigest, long contentBytes) {
  public Part {
    if (contentBytes < 0) {
      throw new IllegalArgumentException("a part's size must be at least 0: got " + contentBytes);
    }
  }
}
