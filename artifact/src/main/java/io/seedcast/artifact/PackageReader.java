package io.seedcast.artifact;

import io.seedcast.artifact.PackageHeader.SignatureState;
import io.seedcast.core.network.NamedTensors;
import io.seedcast.core.network.Network;
import io.seedcast.core.regrow.SentTensors;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads packages. Nothing is parsed before its digest has been verified, nothing in the config
 * before its signature has, and nothing is allocated before its size has been bounded.
 *
 * <p>Failures are {@link PackageException}s with the codes listed there.
 */
public final class PackageReader {
  private PackageReader() {}

  /**
   * Reads a whole package from a directory or a single file.
   *
   * @param trust whose packages are accepted
   * @param clock tells whether the package has expired; asked only where signatures are required
   */
  public static StoredPackage read(Path path, Trust trust, Clock clock) {
    try (PackageLayout layout = PackageLayout.open(path)) {
      Manifest manifest = readManifest(layout, layout.manifestDigest(), layout.source());
      Set<Digest> blobs = new HashSet<>(Set.of(layout.manifestDigest()));
      manifest.blobs().forEach(blob -> blobs.add(blob.digest()));
      layout.requireOnly(blobs);
      return read(layout, layout.manifestDigest(), trust, clock, layout.source());
    } catch (IOException e) {
      throw unreadable(path.toString(), e);
    }
  }

  /**
   * Reads a whole package from a store of blobs.
   *
   * @param manifestDigest names the package
   * @see #read(Path, Trust, Clock)
   */
  public static StoredPackage read(
      BlobSource blobs, Digest manifestDigest, Trust trust, Clock clock) {
    return read(blobs, manifestDigest, trust, clock, name(manifestDigest));
  }

  /**
   * Reads and verifies the manifest, the config and the signature only: what decides whether the
   * parts are worth fetching.
   *
   * @see #read(Path, Trust, Clock)
   */
  public static PackageHeader readHeader(
      BlobSource blobs, Digest manifestDigest, Trust trust, Clock clock) {
    String source = name(manifestDigest);
    return readHeader(blobs, readManifest(blobs, manifestDigest, source), trust, clock, source);
  }

  /**
   * Reads a manifest and verifies its digest: what tells which blobs to fetch.
   *
   * @param manifestDigest names the package
   */
  public static Manifest readManifest(BlobSource blobs, Digest manifestDigest) {
    return readManifest(blobs, manifestDigest, name(manifestDigest));
  }

  private static StoredPackage read(
      BlobSource blobs, Digest manifestDigest, Trust trust, Clock clock, String source) {
    PackageHeader header =
        readHeader(blobs, readManifest(blobs, manifestDigest, source), trust, clock, source);
    Description description =
        Description.parse(content(blobs, header, PartKind.DESCRIPTION, source), source);
    requireWeightsOf(description.network(), header, source);
    Encoding encoding = Encoding.of(description.network(), header.precision());
    byte[] weights =
        ByteShuffle.unshuffle(
            content(blobs, header, PartKind.WEIGHTS, source),
            encoding.runs(SentTensors.shapes(description.network())));
    NamedTensors sent = Safetensors.read(weights, encoding, source).tensors();
    byte[] probe = content(blobs, header, PartKind.PROBE, source);
    try {
      ModelPackage model =
          new ModelPackage(
              header.release(),
              description.network(),
              description.labels(),
              header.precision(),
              sent,
              Probe.parse(probe),
              header.regrownDigest(),
              header.provenance());
      return new StoredPackage(model, header, manifestDigest);
    } catch (IllegalArgumentException e) {
      throw malformed(source, e);
    }
  }

  private static Manifest readManifest(BlobSource blobs, Digest digest, String source) {
    return Manifest.parse(verified(blobs, digest, Manifest.MAX_BYTES, source), source);
  }

  private static PackageHeader readHeader(
      BlobSource blobs, Manifest manifest, Trust trust, Clock clock, String source) {
    if (!manifest.config().mediaType().equals(PackageFormat.CONFIG_MEDIA_TYPE)) {
      throw PackageException.refused(
          "package.malformed",
          source
              + ": the config's media type must be \""
              + PackageFormat.CONFIG_MEDIA_TYPE
              + "\": got \""
              + manifest.config().mediaType()
              + "\"");
    }
    byte[] config = readBlob(blobs, manifest.config(), ConfigJson.MAX_BYTES, source);
    SignatureState signature = verifySignature(blobs, manifest, config, trust, source);
    PackageHeader header = ConfigJson.parse(config, signature, source);
    requireLayers(manifest, header, source);
    if (trust.requiresSignature()) {
      header.release().requireValidAt(clock.instant(), source);
    }
    return header;
  }

  private static SignatureState verifySignature(
      BlobSource blobs, Manifest manifest, byte[] config, Trust trust, String source) {
    Optional<Descriptor> layer = manifest.signature();
    if (layer.isEmpty()) {
      if (trust.requiresSignature()) {
        throw PackageException.refused(
            "package.unsigned",
            source + ": not signed, but a signature is required by one of " + trust);
      }
      return SignatureState.UNSIGNED;
    }
    byte[] json = readBlob(blobs, layer.get(), SignatureBlob.MAX_BYTES, source);
    return SignatureBlob.parse(json, source).verify(config, trust, source);
  }

  private static void requireLayers(Manifest manifest, PackageHeader header, String source) {
    List<Descriptor> layers =
        manifest.layers().stream()
            .filter(layer -> manifest.signature().filter(layer::equals).isEmpty())
            .toList();
    if (!layers.equals(header.parts().stream().map(Part::stored).toList())) {
      throw PackageException.refused(
          "package.malformed",
          source + ": the manifest's layers are not the parts that the config lists");
    }
  }

  /** A description tells to the byte how long its weights are. */
  private static void requireWeightsOf(Network network, PackageHeader header, String source) {
    long claimed = header.part(PartKind.WEIGHTS.id()).contentBytes();
    try {
      long expected =
          Safetensors.sizeOf(SentTensors.shapes(network), Encoding.of(network, header.precision()));
      if (claimed != expected) {
        throw new IllegalArgumentException(
            "part weights claims " + claimed + " bytes, the network needs " + expected);
      }
    } catch (IllegalArgumentException e) {
      throw malformed(source, e);
    }
  }

  private static byte[] content(
      BlobSource blobs, PackageHeader header, PartKind kind, String source) {
    Part part = header.part(kind.id());
    byte[] stored = readBlob(blobs, part.stored(), Integer.MAX_VALUE, source);
    byte[] content;
    try {
      content = Compression.decompress(stored, (int) part.contentBytes());
    } catch (IllegalArgumentException e) {
      throw malformed(source + ": part " + kind.id(), e);
    }
    if (!Digest.of(content).equals(part.contentDigest())) {
      throw PackageException.refused(
          "package.checksum",
          source
              + ": the content of part "
              + kind.id()
              + " has digest "
              + Digest.of(content)
              + ", expected "
              + part.contentDigest());
    }
    return content;
  }

  /** Reads a blob and verifies its size and digest. */
  static byte[] readBlob(BlobSource blobs, Descriptor descriptor, int maxBytes, String source) {
    long size = descriptor.sizeBytes();
    if (size > StrictMath.min(maxBytes, Integer.MAX_VALUE - 16)) {
      throw PackageException.refused(
          "package.malformed",
          source
              + ": blob "
              + descriptor.digest()
              + " claims "
              + size
              + " bytes, at most "
              + maxBytes
              + " are accepted");
    }
    byte[] bytes = read(blobs, descriptor.digest(), (int) size, source);
    if (bytes.length < size) {
      throw PackageException.refused(
          "package.truncated",
          source
              + ": blob "
              + descriptor.digest()
              + " is cut short: got "
              + bytes.length
              + " of "
              + size
              + " bytes");
    }
    if (bytes.length > size) {
      throw PackageException.refused(
          "package.checksum",
          source + ": blob " + descriptor.digest() + " is longer than its " + size + " bytes");
    }
    return requireDigest(bytes, descriptor.digest(), source);
  }

  /** Reads a blob of unknown size and verifies its digest. */
  private static byte[] verified(BlobSource blobs, Digest digest, int maxBytes, String source) {
    byte[] bytes = read(blobs, digest, maxBytes, source);
    if (bytes.length > maxBytes) {
      throw PackageException.refused(
          "package.malformed",
          source + ": blob " + digest + " has more than " + maxBytes + " bytes");
    }
    return requireDigest(bytes, digest, source);
  }

  private static byte[] requireDigest(byte[] bytes, Digest expected, String source) {
    Digest found = Digest.of(bytes);
    if (!found.equals(expected)) {
      throw PackageException.refused(
          "package.checksum", source + ": damaged: blob " + expected + " has digest " + found);
    }
    return bytes;
  }

  private static byte[] read(BlobSource blobs, Digest digest, int sizeBytes, String source) {
    try {
      return blobs.read(digest, sizeBytes);
    } catch (NoSuchFileException e) {
      throw PackageException.refused(
          "package.truncated", source + ": incomplete: blob " + digest + " is missing", e);
    } catch (IOException e) {
      throw unreadable(source, e);
    }
  }

  static PackageException unreadable(String source, IOException cause) {
    return PackageException.failed(
        "package.unreadable", source + ": cannot be read: " + cause, cause);
  }

  private static PackageException malformed(String source, IllegalArgumentException cause) {
    return PackageException.refused("package.malformed", source + ": " + cause.getMessage(), cause);
  }

  private static String name(Digest manifestDigest) {
    return "package " + manifestDigest;
  }
}
