package io.seedcast.artifact;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A reference to a blob, as in OCI manifests.
 *
 * @param sizeBytes at least 0
 */
public record Descriptor(String mediaType, Digest digest, long sizeBytes) {
  public Descriptor {
    if (sizeBytes < 0) {
      throw new IllegalArgumentException("a blob's size must be at least 0: got " + sizeBytes);
    }
  }

  /** Describes these bytes. */
  public static Descriptor of(String mediaType, byte[] blob) {
    return new Descriptor(mediaType, Digest.of(blob), blob.length);
  }

  static Descriptor parse(JsonFields fields) {
    return new Descriptor(fields.text("mediaType"), fields.digest("digest"), fields.whole("size"));
  }

  void write(ObjectNode json) {
    json.put("mediaType", mediaType).put("digest", digest.toString()).put("size", sizeBytes);
  }
}
