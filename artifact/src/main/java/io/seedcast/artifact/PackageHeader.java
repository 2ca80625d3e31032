package io.seedcast.artifact;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the signed config of a package says: enough to decide whether to fetch its parts.
 *
 * @param formatVersion of the package
 * @param regrownDigest 64 hexadecimal digits
 * @param parts description, weights and probe
 * @param signature whether and how it is signed
 */
public record PackageHeader(
    int formatVersion,
    Release release,
    Precision precision,
    String regrownDigest,
    List<Part> parts,
    SortedMap<String, String> provenance,
    SignatureState signature) {

  public PackageHeader {
    parts = List.copyOf(parts);
    provenance = Collections.unmodifiableSortedMap(new TreeMap<>(provenance));
  }

  /** A part by its name. */
  public Part part(String name) {
    return parts.stream()
        .filter(part -> part.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no part is named \"" + name + "\""));
  }

  /** The bytes of all parts as they are stored and sent. */
  public long packedBytes() {
    return parts.stream().mapToLong(part -> part.stored().sizeBytes()).sum();
  }

  /**
   * What is known about a package's signature.
   *
   * @param keyId of the key it names; null if it is not signed
   * @param verified whether it was checked against a trusted key, and found right
   */
  public record SignatureState(@Nullable String keyId, boolean verified) {

    /** No signature at all. */
    static final SignatureState UNSIGNED = new SignatureState(null, false);

    /** Whether there is a signature, right or not. */
    public boolean isSigned() {
      return keyId != null;
    }

    /** The key's id, if there is a signature. */
    public Optional<String> signer() {
      return Optional.ofNullable(keyId);
    }
  }
}
