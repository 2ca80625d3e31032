package io.seedcast.artifact;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A package in memory whose blobs can be exchanged, with every digest recomputed. */
final class Forgery implements BlobSource {
  private final Map<Digest, byte[]> blobs;
  private Digest manifestDigest;

  private Forgery(EncodedPackage encoded) {
    this.blobs = new HashMap<>(encoded.blobs());
    this.manifestDigest = encoded.description().manifestDigest();
  }

  static Forgery of(ModelPackage model, @Nullable SigningKey key) {
    return new Forgery(EncodedPackage.of(model, key));
  }

  Digest manifestDigest() {
    return manifestDigest;
  }

  /** Edits the config's text; the signature is left as it was, or made anew by a key. */
  Forgery config(UnaryOperator<String> edit, @Nullable SigningKey resign) {
    Manifest manifest = PackageReader.readManifest(this, manifestDigest);
    String before = new String(get(manifest.config().digest()), UTF_8);
    String after = edit.apply(before);
    if (after.equals(before)) {
      throw new IllegalArgumentException("nothing was edited in " + before);
    }
    byte[] config = after.getBytes(UTF_8);
    List<Descriptor> layers = new ArrayList<>(manifest.layers());
    if (resign != null) {
      byte[] signature = SignatureBlob.of(config, resign).toJson();
      layers.set(0, put(PackageFormat.SIGNATURE_MEDIA_TYPE, signature));
    }
    return manifest(new Manifest(put(PackageFormat.CONFIG_MEDIA_TYPE, config), layers));
  }

  /** Replaces a part's content as its owner would: compressed, described, signed. */
  Forgery part(PartKind kind, byte[] stored, Digest contentDigest, long size, SigningKey key) {
    Manifest manifest = PackageReader.readManifest(this, manifestDigest);
    int layer = 1 + PartKind.ids().indexOf(kind.id());
    Descriptor before = manifest.layers().get(layer);
    Descriptor after = put(before.mediaType(), stored);
    List<Descriptor> layers = new ArrayList<>(manifest.layers());
    layers.set(layer, after);
    manifest(new Manifest(manifest.config(), layers));
    return config(
        text ->
            text.replaceFirst(
                "\"digest\":\""
                    + before.digest()
                    + "\",\"size\":\\d+,\"contentDigest\":\"[^\"]+\",\"contentSize\":\\d+",
                "\"digest\":\""
                    + after.digest()
                    + "\",\"size\":"
                    + after.sizeBytes()
                    + ",\"contentDigest\":\""
                    + contentDigest
                    + "\",\"contentSize\":"
                    + size),
        key);
  }

  Forgery manifest(Manifest manifest) {
    manifestDigest = put(Manifest.MEDIA_TYPE, manifest.toJson()).digest();
    return this;
  }

  Descriptor put(String mediaType, byte[] blob) {
    Descriptor descriptor = Descriptor.of(mediaType, blob);
    blobs.put(descriptor.digest(), blob);
    return descriptor;
  }

  /** Stores other bytes under a digest. */
  void lie(Digest digest, byte[] bytes) {
    blobs.put(digest, bytes);
  }

  void remove(Digest digest) {
    blobs.remove(digest);
  }

  byte[] get(Digest digest) {
    byte[] blob = blobs.get(digest);
    if (blob == null) {
      throw new IllegalArgumentException("no blob " + digest);
    }
    return blob;
  }

  @Override
  public byte[] read(Digest digest, int sizeBytes) throws NoSuchFileException {
    byte[] blob = blobs.get(digest);
    if (blob == null) {
      throw new NoSuchFileException(digest.hex());
    }
    return blob;
  }
}
