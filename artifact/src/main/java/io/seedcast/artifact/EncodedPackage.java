package io.seedcast.artifact;

import io.seedcast.artifact.PackageHeader.SignatureState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A package as the blobs that it is stored as.
 *
 * @param blobs in the order in which they are stored: manifest, config, signature, parts
 */
record EncodedPackage(StoredPackage description, Map<Digest, byte[]> blobs, int manifestBytes) {

  static EncodedPackage of(ModelPackage model, @Nullable SigningKey key) {
    Map<Digest, byte[]> partBlobs = new LinkedHashMap<>();
    List<Part> parts = new ArrayList<>();
    for (PartKind kind : PartKind.values()) {
      byte[] content =
          switch (kind) {
            case DESCRIPTION -> new Description(model.labels(), model.network()).toJson();
            case WEIGHTS -> weights(model);
            case PROBE -> model.probe().toBytes();
          };
      byte[] stored = kind.compress(content);
      Part part = kind.describe(content, stored);
      parts.add(part);
      partBlobs.put(part.stored().digest(), stored);
    }
    SignatureState state =
        key == null ? SignatureState.UNSIGNED : new SignatureState(key.id(), true);
    PackageHeader header =
        new PackageHeader(
            PackageFormat.VERSION,
            model.release(),
            model.precision(),
            model.regrownDigest(),
            parts,
            model.provenance(),
            state);
    return assemble(model, header, partBlobs, key);
  }

  private static byte[] weights(ModelPackage model) {
    Encoding encoding = Encoding.of(model.network(), model.precision());
    return ByteShuffle.shuffle(
        Safetensors.write(model.sent(), encoding, Map.of()),
        encoding.runs(Encoding.shapes(model.sent())));
  }

  private static EncodedPackage assemble(
      ModelPackage model,
      PackageHeader header,
      Map<Digest, byte[]> partBlobs,
      @Nullable SigningKey key) {
    byte[] config = ConfigJson.write(header);
    List<Descriptor> layers = new ArrayList<>();
    Map<Digest, byte[]> others = new LinkedHashMap<>();
    others.put(Digest.of(config), config);
    if (key != null) {
      byte[] signature = SignatureBlob.of(config, key).toJson();
      layers.add(Descriptor.of(PackageFormat.SIGNATURE_MEDIA_TYPE, signature));
      others.put(Digest.of(signature), signature);
    }
    header.parts().forEach(part -> layers.add(part.stored()));
    byte[] manifest =
        new Manifest(Descriptor.of(PackageFormat.CONFIG_MEDIA_TYPE, config), layers).toJson();
    Map<Digest, byte[]> blobs = new LinkedHashMap<>();
    blobs.put(Digest.of(manifest), manifest);
    blobs.putAll(others);
    blobs.putAll(partBlobs);
    return new EncodedPackage(
        new StoredPackage(model, header, Digest.of(manifest)), blobs, manifest.length);
  }
}
