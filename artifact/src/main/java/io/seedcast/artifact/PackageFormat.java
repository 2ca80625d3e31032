package io.seedcast.artifact;

/**
 * The package format, version 1.
 *
 * <h2>Layout</h2>
 *
 * An OCI image layout with one manifest, in a directory or in one tar file (ustar):
 *
 * <pre>
 * oci-layout                    {"imageLayoutVersion":"1.0.0"}
 * index.json                    the descriptor of the manifest
 * blobs/sha256/HEX              each blob, named by its SHA-256:
 *   manifest                      type, and the descriptors of all the others
 *   config                        what the package is; the bytes that are signed
 *   signature                     if signed
 *   description, weights, probe   the parts
 * </pre>
 *
 * The tar's entries are in this order, with mode 0644, owner 0 and time 0; readers accept any order
 * and any times, also directories and POSIX extended headers, but nothing else. JSON is UTF-8 and
 * written without white space, in the order below.
 *
 * <h2>Manifest</h2>
 *
 * An OCI image manifest: {@code artifactType} {@link #ARTIFACT_TYPE}; {@code config}; {@code
 * layers}: the signature, if there is one, then the parts in order. A descriptor is {@code
 * mediaType}, {@code digest} ({@code sha256:HEX}) and {@code size}. The manifest's digest names the
 * package. It is not signed: readers require that its layers are the parts of the config.
 *
 * <h2>Config</h2>
 *
 * <pre>
 * formatVersion   1
 * name            of the model: [a-z0-9][a-z0-9._-]{0,99}; new packages have names that hubs take:
 *                 [a-z0-9]+(([._]|__|-+)[a-z0-9]+)*
 * version         of the model: 1 to 2^63 - 1
 * created         ISO 8601, UTC, as in 2026-01-31T12:00:00Z
 * expires         the same; absent for never
 * precision       "float32" or "float16", of all real numbers in the weights
 * regrownDigest   "sha256:HEX", RegrownNetwork.digest of the network that must regrow
 * parts           description, weights and probe, each: name, mediaType, digest, size (of the blob),
 *                 contentDigest, contentSize (after decompression)
 * provenance      text by name, in the order of the names
 * </pre>
 *
 * A reader verifies the signature over these bytes before it parses them, and refuses a larger
 * {@code formatVersion} as too new before it looks at anything else.
 *
 * <h2>Signature</h2>
 *
 * <pre>
 * algorithm   "Ed25519"
 * keyId       of the public key: see Keys
 * signature   over the bytes of the config, base64
 * </pre>
 *
 * <h2>Parts</h2>
 *
 * Each is one zstd frame that states its content's size.
 *
 * <ul>
 *   <li>description: {@code {"labels": [...], "network": {...}}}, the network as in {@link
 *       NetworkJson}, one label per output.
 *   <li>weights: a {@link Safetensors} file without metadata, named and ordered as {@code
 *       SentTensors.shapes}; tensors of whole numbers, {@code SentTensors.wholeNumbers}, are I8,
 *       all others of the config's precision. Its data bytes are shuffled as a whole: first the
 *       lowest byte of every value, then the next byte of every value that has one, and so on.
 *   <li>probe, little-endian: int32 images, channels, height, width, classes; float32 tolerance;
 *       then per image uint8 (channels, height, width); then per image float32 logits (classes).
 * </ul>
 *
 * <h2>Media types</h2>
 *
 * They follow the pattern of the CNCF ModelPack specification ({@code vnd.cncf.model.*}) but are
 * our own: its config schema admits no further properties, so neither an expiry nor a digest of
 * what regrows, and its weight types cover tar files and plain files only.
 */
public final class PackageFormat {

  /** The version that is written. */
  public static final int VERSION = 1;

  /** The oldest version that is read. */
  public static final int OLDEST_VERSION = 1;

  /** What kind of OCI artifact a package is. */
  public static final String ARTIFACT_TYPE = "application/vnd.seedcast.model.manifest.v1+json";

  /** The media type of the config. */
  public static final String CONFIG_MEDIA_TYPE = "application/vnd.seedcast.model.config.v1+json";

  /** The media type of the signature. */
  public static final String SIGNATURE_MEDIA_TYPE =
      "application/vnd.seedcast.model.signature.v1+json";

  private PackageFormat() {}
}
