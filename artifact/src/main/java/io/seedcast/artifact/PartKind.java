package io.seedcast.artifact;

import java.util.Arrays;
import java.util.List;

/** The parts of a package, in the order of its layers. */
enum PartKind {
  /** Network and labels. */
  DESCRIPTION(
      "description",
      "application/vnd.seedcast.model.description.v1.json+zstd",
      NetworkJson.MAX_BYTES,
      19),
  /** The sent tensors. */
  WEIGHTS(
      "weights",
      "application/vnd.seedcast.model.weight.v1.safetensors.shuffled+zstd",
      NetworkJson.MAX_VALUES * Float.BYTES + Safetensors.MAX_HEADER_BYTES,
      1),
  /** Images and expected logits. */
  PROBE("probe", "application/vnd.seedcast.model.probe.v1.raw+zstd", Probe.MAX_BYTES, 19);

  /** Content up to this size may be compressed by any ratio; beyond, by {@link #MAX_RATIO}. */
  private static final long FREE_BYTES = 16 << 20;

  private static final long MAX_RATIO = 1000;

  private final String id;
  private final String mediaType;
  private final long maxContentBytes;

  /**
   * Of zstd. For shuffled weights, higher levels take a hundred times as long and gain 0.2 % at
   * best; with float16 they lose.
   */
  private final int level;

  PartKind(String id, String mediaType, long maxContentBytes, int level) {
    this.id = id;
    this.mediaType = mediaType;
    this.maxContentBytes = maxContentBytes;
    this.level = level;
  }

  /** The part's name in the config. */
  String id() {
    return id;
  }

  /** All names in order. */
  static List<String> ids() {
    return Arrays.stream(values()).map(PartKind::id).toList();
  }

  byte[] compress(byte[] content) {
    return Compression.compress(content, level);
  }

  Part describe(byte[] content, byte[] stored) {
    Part part = new Part(id, Descriptor.of(mediaType, stored), Digest.of(content), content.length);
    check(part);
    return part;
  }

  /**
   * Checks what a config says about this part, before anything is allocated for it.
   *
   * @throws IllegalArgumentException naming what is wrong
   */
  void check(Part part) {
    if (!part.stored().mediaType().equals(mediaType)) {
      throw new IllegalArgumentException(
          "the media type of part "
              + id
              + " must be \""
              + mediaType
              + "\": got \""
              + part.stored().mediaType()
              + "\"");
    }
    if (part.contentBytes() > maxContentBytes) {
      throw new IllegalArgumentException(
          "part "
              + id
              + " claims "
              + part.contentBytes()
              + " bytes, at most "
              + maxContentBytes
              + " are accepted");
    }
    if (part.contentBytes() > FREE_BYTES
        && part.contentBytes() / MAX_RATIO > part.stored().sizeBytes()) {
      throw new IllegalArgumentException(
          "part "
              + id
              + " claims "
              + part.contentBytes()
              + " bytes from "
              + part.stored().sizeBytes()
              + " compressed ones, at most "
              + MAX_RATIO
              + " times as many are accepted");
    }
    long bound = Compression.bound(part.contentBytes());
    if (part.stored().sizeBytes() > bound) {
      throw new IllegalArgumentException(
          "part "
              + id
              + " claims "
              + part.stored().sizeBytes()
              + " compressed bytes, at most "
              + bound
              + " are accepted for "
              + part.contentBytes());
    }
  }
}
